import { at, type Check, dayLength, findings, isLive, minute, ofAppointment, ofPerson } from '../check.ts';
import type { AppointmentFact, DecisionFact, Instant } from '../fact-kinds.ts';
import type { Facts } from '../facts.ts';

interface Due {
  readonly key: string;
  readonly at: Instant;
}

/** As they are published: the mail when the provider wishes it, the text 2 h and the push 30 min before. */
function remindersOf({ facts }: { readonly facts: Facts }, one: AppointmentFact): readonly Due[] {
  if (one.status !== 'scheduled' && one.status !== 'confirmed') return [];
  const wishes = facts.settings(one.providerId)?.reminders ?? { email: true, sms: true, hoursBefore: 24 };
  const isBooking = one.surface === 'bookings';
  const before = (minutes: number): Instant => Math.round(one.start - minutes * minute);
  const due: Due[] = [{ key: 'push', at: before(30) }];
  if (wishes.sms) due.push({ key: 'sms', at: before(120) });
  if (wishes.email) due.push({ key: 'email', at: before(isBooking ? 24 * 60 : wishes.hoursBefore * 60) });
  if (wishes.email && isBooking) due.push({ key: 'email-last', at: before(60) });
  return due;
}

/** The first look at what came of an appointment: a day after it, for conversions thirty. Later ones depend on the first. */
function looksFor({ start, initial, outcomes }: DecisionFact): readonly Due[] {
  const all = [
    { target: 'kept', key: 'k', at: start + dayLength },
    ...(initial ? [{ target: 'converted', key: 'c', at: start + 30 * dayLength }] : []),
  ];
  return all.filter(({ target }) => outcomes[target] === undefined);
}

/** Timers go off up to a minute late; one whose time is about to come may just be going off. */
const goingOff = 2 * minute;

const reminderName = /^reminder-(.{36})-(email|email-last|sms|push)-([0-9a-z]+)$/;
const outcomeName = /^outcome-(.{36})-([kc])-[0-9a-z]+$/;
const recoveryMinutes = [30, 24 * 60, 72 * 60];

/** The schedules are those that should be, no more and no fewer. */
export const timers: Check = {
  name: 'timers',
  proves:
    'every live appointment has its reminders scheduled, every hold its end, every forecast the look at what came of it; none is left for what has ended',
  run({ facts, now, grace, outside }) {
    if (outside.schedules === undefined) return undefined;
    const { saw, wrong, done } = findings('timers');
    const names = new Set(outside.schedules);
    const wanted = new Set<string>();
    for (const one of facts.of('appointment')) {
      const settingsAt = facts.settings(one.providerId)?.updatedAt ?? 0;
      const isSettling = Math.max(one.updatedAt, settingsAt) + grace > now;
      for (const { key, at: due } of remindersOf({ facts }, one)) {
        if (due <= one.timedAt) continue;
        saw();
        const name = `reminder-${one.id}-${key}-${Math.ceil(due / 1000).toString(36)}`;
        wanted.add(name);
        if (due > now + goingOff && !isSettling && !names.has(name)) {
          wrong(
            `${one.id} has no timer for its ${key} reminder at ${at(due)}`,
            one.pk,
            ofPerson(one.providerId),
          );
        }
      }
    }
    for (const { id, pk, state, expiresAt, createdAt } of facts.of('hold')) {
      if (state !== 'held' || createdAt + grace > now || expiresAt <= now + goingOff) continue;
      saw();
      if (!names.has(`hold-${id}`)) wrong(`hold ${id} has no timer for its end at ${at(expiresAt)}`, pk);
    }
    for (const one of facts.of('recovery')) {
      const due = one.abandonedAt + (recoveryMinutes[one.automaticAttempts] ?? Number.NaN) * minute;
      const goesOn = one.status === 'pending' || one.status === 'recovery_sent';
      if (!goesOn || one.incentiveOffered || Number.isNaN(due) || due > now + goingOff === false) continue;
      saw();
      if (one.abandonedAt + grace < now && !names.has(`recovery-${one.id}-${one.automaticAttempts + 1}`)) {
        wrong(`abandoned booking ${one.id} has no timer for its next message at ${at(due)}`, one.pk);
      }
    }
    const looks = Map.groupBy(names, (name) => outcomeName.exec(name)?.slice(1, 3).join(' '));
    for (const one of facts.of('decision')) {
      const appointment = facts.get('appointment', one.pk, 'APPOINTMENT');
      if (appointment === undefined || Math.max(appointment.updatedAt, one.decidedAt) + grace > now) continue;
      for (const { key, at: due } of looksFor(one)) {
        if (due <= now + goingOff || one.start !== appointment.start) continue;
        saw();
        const found = looks.get(`${one.appointmentId} ${key}`) ?? [];
        if (!found.some((name) => name.endsWith(`-${Math.ceil(due / 1000).toString(36)}`))) {
          wrong(`${one.appointmentId} has no timer for what came of it (${key}) at ${at(due)}`, one.pk);
        }
      }
    }
    for (const name of names) {
      saw();
      const why = needless(facts, name, wanted, now, grace);
      if (why !== undefined) wrong(`schedule ${name}: ${why.text}`, ...why.partitions);
    }
    return done();
  },
};

/** Why a schedule should not be there, if so. Kinds of schedules that are not known are left alone. */
function needless(
  facts: Facts,
  name: string,
  wanted: ReadonlySet<string>,
  now: Instant,
  grace: number,
): { readonly text: string; readonly partitions: readonly string[] } | undefined {
  const [, reminded = '', key, second = ''] = reminderName.exec(name) ?? [];
  if (key !== undefined) {
    if (wanted.has(name)) return undefined;
    const pk = ofAppointment(reminded);
    const one = facts.appointment(reminded);
    if (one === undefined) return { text: 'there is no such appointment', partitions: [pk] };
    const due = Number.parseInt(second, 36) * 1000;
    const settingsAt = facts.settings(one.providerId)?.updatedAt ?? 0;
    if (Math.max(one.updatedAt, settingsAt) + grace > now) return undefined;
    const isReminded = remindersOf({ facts }, one).some((due) => due.key === key);
    // One that was due when it was planned comes at once, at a time of its own.
    if (isReminded && due <= now + goingOff) return undefined;
    const text = isLive(one.status) ? 'it is not planned for then' : `the appointment is ${one.status}`;
    return { text, partitions: [pk, ofPerson(one.providerId)] };
  }
  const [, kind, id = ''] = /^(hold|recovery|payment|meeting|outcome)-(.{36})/.exec(name) ?? [];
  switch (kind) {
    case 'hold':
      return facts.hold(id) ? undefined : { text: 'there is no such hold', partitions: [ofAppointment(id)] };
    case 'recovery':
      return facts.get('recovery', ofAppointment(id), 'RECOVERY')
        ? undefined
        : { text: 'there is no such abandoned booking', partitions: [ofAppointment(id)] };
    case 'payment':
    case 'meeting':
    case 'outcome':
      return facts.appointment(id)
        ? undefined
        : { text: 'there is no such appointment', partitions: [ofAppointment(id)] };
    default:
      return undefined;
  }
}

/** A timer is noted before it is set, so that it can be taken back, and found when its provider changes their mind. */
export const timerNotes: Check = {
  name: 'timer notes',
  proves:
    'every appointment to come is noted with its provider, and every reminder that is set is in its note',
  run({ facts, now, grace, outside }) {
    const { saw, wrong, done } = findings('timer notes');
    for (const { id, pk, providerId, status, start, updatedAt } of facts.of('appointment')) {
      if (!isLive(status) || start <= now || updatedAt + grace > now) continue;
      saw();
      const note = facts.get('timer-note', ofPerson(providerId), `TIMERS#${id}`);
      if (note?.until !== start) {
        const text = note === undefined ? 'not noted' : `noted until ${at(note.until)}`;
        wrong(`${id} is ${text} with ${providerId}, it begins at ${at(start)}`, pk, ofPerson(providerId));
      }
    }
    for (const { pk, sk, appointmentId, providerId } of facts.of('timer-note')) {
      saw();
      const appointment = facts.appointment(appointmentId);
      const isItsOwn = pk === ofPerson(providerId) && sk === `TIMERS#${appointmentId}`;
      if (!isItsOwn || appointment?.providerId !== providerId) {
        wrong(`${pk} ${sk} notes timers of another appointment`, pk, ofAppointment(appointmentId));
      }
    }
    for (const name of outside.schedules ?? []) {
      const [, id = '', , second = ''] = reminderName.exec(name) ?? [];
      const appointment = facts.appointment(id);
      if (appointment === undefined || Number.parseInt(second, 36) * 1000 <= now + goingOff) continue;
      saw();
      const partition = ofPerson(appointment.providerId);
      const note = facts.get('timer-note', partition, `TIMERS#${id}`);
      if (!note?.timers.some((timer) => timer.name === name)) {
        wrong(`schedule ${name} is not noted`, partition, appointment.pk);
      }
    }
    return done();
  },
};
