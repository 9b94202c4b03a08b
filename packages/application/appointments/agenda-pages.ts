import { type AgendaPage, daysTouched } from '@punctual/scheduling/appointments/agenda.ts';
import { type Appointment, intervalOf } from '@punctual/scheduling/appointments/appointment.ts';
import type { Ports } from '../ports.ts';

/** The pages of both agendas on which an appointment or a hold stands. */
export async function pagesOf(
  { ledger }: Pick<Ports, 'ledger'>,
  stands: Pick<Appointment, 'start' | 'durationMinutes' | 'providerAgenda' | 'clientAgenda'>,
): Promise<readonly AgendaPage[]> {
  const days = daysTouched(intervalOf(stands));
  const agendas = [...new Set([stands.providerAgenda, stands.clientAgenda])];
  const ranges = await Promise.all(
    agendas.map((agenda) => ledger.agenda(agenda, days[0] ?? 0, days.at(-1) ?? 0)),
  );
  return ranges.flatMap((range) => range.pages);
}
