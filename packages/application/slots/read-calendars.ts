import type { UtcDay } from '@punctual/scheduling/appointments/agenda.ts';
import type { AgendaId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Calendars } from '@punctual/scheduling/appointments/calendars.ts';
import { unknownIn } from '@punctual/scheduling/calendars/busy.ts';
import { defaultSettings, type Person, type ProviderSettings, scheduleOf } from '../model.ts';
import type { AgendaRange, Ports, Records, RecordsWanted } from '../ports.ts';

/**
 * The longest buffer that settings may have. A booking reads the days of its appointment with this buffer on either
 * side, because the provider's own buffer is read in the same round.
 */
export const largestBufferMinutes = 240;

/** 9999-12-31: later ones cannot be written, and nothing stands on them. */
const latestDay: UtcDay = 2_932_896;

export interface CalendarsRead {
  readonly calendars: Calendars;
  readonly settings: ProviderSettings;
  readonly records: Records;
  readonly provider: Person | undefined;
  readonly client: Person | undefined;
  readonly providerAgenda: AgendaId;
  readonly clientAgenda: AgendaId | undefined;
}

/**
 * One parallel round: settings, people, how far external calendars are to be believed, whatever else is wanted by key,
 * and the days of both agendas. Nearly everybody's
 * agenda has the person's own id; only for people who share one with somebody of the same e-mail address a second
 * round follows.
 */
export async function readCalendars(
  ports: Pick<Ports, 'ledger' | 'clock'>,
  providerId: PersonId,
  clientId: PersonId | undefined,
  days: readonly [UtcDay, UtcDay],
  also: RecordsWanted = {},
): Promise<CalendarsRead> {
  const { ledger, clock } = ports;
  const people = clientId === undefined ? [providerId] : [providerId, clientId];
  const guesses = [...new Set(people)].map(ownAgenda);
  const lastDay = Math.min(days[1], latestDay);
  const readDays = (agenda: AgendaId): Promise<AgendaRange> => ledger.agenda(agenda, days[0], lastDay);
  const [records, ...ranges] = await Promise.all([
    ledger.records({
      ...also,
      people: [...people, ...(also.people ?? [])],
      settingsOf: providerId,
      busySourcesOf: providerId,
    }),
    ...guesses.map(readDays),
  ]);
  const read = new Map(guesses.map((agenda, index) => [agenda, ranges[index]]));
  const provider = records.people.get(providerId);
  const client = clientId === undefined ? undefined : records.people.get(clientId);
  const providerAgenda = provider?.agenda ?? ownAgenda(providerId);
  const clientAgenda = clientId === undefined ? undefined : (client?.agenda ?? ownAgenda(clientId));

  const agendas = [
    ...new Set(clientAgenda === undefined ? [providerAgenda] : [providerAgenda, clientAgenda]),
  ];
  const found = await Promise.all(
    agendas.map(async (agenda) => read.get(agenda) ?? (await readDays(agenda))),
  );
  const settings = records.settings ?? defaultSettings(providerId, clock.now());
  return {
    calendars: {
      schedule: scheduleOf(settings),
      pages: found.flatMap((range) => range.pages),
      external: found[0]?.external ?? [],
      // Judged now: a calendar grows old without anybody writing.
      unknown: unknownIn(records.busySources, days, clock.now()),
    },
    settings,
    records,
    provider,
    client,
    providerAgenda,
    clientAgenda,
  };
}

function ownAgenda(person: PersonId): AgendaId {
  return person as string as AgendaId;
}
