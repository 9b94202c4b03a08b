import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { planOf, type ReminderKey, type ReminderRules } from '@punctual/scheduling/reminders/reminders.ts';
import { formatInstant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { defaultSettings, type ReminderSettings } from '../model.ts';
import type { Ports, Queue, Timers } from '../ports.ts';

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

type PlanPorts = Pick<Ports, 'ledger' | 'clock'> & { readonly timers: Timers };

/** Rounds after which somebody else is left to go on; each needs another change in the meantime. */
const maximumRounds = 10;

/** Longer than it takes to set a timer, so that no time lies in the past when it arrives at the scheduler. */
const margin = MINUTE / 12;

/**
 * Makes the timers of an appointment what they should be by the appointment and the settings as they are now; which
 * event asks for it does not matter.
 *
 * Two of these can run at once for one appointment, and the one that read first can write last. Therefore each reads
 * again after its last write, and begins anew when a version has moved: whoever wrote for an old version puts it right
 * before it ends, and whoever dies before that is asked again by the queue. What changes after the last look has an event
 * of its own, whose run begins when all writes of this one are done. So once the queue is empty the timers are those of
 * the last version, whatever came twice, late or in another order.
 *
 * @throws when a timer could not be set, or the appointment kept changing: the same can be asked again
 */
export async function planReminders(ports: PlanPorts, id: AppointmentId): Promise<void> {
  const { timers, clock } = ports;
  for (let round = 1; round <= maximumRounds; round += 1) {
    const before = await look(ports, id);
    if (before === undefined) return;
    const { appointment, rules } = before;
    const now = clock.now();
    const { set, cancel } = planOf(appointment, rules, now);
    // All must have ended before the second look, those that failed as well.
    const writes = await Promise.allSettled([
      ...set.map(({ key, at }) => {
        const message: ReminderMessage = {
          kind: 'reminder',
          appointment_id: id,
          key,
          planned: formatInstant(at),
        };
        return timers.set(nameOf(id, key), Math.max(at, now + margin), message);
      }),
      ...cancel.map((key) => timers.cancel(nameOf(id, key))),
    ]);
    const failed = writes.find((write) => write.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const after = await look(ports, id);
    if (after?.versions === before.versions) return;
  }
  throw new Error('the appointment kept changing while its reminders were planned');
}

function nameOf(id: AppointmentId, key: ReminderKey): string {
  return `reminder-${id}-${key}`;
}

async function look({ ledger, clock }: PlanPorts, id: AppointmentId) {
  const { appointment } = await ledger.records({ appointment: id });
  if (appointment === undefined) return undefined;
  const { settings } = await ledger.records({ settingsOf: appointment.providerId });
  const { reminders, version } = settings ?? defaultSettings(appointment.providerId, clock.now());
  return { appointment, rules: rulesOf(reminders), versions: `${appointment.version} ${version}` };
}

export function rulesOf({ email, sms, hoursBefore }: ReminderSettings): ReminderRules {
  return { email, sms, emailHoursBefore: hoursBefore };
}

/** Asks for every appointment to come of a provider, whose wishes have changed, to be planned anew. */
export async function planAllOf(
  { ledger, clock, queue }: Pick<Ports, 'ledger' | 'clock'> & { readonly queue: Queue },
  providerId: PersonId,
): Promise<void> {
  const appointments = await ledger.list({ of: { providerId }, state: 'live', from: clock.now() });
  await queue.send(appointments.map(({ id }): PlanMessage => ({ kind: 'plan', appointment_id: id })));
}
