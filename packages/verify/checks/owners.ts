import { at, type Check, findings, ofConnection, ofPerson } from '../check.ts';
import type { EventFact, ExternalFact, SettingsFact, Stretch } from '../fact-kinds.ts';

const roles = new Set(['coach', 'client', 'staff', 'admin']);

/** Whoever is named is somebody. */
export const directory: Check = {
  name: 'directory',
  proves: 'agendas, coaches, staff, devices and addresses belong to people in the directory',
  run({ facts }) {
    const { saw, wrong, done } = findings('directory');
    const isThere = (id: string) => facts.person(id) !== undefined;
    for (const one of facts.of('person')) {
      saw();
      const { pk, id, agenda, leadOf, staffOf } = one;
      if (pk !== ofPerson(id)) wrong(`${pk} says that it is ${id}`, pk);
      if (!isThere(agenda)) wrong(`${id} has the agenda of ${agenda}, who is nobody`, pk, ofPerson(agenda));
      for (const coach of [leadOf, staffOf].filter((other) => other !== undefined)) {
        if (!isThere(coach)) wrong(`${id} belongs to ${coach}, who is nobody`, pk, ofPerson(coach));
        if (coach === id) wrong(`${id} belongs to themselves`, pk);
      }
      if (leadOf !== undefined && staffOf !== undefined) wrong(`${id} is a lead and staff`, pk);
      const strange = one.roles.find((role) => !roles.has(role));
      if (strange !== undefined) wrong(`${id} has the role ${strange}`, pk);
    }
    const named = [
      ...facts.of('email'),
      ...facts.of('lead-pointer'),
      ...facts.of('coach-pointer'),
      ...facts.of('device-owner'),
    ];
    for (const { pk, sk, to } of named) {
      saw();
      if (!isThere(to)) wrong(`${pk} ${sk} leads to ${to}, who is nobody`, pk, ofPerson(to));
    }
    for (const { pk, sk } of facts.of('meeting-settings')) {
      saw();
      if (!isThere(pk.slice(ofPerson('').length))) wrong(`${pk} ${sk} are the wishes of nobody`, pk);
    }
    for (const { id, pk, providerId, staffId } of facts.of('appointment')) {
      if (staffId === undefined) continue;
      saw();
      // They may have left the provider since.
      if (!isThere(staffId) || staffId === providerId) {
        wrong(`${id} is assigned to ${staffId}, who is nobody's staff`, pk, ofPerson(staffId));
      }
    }
    return done();
  },
};

/** The addresses of calendars: one for each person who has one, and each known to its person. */
export const feeds: Check = {
  name: 'feeds',
  proves: 'each address of a calendar is the one of its person, who can take it back',
  run({ facts }) {
    const { saw, wrong, done } = findings('feeds');
    for (const { pk, to } of facts.of('feed')) {
      saw();
      const own = facts.get('feed-pointer', ofPerson(to), 'FEED')?.to;
      if (own !== pk) wrong(`${pk} shows the calendar of ${to}, whose address is another`, pk, ofPerson(to));
      if (facts.person(to) === undefined) wrong(`${pk} shows the calendar of nobody`, pk, ofPerson(to));
    }
    for (const { pk, to } of facts.of('feed-pointer')) {
      saw();
      const owner = facts.get('feed', to, 'FEED')?.to;
      if (ofPerson(owner ?? '') !== pk) wrong(`the address of ${pk} shows ${owner ?? 'nothing'}`, pk, to);
    }
    return done();
  },
};

/** What providers say of their time can be read, and is as old as its last change. */
export const settings: Check = {
  name: 'settings',
  proves: 'settings are those of their last change and make sense; rows lead to providers, and back',
  run({ facts }) {
    const { saw, wrong, done } = findings('settings');
    for (const one of facts.of('settings')) {
      saw();
      const { pk, version, createdAt, updatedAt } = one;
      const change = (sequence: number): EventFact | undefined =>
        facts.get('event', pk, `EVENT#${String(sequence).padStart(6, '0')}`);
      for (const [event, instant] of [
        [change(1), createdAt],
        [change(version), updatedAt],
      ] as const) {
        if (event !== undefined && event.at !== instant) {
          wrong(`${pk} SETTINGS is of ${at(instant)}, its event of ${at(event.at)}`, pk);
        }
      }
      const text = senseless(one);
      if (text !== undefined) wrong(`${pk} SETTINGS: ${text}`, pk);
    }
    for (const { pk, to } of facts.of('row-pointer')) {
      saw();
      // The row itself may be gone: that is known from the settings.
      if (facts.settings(to) === undefined)
        wrong(`${pk} leads to ${to}, who has no settings`, pk, ofPerson(to));
    }
    return done();
  },
};

const minutesOfDay = 1440;

function senseless(one: SettingsFact): string | undefined {
  const { pk, providerId, timeZone, rows, windows, timeOff, bufferMinutes, minimumNoticeMinutes } = one;
  if (pk !== ofPerson(providerId)) return `they are those of ${providerId}`;
  if (!isZone(timeZone)) return `there is no time zone ${timeZone}`;
  if (new Set(rows).size !== rows.length) return 'two rows have one id';
  const isWindow = ({ weekday, startMinute, endMinute }: SettingsFact['windows'][number]) =>
    Number.isInteger(weekday) &&
    weekday >= 0 &&
    weekday <= 7 &&
    startMinute >= 0 &&
    startMinute < minutesOfDay &&
    endMinute >= startMinute &&
    endMinute <= 2 * minutesOfDay;
  if (!windows.every(isWindow)) return 'a row is no span of a week';
  if (!timeOff.every(({ start, end }) => start < end)) return 'time off ends before it begins';
  if (!(bufferMinutes >= 0 && minimumNoticeMinutes >= 0)) return 'a span is negative';
  return undefined;
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

/** Once paid, always paid: a payment is remembered once, and nothing that was paid is cancelled for want of payment. */
export const payments: Check = {
  name: 'payments',
  proves: 'a payment is remembered exactly where one was told of; nothing paid was cancelled as not paid',
  run({ facts }) {
    const { saw, wrong, done } = findings('payments');
    const told = new Map<string, EventFact[]>();
    for (const one of facts.of('event')) {
      if (one.surface === 'payments') told.set(one.pk, [...(told.get(one.pk) ?? []), one]);
    }
    for (const { id, pk, isPaid, status } of facts.of('appointment')) {
      saw();
      const news = told.get(pk) ?? [];
      const paid = news.filter(({ type }) => type !== 'appointment.cancelled');
      // What confirms is told of twice in one step: the payment, then the status.
      const times = new Set(paid.map(({ at }) => at)).size;
      const failed = news.find(({ type }) => type === 'appointment.cancelled');
      if (isPaid !== times > 0) wrong(`${id} is ${isPaid ? '' : 'not '}paid, as its events do not say`, pk);
      if (times > 1) wrong(`${id} was paid ${times} times`, pk);
      if (failed !== undefined && (isPaid || status !== 'cancelled')) {
        wrong(`${id} was cancelled for want of payment, and is ${isPaid ? 'paid' : status}`, pk);
      }
    }
    return done();
  },
};

/** Who waits for a calendar waits for one that is read, and what was read of it is what decisions see. */
export const busySources: Check = {
  name: 'busy sources',
  proves:
    'exactly the calendars that are read are waited for, by their own rules; days show what events take',
  run({ facts, now, grace }) {
    const { saw, wrong, done } = findings('busy sources');
    const declared = new Map(
      facts
        .of('busy-sources')
        .flatMap(({ pk, sources }) => sources.map((one) => [`${pk} ${one.connectionId}`, one])),
    );
    for (const one of facts.of('connection')) {
      saw();
      const { pk, id, personId, syncEnabled, busySync, updatedAt, isErasing } = one;
      const owner = ofPerson(personId);
      const source = declared.get(`${owner} ${id}`);
      declared.delete(`${owner} ${id}`);
      if (isErasing || updatedAt + grace > now) continue;
      const isRead = syncEnabled && busySync;
      if (isRead !== (source !== undefined)) {
        wrong(`${pk} is ${isRead ? '' : 'not '}read, and ${isRead ? 'not ' : ''}waited for`, pk, owner);
      }
      const state = facts.get('import', pk, 'IMPORT');
      if (state !== undefined && !isRead) wrong(`${pk} is read no more, and is to be read again`, pk);
      if (source === undefined) continue;
      if (source.policy !== one.busyPolicy || source.maximumAgeMinutes !== one.busyMaximumAgeMinutes) {
        wrong(`${pk} is waited for by other rules than its own`, pk, owner);
      }
    }
    for (const key of declared.keys()) {
      const [owner = '', id = ''] = [key.slice(0, key.lastIndexOf(' ')), key.slice(key.lastIndexOf(' ') + 1)];
      wrong(`${owner} waits for ${id}, which is not theirs`, owner, ofConnection(id));
    }
    for (const { pk } of facts.of('import')) {
      if (!facts.get('connection', pk, 'CONNECTION')) wrong(`${pk} IMPORT is left of nothing`, pk);
    }
    for (const one of facts.of('external')) {
      if (one.connectionId === undefined) continue;
      saw();
      if (covered(one.taken) !== covered(one.busy))
        wrong(`${one.pk} ${one.sk} shows not what events take`, one.pk);
    }
    return done();
  },
};

/** The time that some stretches cover together, in words. */
function covered(stretches: ExternalFact['busy']): string {
  const joined: Stretch[] = [];
  for (const one of stretches.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && one.start <= last.end) {
      joined.splice(-1, 1, { start: last.start, end: Math.max(last.end, one.end) });
    } else joined.push(one);
  }
  return joined.map(({ start, end }) => `${start}-${end}`).join();
}
