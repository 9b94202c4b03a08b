import type { DoubtRule } from '@punctual/application/messages/deliver.ts';
import type { DeliveryKey } from '@punctual/application/messages/message.ts';
import type { NoticeKind } from '@punctual/application/messages/notice.ts';
import type { AppointmentEvent } from '@punctual/scheduling/appointments/event.ts';
import { type ReminderRules, remindersOf } from '@punctual/scheduling/reminders/reminders.ts';
import { type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import type { Accepted, Doubt } from './month-storm.ts';

/** Within this, whatever befalls it, one message has come through its queue: delays, deaths, claims of the dead. */
const patience = 28 * MINUTE;

/** What a provider wished from an instant on. */
export interface Wish {
  readonly from: Instant;
  readonly rules: ReminderRules;
}

export interface History {
  readonly events: readonly AppointmentEvent[];
  readonly wishes: readonly Wish[];
  readonly accepted: readonly Accepted[];
  readonly doubts: readonly Doubt[];
  readonly doubt: DoubtRule;
  readonly coachId: string;
  readonly clientId: string;
}

export const noticeKinds: Readonly<{ [type: string]: NoticeKind }> = {
  'appointment.booked': 'booked',
  'appointment.confirmed': 'confirmed',
  'appointment.rescheduled': 'rescheduled',
  'appointment.cancelled': 'cancelled',
};

type Named = Pick<DeliveryKey, 'version' | 'kind' | 'recipient'>;

const nameOf = ({ version, kind, recipient }: Named) => `${version} ${kind} ${recipient}`;

/** Holds what was taken by the providers against what the appointment's history asks for. */
export function judge({ events, wishes, accepted, doubts, doubt, coachId, clientId }: History): {
  readonly violations: readonly string[];
  readonly doubles: number;
  readonly lost: number;
} {
  const violations: string[] = [];
  let doubles = 0;
  let lost = 0;
  const takenOf = Map.groupBy(accepted, ({ key }) => nameOf(key));
  const doubtsOf = Map.groupBy(doubts, ({ key }) => nameOf(key));
  for (const [name, { length }] of takenOf) {
    doubles += length - 1;
    // Each doubt may have been one sending that nobody knows of.
    const allowed = doubt === 'AT_MOST_ONCE' ? 1 : 1 + (doubtsOf.get(name)?.length ?? 0);
    if (length > allowed) violations.push(`${length} times instead of ${allowed}: ${name}`);
  }
  const missed = new Set<string>();
  const required = (named: Named): void => {
    const name = nameOf(named);
    if (takenOf.has(name) || missed.has(name)) return;
    missed.add(name);
    if (doubt === 'AT_MOST_ONCE' && doubtsOf.has(name)) lost += 1;
    else violations.push(`lost: ${name}`);
  };

  const endedAt =
    events.find(({ after }) => ['cancelled', 'completed', 'no_show'].includes(after.status))?.at ??
    Number.POSITIVE_INFINITY;
  // The appointment's times, each with the stretch in which it was the one that held.
  const timed = events.filter(
    ({ type }) => type === 'appointment.booked' || type === 'appointment.rescheduled',
  );
  timed.forEach(({ at: since, after: { start } }, version) => {
    const end = Math.min(timed[version + 1]?.at ?? Number.POSITIVE_INFINITY, endedAt, start);
    const reminders = (rules: ReminderRules) =>
      remindersOf({ start, status: 'scheduled', surface: 'test' }, rules);
    wishes.forEach(({ from, rules }, index) => {
      const until = Math.min(wishes[index + 1]?.from ?? Number.POSITIVE_INFINITY, end);
      // A wish is told to one queue, which tells another, before a timer is set.
      const planned = from > since ? from + 2 * patience : since + patience;
      for (const { key, at: due } of reminders(rules)) {
        if (due <= since || Math.max(due, planned) + patience >= until) continue;
        const recipients = key === 'push' ? [clientId, coachId] : [clientId];
        for (const recipient of recipients) required({ version, kind: `reminder:${key}`, recipient });
      }
    });
    for (const { key, at } of accepted) {
      if (key.version !== version || !key.kind.startsWith('reminder:')) continue;
      const rules = wishes.findLast(({ from }) => from <= at)?.rules;
      const due = rules && reminders(rules).find((one) => `reminder:${one.key}` === key.kind)?.at;
      if (due === undefined || due <= since || at < due || at >= end) {
        violations.push(`at the wrong time: ${nameOf(key)} (at ${at}, due at ${due}, until ${end})`);
      }
    }
  });

  const cancelledAt =
    events.find(({ type }) => type === 'appointment.cancelled')?.at ?? Number.POSITIVE_INFINITY;
  for (const { type, sequence, at } of events) {
    const kind = noticeKinds[type];
    if (kind === undefined) continue;
    if (kind !== 'cancelled' && cancelledAt - at < patience) continue;
    for (const recipient of [clientId, coachId]) required({ version: sequence, kind, recipient });
  }
  for (const { key, at } of accepted) {
    if (at > cancelledAt && key.kind !== 'cancelled') violations.push(`after the end: ${nameOf(key)}`);
  }
  if (events.at(-1)?.type === 'appointment.missed') {
    required({ version: timed.length - 1, kind: 'follow_up', recipient: clientId });
  }
  return { violations, doubles, lost };
}
