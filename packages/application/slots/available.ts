import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { daysToRead, occupiedBy } from '@punctual/scheduling/appointments/calendars.ts';
import {
  type DurationRule,
  explainSlots,
  listSlots,
  type RefusalReason,
  type SlotQuestion,
} from '@punctual/scheduling/slots/slots.ts';
import type { CalendarDate } from '@punctual/scheduling/time/date.ts';
import { DAY, type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { zoneOf } from '@punctual/scheduling/time/zone.ts';
import { offersAppointments, type ProviderSettings } from '../model.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import { largestBufferMinutes, readCalendars } from './read-calendars.ts';

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
  const read = await readCalendars(ports, request.providerId, undefined, daysAround(request.date));
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

export interface DayStartsRequest {
  readonly providerId: PersonId;
  /** Whose own agenda is kept clear as well; undefined: nobody's. */
  readonly clientId: PersonId | undefined;
  /** In the provider's zone; a slot belongs to the date on which it starts there. */
  readonly date: CalendarDate;
  /** All that are offered, in minutes. */
  readonly durations: readonly number[];
  readonly stepMinutes: number;
}

export interface Start {
  readonly start: Instant;
  /** Those of the durations asked for that fit, at least one, as they were asked for. */
  readonly durations: readonly number[];
}

/**
 * The starts of one date at which at least one of several durations can be booked: one round of reads. Nobody who offers
 * appointments is `not_found`.
 */
export async function dayStarts(
  ports: Pick<Ports, 'ledger' | 'clock'>,
  request: DayStartsRequest,
): Promise<Outcome<readonly Start[]>> {
  const { providerId, clientId, date, stepMinutes } = request;
  const read = await readCalendars(ports, providerId, clientId, daysAround(date));
  const { settings, calendars } = read;
  if (!offersAppointments(settings, read.provider)) return notFound('Therapist');
  const zone = zoneOf(settings.timeZone);
  const now = ports.clock.now();
  const question = {
    schedule: calendars.schedule,
    occupied: occupiedBy(calendars, read, now),
    now,
    durations: { kind: 'list', minutes: request.durations },
    startsFrom: zone.toInstant(date, 0),
    startsBefore: zone.toInstant(date + 1, 0),
    endsBy: Number.POSITIVE_INFINITY,
    stepMinutes,
  } as const;
  const offers = request.durations.flatMap((durationMinutes) =>
    listSlots({ ...question, durationMinutes }).map((start) => ({ start, durationMinutes })),
  );
  const byStart = Map.groupBy(offers, ({ start }) => start);
  return done(
    [...byStart]
      .sort(([a], [b]) => a - b)
      .map(([start, fitting]) => ({
        start,
        durations: fitting.map(({ durationMinutes }) => durationMinutes),
      })),
  );
}

/**
 * The days of an agenda on which a slot of a local date can depend, whatever the zone, which is read in the same round:
 * no local date lies further than a day from the UTC day of its name, and an overnight appointment or a buffer may reach
 * a day further.
 */
function daysAround(date: CalendarDate): [CalendarDate, CalendarDate] {
  return [date - 2, date + 3];
}

export interface RangeSlotsRequest {
  readonly providerId: PersonId;
  /** Slots lie whole in [from, to), which is at most 93 days. */
  readonly from: Instant;
  readonly to: Instant;
  /** Undefined: the provider's default. */
  readonly durationMinutes: number | undefined;
  /** Undefined: the provider's own step. */
  readonly stepMinutes: number | undefined;
  readonly durations: DurationRule;
}

export interface RangeSlots {
  readonly settings: ProviderSettings;
  readonly durationMinutes: number;
  /** Starts that can be booked, ascending. */
  readonly starts: readonly Instant[];
}

/** The slots of a range: one round of reads. `not_found` for somebody who has never saved any settings. */
export async function slotsBetween(
  ports: Pick<Ports, 'ledger' | 'clock'>,
  request: RangeSlotsRequest,
): Promise<Outcome<RangeSlots>> {
  const { providerId, from, to, durations } = request;
  const days = daysToRead({ start: from, end: to }, largestBufferMinutes);
  const read = await readCalendars(ports, providerId, undefined, [days[0] ?? 0, days.at(-1) ?? 0]);
  const { settings, calendars } = read;
  if (settings.version === 0) return notFound('Coach');
  const now = ports.clock.now();
  const durationMinutes = request.durationMinutes ?? settings.defaultDurationMinutes;
  const starts = listSlots({
    schedule: calendars.schedule,
    occupied: occupiedBy(calendars, { ...read, clientAgenda: undefined }, now),
    now,
    durations,
    durationMinutes,
    startsFrom: from,
    startsBefore: to,
    endsBy: to,
    stepMinutes: request.stepMinutes ?? settings.slotIntervalMinutes ?? settings.defaultDurationMinutes,
  });
  return done({ settings, durationMinutes, starts });
}

/** No zone is further from UTC than this. */
const widestOffset = 15 * 60 * MINUTE;

/**
 * The slots that start on dates of the provider's zone, both inclusive: one round of reads, because a range that is
 * wide enough for every zone is asked for, and the zone then says which starts belong to the dates.
 */
export async function slotsOnDates(
  ports: Pick<Ports, 'ledger' | 'clock'>,
  dates: { readonly first: CalendarDate; readonly last: CalendarDate },
  request: Omit<RangeSlotsRequest, 'from' | 'to'>,
): Promise<Outcome<RangeSlots>> {
  const from = dates.first * DAY - widestOffset;
  // The last slot may go on into the next date.
  const to = (dates.last + 2) * DAY + widestOffset;
  const found = await slotsBetween(ports, { ...request, from, to });
  if (!found.ok) return found;
  const zone = zoneOf(found.value.settings.timeZone);
  const starts = found.value.starts.filter((start) => {
    const { date } = zone.toLocal(start);
    return date >= dates.first && date <= dates.last;
  });
  return done({ ...found.value, starts });
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
