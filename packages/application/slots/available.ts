import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { occupiedBy } from '@punctual/scheduling/appointments/calendars.ts';
import {
  type DurationRule,
  explainSlots,
  listSlots,
  type RefusalReason,
  type SlotQuestion,
} from '@punctual/scheduling/slots/slots.ts';
import type { CalendarDate } from '@punctual/scheduling/time/date.ts';
import { type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { zoneOf } from '@punctual/scheduling/time/zone.ts';
import type { ProviderSettings } from '../model.ts';
import type { Ports } from '../ports.ts';
import { readCalendars } from './read-calendars.ts';

export interface DaySlotsRequest {
  readonly providerId: PersonId;
  /** In the provider's zone; a slot belongs to the date on which it starts there. */
  readonly date: CalendarDate;
  /** Undefined: the provider's default. */
  readonly durationMinutes: number | undefined;
  readonly durations: DurationRule;
}

export interface DaySlots {
  readonly settings: ProviderSettings;
  readonly standardMinutes: number;
  /** Every start on the grid, with the reason where it is not offered. */
  readonly standard: readonly { readonly start: Instant; readonly reason: RefusalReason | undefined }[];
  /** How many starts an empty day has. */
  readonly total: number;
  /** Starts at which twice the standard duration fits as well. */
  readonly extended: ReadonlySet<Instant>;
}

/** The slots of one date: one round of reads, however full the day is. */
export async function daySlots(
  ports: Pick<Ports, 'ledger' | 'clock'>,
  request: DaySlotsRequest,
): Promise<DaySlots> {
  // The provider's zone is read in the same round; no local date lies further than a day from the UTC day of its name,
  // and an overnight appointment or a buffer may reach a day further.
  const read = await readCalendars(ports, request.providerId, undefined, [
    request.date - 2,
    request.date + 3,
  ]);
  const { settings, calendars } = read;
  const zone = zoneOf(settings.timeZone);
  const now = ports.clock.now();
  const standardMinutes = request.durationMinutes ?? settings.defaultDurationMinutes;
  const startsBefore = zone.toInstant(request.date + 1, 0);
  const question = {
    schedule: calendars.schedule,
    occupied: occupiedBy(calendars, { ...read, clientAgenda: undefined }, now),
    now,
    durations: request.durations,
    durationMinutes: standardMinutes,
    startsFrom: zone.toInstant(request.date, 0),
    startsBefore,
    endsBy: startsBefore + 2 * standardMinutes * MINUTE,
    stepMinutes: settings.slotIntervalMinutes ?? settings.defaultDurationMinutes,
  };
  return {
    settings,
    standardMinutes,
    standard: explainSlots(question),
    total: listSlots(emptied(question)).length,
    extended: new Set(listSlots({ ...question, durationMinutes: 2 * standardMinutes })),
  };
}

/** The same day with nothing in the way: neither appointments nor time off, nor how near or far it is. */
function emptied(question: SlotQuestion): SlotQuestion {
  const schedule = {
    ...question.schedule,
    timeOff: [],
    minimumNoticeMinutes: 0,
    advanceBookingDays: null,
    sameDayBooking: true,
  };
  const occupied = { appointments: [], holds: [], external: [], unknown: [], client: [] };
  return { ...question, schedule, occupied, now: question.startsFrom };
}
