import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Ports } from '../ports.ts';
import { type Publication, publicationsOf } from './publications.ts';

/** Where events are told to the world. */
export interface Publisher {
  /** Takes up to ten; answers how many of them, from the first, were taken. */
  publish(publications: readonly Publication[]): Promise<number>;
}

/** What `publish` takes at once. */
const atOnce = 10;

/**
 * Publishes in order, all of it.
 *
 * @throws when the bus does not take something; what came before it was published
 */
export async function publishAll(bus: Publisher, publications: readonly Publication[]): Promise<void> {
  for (let first = 0; first < publications.length; first += atOnce) {
    const group = publications.slice(first, first + atOnce);
    if ((await bus.publish(group)) < group.length) throw new Error('the bus did not take all events');
  }
}

/** Publishes all events of an appointment again, in order; consumers do what they have done already once only. */
export async function replayEvents(
  { ledger, bus }: Pick<Ports, 'ledger'> & { readonly bus: Publisher },
  appointment: AppointmentId,
): Promise<number> {
  const events = await ledger.events(appointment);
  await publishAll(bus, events.flatMap(publicationsOf));
  return events.length;
}
