import type { Appointment, AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { monthOf } from '@punctual/scheduling/appointments/changes.ts';
import type { AppointmentEvent } from '@punctual/scheduling/appointments/event.ts';
import { type Statistics, statisticsOf } from '@punctual/scheduling/appointments/statistics.ts';
import type { CalendarDate } from '@punctual/scheduling/time/date.ts';
import type { Interval } from '@punctual/scheduling/time/instant.ts';
import { type Zone, zoneOf } from '@punctual/scheduling/time/zone.ts';
import { defaultSettings, type Person, type ProviderSettings } from '../model.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import { countIn, liveStatuses, startOfMonthAfter } from './pages.ts';

type Reading = Pick<Ports, 'ledger' | 'directory' | 'clock'>;

/** People named on appointments, by id. */
export type People = ReadonlyMap<PersonId, Person>;

export interface DatedList {
  readonly firstDate: CalendarDate;
  readonly lastDate: CalendarDate;
  readonly appointments: readonly Appointment[];
  readonly people: People;
  readonly settings: ProviderSettings;
}

/** All appointments of a provider that start on dates of their own zone, both inclusive, cancelled ones included. */
export async function calendarOf(
  ports: Reading,
  providerId: PersonId,
  firstDate: CalendarDate,
  lastDate: CalendarDate,
): Promise<DatedList> {
  const settings = await settingsOf(ports, providerId);
  return dated(ports, settings, firstDate, lastDate);
}

/** The same for the provider's today. */
export async function todayOf(ports: Reading, providerId: PersonId): Promise<DatedList> {
  const settings = await settingsOf(ports, providerId);
  const today = zoneOf(settings.timeZone).toLocal(ports.clock.now()).date;
  return dated(ports, settings, today, today);
}

export interface UpcomingList {
  readonly appointments: readonly Appointment[];
  readonly people: People;
  readonly total: number;
}

/**
 * The next live appointments of a provider, and how many there are in all: those of later months are counted already,
 * only the rest of this month is counted here.
 */
export async function upcomingOf(ports: Reading, providerId: PersonId, limit: number): Promise<UpcomingList> {
  const query = { of: { providerId }, state: 'live', from: ports.clock.now() } as const;
  const month = monthOf(query.from);
  const [appointments, restOfMonth, tallies] = await Promise.all([
    ports.ledger.list({ ...query, limit }),
    ports.ledger.count({ ...query, before: startOfMonthAfter(month) }),
    ports.ledger.tallies(providerId, 'provider'),
  ]);
  const total = tallies
    .filter((tally) => tally.month > month)
    .reduce((sum, tally) => sum + countIn(tally, liveStatuses), restOfMonth);
  return { appointments, people: await peopleOn(ports, appointments), total };
}

export interface StatisticsRange {
  readonly firstDate: CalendarDate | undefined;
  readonly lastDate: CalendarDate | undefined;
  /** Dates counted back from the last one when no first one is given. */
  readonly days: number;
}

export interface StatisticsFound {
  readonly firstDate: CalendarDate;
  readonly lastDate: CalendarDate;
  readonly statistics: Statistics;
}

/** Figures over a period of dates in the provider's zone; without dates, the last days up to today. */
export async function statisticsFor(
  ports: Reading,
  providerId: PersonId,
  range: StatisticsRange,
): Promise<StatisticsFound> {
  const settings = await settingsOf(ports, providerId);
  const zone = zoneOf(settings.timeZone);
  const lastDate = range.lastDate ?? zone.toLocal(ports.clock.now()).date;
  const firstDate = range.firstDate ?? lastDate - range.days + 1;
  const days = lastDate - firstDate + 1;
  const of = { providerId };
  const before = spanOf(zone, firstDate - days, firstDate - 1);
  const [appointments, ...counts] = await Promise.all([
    startingIn(ports, providerId, spanOf(zone, firstDate, lastDate)),
    ports.ledger.count({ of, state: 'live', from: before.start, before: before.end }),
    ports.ledger.count({ of, state: 'ended', from: before.start, before: before.end }),
  ]);
  const previousTotal = counts.reduce((sum, count) => sum + count, 0);
  return { firstDate, lastDate, statistics: statisticsOf(appointments, zone, days, previousTotal) };
}

export interface AppointmentFound {
  readonly appointment: Appointment;
  readonly people: People;
}

/** One appointment of a provider with the people on it; another provider's is `not_found`. */
export async function appointmentOf(
  ports: Reading,
  providerId: PersonId,
  appointmentId: AppointmentId,
): Promise<Outcome<AppointmentFound>> {
  const { appointment } = await ports.ledger.records({ appointment: appointmentId });
  if (appointment?.providerId !== providerId) return notFound('Appointment');
  return done({ appointment, people: await peopleOn(ports, [appointment]) });
}

/** Everything that ever happened to one appointment of a provider, in order. */
export async function historyOf(
  ports: Reading,
  providerId: PersonId,
  appointmentId: AppointmentId,
): Promise<Outcome<readonly AppointmentEvent[]>> {
  const events = await ports.ledger.events(appointmentId);
  return events[0]?.providerId === providerId ? done(events) : notFound('Appointment');
}

/** Everybody named on appointments. */
export async function peopleOn(
  { directory }: Pick<Ports, 'directory'>,
  appointments: readonly Appointment[],
): Promise<People> {
  const ids = appointments.flatMap(({ providerId, clientId, staffId }) =>
    staffId === undefined ? [providerId, clientId] : [providerId, clientId, staffId],
  );
  return ids.length === 0 ? new Map() : directory.getMany([...new Set(ids)]);
}

async function settingsOf({ ledger, clock }: Reading, providerId: PersonId): Promise<ProviderSettings> {
  const { settings } = await ledger.records({ settingsOf: providerId });
  return settings ?? defaultSettings(providerId, clock.now());
}

async function dated(
  ports: Reading,
  settings: ProviderSettings,
  firstDate: CalendarDate,
  lastDate: CalendarDate,
): Promise<DatedList> {
  const span = spanOf(zoneOf(settings.timeZone), firstDate, lastDate);
  const appointments = await startingIn(ports, settings.providerId, span);
  return { firstDate, lastDate, appointments, people: await peopleOn(ports, appointments), settings };
}

async function startingIn(
  ports: Reading,
  providerId: PersonId,
  span: Interval,
): Promise<readonly Appointment[]> {
  const found = await Promise.all(
    (['live', 'ended'] as const).map((state) =>
      ports.ledger.list({ of: { providerId }, state, from: span.start, before: span.end }),
    ),
  );
  return found.flat().sort((a, b) => a.start - b.start);
}

/** From the first instant of one local date to the first instant after another. */
function spanOf(zone: Zone, firstDate: CalendarDate, lastDate: CalendarDate): Interval {
  return { start: zone.toInstant(firstDate, 0), end: zone.toInstant(lastDate + 1, 0) };
}
