import { type Appointment, isLive } from '../appointments/appointment.ts';
import { type Instant, MINUTE } from '../time/instant.ts';

export type ReminderChannel = 'email' | 'sms' | 'push';

/** One reminder of an appointment; of each key there is at most one. */
export type ReminderKey = 'email' | 'email-last' | 'sms' | 'push';

export interface Reminder {
  readonly key: ReminderKey;
  readonly channel: ReminderChannel;
  /** Elapsed time before the start, so that a change of the clocks in between moves nothing. */
  readonly at: Instant;
}

/** What a provider wants to be sent. */
export interface ReminderRules {
  readonly email: boolean;
  readonly sms: boolean;
  /** Hours before the start at which the e-mail is due. */
  readonly emailHoursBefore: number;
}

const smsMinutesBefore = 120;
const pushMinutesBefore = 30;
/** Bookings are published with mails a day and an hour before, whatever the provider has set for the first one. */
const bookingMailMinutes = { first: 24 * 60, last: 60 };

/**
 * The reminders that an appointment has, whether they are still to come or not. None for one that has ended or is under
 * way. The time is that of the appointment as it stands, so a moved appointment has moved reminders.
 */
export function remindersOf(
  appointment: Pick<Appointment, 'start' | 'status' | 'surface'>,
  rules: ReminderRules,
): readonly Reminder[] {
  if (!isLive(appointment.status) || appointment.status === 'in_progress') return [];
  // Hours may be a fraction; instants are whole milliseconds.
  const before = (minutes: number): Instant => Math.round(appointment.start - minutes * MINUTE);
  const isBooking = appointment.surface === 'bookings';
  const firstMail = isBooking ? bookingMailMinutes.first : rules.emailHoursBefore * 60;
  return [
    ...(rules.email ? [{ key: 'email', channel: 'email', at: before(firstMail) } as const] : []),
    ...(rules.email && isBooking
      ? [{ key: 'email-last', channel: 'email', at: before(bookingMailMinutes.last) } as const]
      : []),
    ...(rules.sms ? [{ key: 'sms', channel: 'sms', at: before(smsMinutesBefore) } as const] : []),
    { key: 'push', channel: 'push', at: before(pushMinutesBefore) },
  ];
}

/**
 * The reminders for which there should be a timer: those that fall due after the appointment got its time, so that one
 * booked within a reminder's lead time does without that reminder. One that is due already is among them as long as the
 * appointment has not begun: whoever sets its timer is late, and whoever sends it knows whether it was sent before.
 */
export function remindersToPlan(
  appointment: Pick<Appointment, 'start' | 'status' | 'surface' | 'createdAt' | 'reschedules'>,
  rules: ReminderRules,
  now: Instant,
): readonly Reminder[] {
  const { start, createdAt, reschedules } = appointment;
  const since = reschedules.at(-1)?.at ?? createdAt;
  return now < start ? remindersOf(appointment, rules).filter(({ at }) => at > since) : [];
}

export type ReminderVerdict = 'send' | 'ended' | 'moved' | 'too_late';

/**
 * Whether a reminder that was planned for a time is still right now: not when the appointment has ended, when it (or
 * the provider's wish) has moved since, or when it has begun meanwhile.
 *
 * @param planned the time for which it was planned
 */
export function judgeReminder(
  appointment: Pick<Appointment, 'start' | 'status' | 'surface'>,
  rules: ReminderRules,
  key: ReminderKey,
  planned: Instant,
  now: Instant,
): ReminderVerdict {
  const reminders = remindersOf(appointment, rules);
  if (reminders.length === 0) return 'ended';
  if (reminders.find((one) => one.key === key)?.at !== planned) return 'moved';
  return now < appointment.start ? 'send' : 'too_late';
}
