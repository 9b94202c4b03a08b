import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import type { Deliveries, Delivery } from './message.ts';

/** A delivery with the side that it was for. */
export interface DeliveryShown extends Delivery {
  readonly to: 'provider' | 'client';
}

/** What was sent about an appointment of a provider, or why not, in order of time; another's is `not_found`. */
export async function deliveriesOf(
  { ledger, deliveries }: Pick<Ports, 'ledger'> & { readonly deliveries: Deliveries },
  providerId: PersonId,
  id: AppointmentId,
): Promise<Outcome<readonly DeliveryShown[]>> {
  const { appointment } = await ledger.records({ appointment: id });
  if (appointment?.providerId !== providerId) return notFound('Appointment');
  const found = await deliveries.list(id);
  return done(
    found.map((one) => ({ ...one, to: one.recipient === appointment.providerId ? 'provider' : 'client' })),
  );
}
