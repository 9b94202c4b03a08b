import type { Appointment, AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import {
  type ReminderKey,
  type ReminderRules,
  remindersToPlan,
} from '@punctual/scheduling/reminders/reminders.ts';
import { formatInstant, type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { defaultSettings, type ReminderSettings } from '../model.ts';
import type { Ports, Queue, Timers } from '../ports.ts';
import type { NotedTimer, TimerNotes } from './ports.ts';

/** What a timer sends when a reminder is due. */
export interface ReminderMessage {
  readonly kind: 'reminder';
  readonly appointment_id: string;
  readonly key: ReminderKey;
  /** RFC 3339: the time it was planned for, by which a reminder of an old time is told. */
  readonly planned: string;
}

/** Asks for one appointment to be planned anew. */
export interface PlanMessage {
  readonly kind: 'plan';
  readonly appointment_id: string;
}

type PlanPorts = Pick<Ports, 'ledger' | 'clock'> & { readonly timers: Timers; readonly notes: TimerNotes };

/** Rounds after which somebody else is left to go on; each needs another change in the meantime. */
const maximumRounds = 10;

/** Longer than it takes to set a timer, so that no time lies in the past when it arrives at the scheduler. */
const margin = MINUTE / 12;

/** Timers go off up to a minute late; one whose time is past for longer than this is gone. */
const stillGoingOff = 2 * MINUTE;

/**
 * Makes the timers of an appointment what they should be by the appointment and the settings as they are now; which
 * event asks for it does not matter.
 *
 * Two of these can run at once for one appointment, and the one that read first can write last. Therefore each notes a
 * timer before it sets it, takes back every noted one that should not be, looks again after its last write, and begins
 * anew when a version has moved: whoever wrote for an old version puts it right before it ends, and whoever dies before
 * that is asked again by the queue. What changes after the last look has an event of its own, whose run begins when all
 * writes of this one are done, and finds all of its timers in the note. So once the queue is empty the timers are those
 * of the last version, whatever came twice, late or in another order, and an appointment that has ended has none.
 *
 * @throws when a timer could not be set, or the appointment kept changing: the same can be asked again
 */
export async function planReminders(ports: PlanPorts, id: AppointmentId): Promise<void> {
  const { timers, clock } = ports;
  for (let round = 1; round <= maximumRounds; round += 1) {
    const before = await look(ports, id);
    if (before === undefined) return;
    const wanted = timersFor(before.appointment, before.rules, clock.now());
    const noted = await note(ports, before.appointment, wanted);
    if (noted === 'changed') continue;
    const names = new Set(wanted.map(({ name }) => name));
    // All must have ended before the second look, those that failed as well.
    const writes = await Promise.allSettled([
      ...wanted.map(({ name, at, message }) => timers.set(name, at, message)),
      ...noted.filter(({ name }) => !names.has(name)).map(({ name }) => timers.cancel(name)),
    ]);
    const failed = writes.find((write) => write.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const after = await look(ports, id, before.appointment.providerId);
    if (after?.versions === before.versions) return;
  }
  throw new Error('the appointment kept changing while its reminders were planned');
}

type WantedTimer = NotedTimer & { readonly message: ReminderMessage };

/**
 * A timer for each reminder that is to be planned; one that is due already comes at once.
 *
 * A timer is named after the time it is set for, which lies ahead: no name is used again once its timer has gone off,
 * when the scheduler may be about to delete it.
 */
function timersFor(appointment: Appointment, rules: ReminderRules, now: Instant): readonly WantedTimer[] {
  const { id } = appointment;
  return remindersToPlan(appointment, rules, now).map(({ key, at: due }) => {
    const at = Math.max(due, now + margin);
    // Schedulers know whole seconds. The longest name has 63 letters of the 64 that it may have.
    const name = `reminder-${id}-${key}-${Math.ceil(at / 1000).toString(36)}`;
    return { name, at, message: { kind: 'reminder', appointment_id: id, key, planned: formatInstant(due) } };
  });
}

/**
 * Notes the timers that are wanted, before any is set. What is noted stays until its time has passed, even if it is taken
 * back: somebody slower may be about to set it.
 *
 * @returns the timers there may be; `changed` when somebody else has noted others meanwhile
 */
async function note(
  { notes, clock }: PlanPorts,
  { id: appointmentId, providerId, start: until }: Appointment,
  wanted: readonly NotedTimer[],
): Promise<readonly NotedTimer[] | 'changed'> {
  const known = await notes.get(providerId, appointmentId);
  const { timers = [], version = 0 } = known ?? {};
  const open = timers.filter(({ at }) => at > clock.now() - stillGoingOff);
  const added = wanted.filter(({ name }) => !open.some((one) => one.name === name));
  // Without timers as well: the provider may wish for some.
  if (added.length === 0 && known?.until === until) return open;
  const all = [...open, ...added.map(({ name, at }) => ({ name, at }))];
  const isSaved = await notes.save({ appointmentId, providerId, timers: all, until, version: version + 1 });
  return isSaved ? all : 'changed';
}

/** The appointment and the wishes of its provider, in one request once it is known who that is. */
async function look({ ledger, clock }: PlanPorts, id: AppointmentId, provider?: PersonId) {
  const { appointment, ...found } = await ledger.records({
    appointment: id,
    ...(provider !== undefined && { settingsOf: provider }),
  });
  if (appointment === undefined) return undefined;
  const { providerId } = appointment;
  const { settings = defaultSettings(providerId, clock.now()) } =
    provider === undefined ? await ledger.records({ settingsOf: providerId }) : found;
  const versions = `${appointment.version} ${settings.version}`;
  return { appointment, rules: rulesOf(settings.reminders), versions };
}

/** The provider's wishes in the engine's words. */
export function rulesOf({ email, sms, hoursBefore }: ReminderSettings): ReminderRules {
  return { email, sms, emailHoursBefore: hoursBefore };
}

/**
 * Asks for every appointment to come of a provider, whose wishes have changed, to be planned anew. None is missed: one
 * that is not noted yet will be by a run whose last look is still to come, and that sees the new wishes.
 */
export async function planAllOf(
  { notes, clock, queue }: Pick<PlanPorts, 'notes' | 'clock'> & { readonly queue: Queue },
  providerId: PersonId,
): Promise<void> {
  const appointments = await notes.startingAfter(providerId, clock.now());
  await queue.send(appointments.map((id): PlanMessage => ({ kind: 'plan', appointment_id: id })));
}
