import { type Check, findings, ofAppointment, ofConnection, ofPerson } from '../check.ts';

/** Counts are what counting gives. */
export const tallies: Check = {
  name: 'tallies',
  proves: 'counts per person, month and status are what counting the appointments gives',
  run({ facts }) {
    const { saw, wrong, done } = findings('tallies');
    const counted = new Map<string, { count: number; readonly partitions: Set<string> }>();
    const slot = (pk: string, sk: string, status: string) => {
      const key = `${pk} ${sk} ${status}`;
      const found = counted.get(key) ?? { count: 0, partitions: new Set([pk]) };
      counted.set(key, found);
      return found;
    };
    for (const { id, providerId, clientId, start, status } of facts.of('appointment')) {
      const month = new Date(start).toISOString().slice(0, 7);
      for (const [person, role] of [
        [providerId, 'PROVIDER'],
        [clientId, 'CLIENT'],
      ] as const) {
        const found = slot(ofPerson(person), `TALLY#${role}#${month}`, status);
        found.count += 1;
        // A handful to read again is enough to see whether somebody was booking just now.
        if (found.partitions.size < 20) found.partitions.add(ofAppointment(id));
      }
    }
    for (const { pk, sk, counts } of facts.of('tally')) {
      saw();
      for (const [status, count] of Object.entries(counts)) slot(pk, sk, status).count -= count;
    }
    for (const [key, { count, partitions }] of counted) {
      if (count !== 0)
        wrong(`${key}: ${count > 0 ? `${count} too few` : `${-count} too many`}`, ...partitions);
    }
    return done();
  },
};

/** Abandoned bookings are entered once each, and counted. */
export const recoveries: Check = {
  name: 'recoveries',
  proves: 'every hold that ran out is an abandoned booking, counted once, and credited once it is made good',
  run({ facts, now, grace }) {
    const { saw, wrong, done } = findings('recoveries');
    const counted = new Map<string, { abandoned: number; recovered: number }>();
    for (const { id, pk, providerId, status, recoveredBy } of facts.of('recovery')) {
      saw();
      const counts = counted.get(providerId) ?? { abandoned: 0, recovered: 0 };
      counts.abandoned += 1;
      if (status === 'recovered') counts.recovered += 1;
      counted.set(providerId, counts);
      const state = facts.hold(id)?.state;
      if (state === undefined || state === 'held' || state === 'released') {
        wrong(`recovery of hold ${id}, which is ${state ?? 'not there'}`, pk);
      }
      if (status === 'recovered' && (recoveredBy === undefined || !facts.appointment(recoveredBy))) {
        wrong(
          `recovery ${id} is credited to ${recoveredBy ?? 'nobody'}`,
          pk,
          ofAppointment(recoveredBy ?? ''),
        );
      }
    }
    for (const { pk, abandoned, recovered } of facts.of('recovery-totals')) {
      const own = counted.get(pk.slice(ofPerson('').length)) ?? { abandoned: 0, recovered: 0 };
      if (own.abandoned !== abandoned || own.recovered !== recovered) {
        wrong(
          `${pk} counts ${abandoned} abandoned and ${recovered} recovered, there are ${own.abandoned} and ${own.recovered}`,
          pk,
        );
      }
    }
    for (const provider of counted.keys()) {
      const totals = facts.get('recovery-totals', ofPerson(provider), 'RECOVERIES');
      if (totals === undefined) wrong(`the recoveries of ${provider} are not counted`, ofPerson(provider));
    }
    for (const { type, at, appointmentId = '', pk } of facts.of('event')) {
      if (type !== 'appointment.abandoned' || at + grace > now) continue;
      if (facts.get('recovery', pk, 'RECOVERY') === undefined) {
        wrong(`hold ${appointmentId} was abandoned, but there is no recovery`, pk);
      }
    }
    return done();
  },
};

/** What lists show is what the table holds. */
export const indexes: Check = {
  name: 'indexes',
  proves: 'appointments, people, recoveries, connections and polls stand in the lists that they belong to',
  run({ facts }) {
    const { saw, wrong, done } = findings('indexes');
    for (const one of facts.of('appointment')) {
      saw();
      const live = ['scheduled', 'confirmed', 'in_progress'].includes(one.status);
      const state = live ? 'LIVE' : 'ENDED';
      const sort = `${new Date(one.start).toISOString()}#${one.id}`;
      const expected = [`PROVIDER#${one.providerId}#${state}`, sort, `CLIENT#${one.clientId}#${state}`, sort];
      const found = [one.gsi1pk, one.gsi1sk, one.gsi2pk, one.gsi2sk];
      if (expected.join() !== found.join()) wrong(`${one.pk} is listed as ${found.join(' ')}`, one.pk);
    }
    for (const { pk, id, leadOf, staffOf, gsi1pk, gsi2pk, gsi2sk } of facts.of('person')) {
      saw();
      const list =
        leadOf !== undefined ? `LEADS#${leadOf}` : staffOf !== undefined ? `STAFF#${staffOf}` : undefined;
      if (gsi1pk !== list || gsi2pk !== 'PEOPLE' || gsi2sk !== id) wrong(`${pk} is listed as ${gsi1pk}`, pk);
    }
    for (const { pk, id, providerId, clientId, abandonedAt, gsi1pk, gsi1sk, gsi2pk } of facts.of(
      'recovery',
    )) {
      saw();
      const sort = `${new Date(abandonedAt).toISOString()}#${id}`;
      if (gsi1pk !== `RECOVERY#${providerId}` || gsi2pk !== `RECOVERY#${clientId}` || gsi1sk !== sort) {
        wrong(`${pk} RECOVERY is listed as ${gsi1pk} ${gsi1sk}`, pk);
      }
    }
    for (const { pk, id, gsi2pk, gsi2sk } of facts.of('connection')) {
      saw();
      if (gsi2pk !== 'CONNECTIONS' || gsi2sk !== id) wrong(`${pk} is listed as ${gsi2pk} ${gsi2sk}`, pk);
    }
    for (const { pk, nextPollAt, gsi1pk, gsi1sk } of facts.of('import')) {
      saw();
      const sort = `${new Date(nextPollAt).toISOString()}#${pk.slice(ofConnection('').length)}`;
      if (gsi1pk !== 'POLLS' || gsi1sk !== sort) wrong(`${pk} is to be read as ${gsi1pk} ${gsi1sk}`, pk);
    }
    return done();
  },
};
