import { daysTouched } from '@punctual/scheduling/appointments/agenda.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { occupiedBy } from '@punctual/scheduling/appointments/calendars.ts';
import { type DurationRule, nearestSlots, type RefusalReason } from '@punctual/scheduling/slots/slots.ts';
import { DAY, type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import type { Failure } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import { readCalendars } from './read-calendars.ts';

/** How far around the refused time free slots are looked for. */
const daysBefore = 3;
const daysAfter = 14;

export interface RefusedSlot {
  readonly providerId: PersonId;
  readonly clientId: PersonId;
  readonly start: Instant;
  readonly durationMinutes: number;
  readonly durations: DurationRule;
  /** The appointment that was to be moved does not stand in its own way. */
  readonly except?: string;
}

/** The refusal with up to three of the nearest slots that are free for both people now. */
export async function refuseSlot(
  ports: Pick<Ports, 'ledger' | 'clock'>,
  refused: RefusedSlot,
  reason: RefusalReason,
): Promise<Failure> {
  const now = ports.clock.now();
  const from = Math.max(now, refused.start - daysBefore * DAY);
  const to = Math.min(from + (daysBefore + daysAfter) * DAY, latestInstant);
  const days = daysTouched({ start: from - DAY, end: to + DAY });
  const read = await readCalendars(ports, refused.providerId, refused.clientId, [
    days[0] ?? 0,
    days[days.length - 1] ?? 0,
  ]);
  const { settings, calendars } = read;
  const durationMinutes =
    reason === 'DURATION_NOT_OFFERED' ? settings.defaultDurationMinutes : refused.durationMinutes;
  const starts = nearestSlots(
    {
      schedule: calendars.schedule,
      occupied: occupiedBy(calendars, read, now, refused.except),
      now,
      durationMinutes,
      durations: refused.durations,
      startsFrom: from,
      startsBefore: to,
      endsBy: to + durationMinutes * MINUTE,
      stepMinutes: settings.slotIntervalMinutes ?? settings.defaultDurationMinutes,
    },
    refused.start,
    3,
  );
  return {
    kind: 'slot_refused',
    reason,
    alternatives: starts.map((start) => ({ start, durationMinutes })),
  };
}

/** 9999-12-31: no date beyond it can be written. */
const latestInstant = 253_402_214_400_000;
