import { type Check, findings, ofAppointment, ofConnection, ofPerson } from '../check.ts';

/** Whoever is looked up by an address, a token or a number is found, and is the one. */
export const people: Check = {
  name: 'people',
  proves: 'addresses lead to the agenda, lead and coach that have them, and devices to their one owner',
  run({ facts }) {
    const { saw, wrong, done } = findings('people');
    for (const { id, pk, agenda, emailHash, leadOf, roles } of facts.of('person')) {
      saw();
      if (emailHash === undefined) continue;
      const address = `EMAIL#${emailHash}`;
      const lent = facts.get('email', address, 'AGENDA')?.to;
      if (lent !== agenda) wrong(`${id} has agenda ${agenda}, their address leads to ${lent}`, pk, address);
      if (leadOf !== undefined) {
        const lead = facts.get('lead-pointer', address, `LEAD#${leadOf}`)?.to;
        const pointed = lead === undefined ? undefined : facts.person(lead);
        if (pointed?.leadOf !== leadOf) wrong(`the address of lead ${id} leads to ${lead}`, pk, address);
      }
      if (roles.includes('coach')) {
        const coach = facts.get('coach-pointer', address, 'COACH')?.to;
        if (coach === undefined) wrong(`the address of coach ${id} leads nowhere`, pk, address);
      }
    }
    for (const { pk, sk, to } of facts.of('device')) {
      saw();
      const owner = facts.get('device-owner', to, 'OWNER')?.to;
      if (ofPerson(owner ?? '') !== pk) wrong(`${pk} ${sk} belongs to ${owner ?? 'nobody'}`, pk, to);
    }
    for (const { providerId, pk, rows } of facts.of('settings')) {
      for (const row of rows) {
        saw();
        const owner = facts.get('row-pointer', `ROW#${row}`, 'OWNER')?.to;
        if (owner !== providerId)
          wrong(`row ${row} of ${providerId} leads to ${owner ?? 'nobody'}`, pk, `ROW#${row}`);
      }
    }
    return done();
  },
};

/** What Zoom and Calendly tell finds what it is about. */
export const partners: Check = {
  name: 'partners',
  proves: 'meetings and intakes are found by the ids that Zoom and Calendly use, in both directions',
  run({ facts }) {
    const { saw, wrong, done } = findings('partners');
    for (const { pk, meetingId } of facts.of('meeting')) {
      saw();
      if (meetingId === undefined) continue;
      const to = facts.get('meeting-pointer', `ZOOM#${meetingId}`, 'APPOINTMENT')?.to;
      if (ofAppointment(to ?? '') !== pk) {
        wrong(`meeting ${meetingId} of ${pk} leads to ${to ?? 'nothing'}`, pk, `ZOOM#${meetingId}`);
      }
    }
    // One that leads to an appointment without a meeting may be left of a call that had no answer.
    for (const { pk, to } of facts.of('meeting-pointer')) {
      saw();
      if (!facts.appointment(to)) wrong(`${pk} leads to no appointment`, pk, ofAppointment(to));
    }
    for (const { pk, sk } of facts.of('observation')) {
      saw();
      if (!facts.get('appointment', pk, 'APPOINTMENT')) wrong(`${pk} ${sk} was seen of no appointment`, pk);
    }
    for (const { pk, id, emailHash, pointers, entries } of facts.of('intake')) {
      saw();
      for (const pointer of pointers) {
        const to = facts.get('intake-pointer', pointer, 'INTAKE')?.to;
        if (to !== id) wrong(`${pointer} of intake ${id} leads to ${to ?? 'nothing'}`, pk, pointer);
      }
      const address = `EMAIL#${emailHash}`;
      if (emailHash !== undefined && !facts.get('intake-email', address, `INTAKE#${id}`)) {
        wrong(`intake ${id} is not found by its address`, pk, address);
      }
      for (const { appointmentId } of entries) {
        const to = facts.get('intake-pointer', ofAppointment(appointmentId), 'INTAKE')?.to;
        if (to !== id) wrong(`appointment ${appointmentId} of intake ${id} leads to ${to ?? 'nothing'}`, pk);
      }
    }
    for (const { pk, sk, to } of [...facts.of('intake-pointer'), ...facts.of('intake-email')]) {
      saw();
      if (!facts.get('intake', `INTAKE#${to}`, 'INTAKE'))
        wrong(`${pk} ${sk} leads to no intake`, pk, `INTAKE#${to}`);
    }
    return done();
  },
};

/** A connection is whole: nothing of it is missing, and nothing is left of one that was given back. */
export const connections: Check = {
  name: 'connections',
  proves: 'connections have their owner, account and tokens; marks of open work agree with the mappings',
  run({ facts, now, grace }) {
    const { saw, wrong, done } = findings('connections');
    for (const one of facts.of('connection')) {
      saw();
      if (one.isErasing) {
        if (one.updatedAt + grace < now) wrong(`${one.pk} was given back, and not all of it is gone`, one.pk);
        continue;
      }
      const owner = ofPerson(one.personId);
      if (!facts.get('connection-pointer', owner, one.pk))
        wrong(`${one.pk} is not in its owner's list`, one.pk, owner);
      if (facts.get('account', owner, one.accountSk)?.to !== one.id) {
        wrong(`${one.pk} is not found by its account`, one.pk, owner);
      }
      if (!facts.get('tokens', one.pk, 'TOKENS')) wrong(`${one.pk} has no tokens`, one.pk);
    }
    const isThere = (pk: string) => facts.get('connection', pk, 'CONNECTION') !== undefined;
    for (const { pk, sk } of facts.of('connection-pointer')) {
      if (!isThere(sk)) wrong(`${pk} lists ${sk}, which is not there`, pk, sk);
    }
    for (const { pk, sk, to } of facts.of('account')) {
      if (!isThere(ofConnection(to))) wrong(`${pk} ${sk} leads to no connection`, pk, ofConnection(to));
    }
    for (const { pk, sk } of [...facts.of('tokens'), ...facts.of('mapping'), ...facts.of('busy-event')]) {
      if (!isThere(pk)) wrong(`${pk} ${sk} is left of a connection that is gone`, pk);
    }
    for (const { pk, appointmentId, state } of facts.of('mapping')) {
      saw();
      const open = facts.get('open', pk, `OPEN#${appointmentId}`)?.state;
      const expected = state === 'synced' ? undefined : state;
      if (open !== expected)
        wrong(`mapping ${pk} ${appointmentId} is ${state}, its mark says ${open ?? 'nothing'}`, pk);
    }
    for (const { pk, sk } of facts.of('open')) {
      const mapping = facts.get('mapping', pk, sk.replace('OPEN#', 'MAPPING#'));
      if (mapping === undefined) wrong(`mark ${pk} ${sk} is about no mapping`, pk);
    }
    busyTime(facts, saw, wrong);
    return done();
  },
};

/** The days of external calendars hold what the connections' own records say, and nothing of connections that are gone. */
function busyTime(
  facts: Parameters<Check['run']>[0]['facts'],
  saw: () => void,
  wrong: (text: string, ...partitions: readonly string[]) => void,
): void {
  const noted = new Map<string, Set<number>>();
  for (const { pk, sk, days } of facts.of('busy-event')) noted.set(`${pk} ${sk}`, new Set(days));
  const found = new Map<string, Set<number>>();
  for (const { pk, sk, day, connectionId, events } of facts.of('external')) {
    if (connectionId === undefined) continue;
    saw();
    for (const event of events) {
      const key = `${ofConnection(connectionId)} BUSY#${event}`;
      const days = found.get(key) ?? new Set();
      found.set(key, days.add(day));
      if (!noted.get(key)?.has(day)) {
        wrong(`${pk} ${sk} keeps time busy for an event that is not known`, pk, ofConnection(connectionId));
      }
    }
  }
  for (const [key, days] of noted) {
    const [pk = ''] = key.split(' ');
    for (const day of days) {
      if (!found.get(key)?.has(day)) wrong(`${key} takes no time on day ${day}, on which it is noted`, pk);
    }
  }
}
