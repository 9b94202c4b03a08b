import type { Asked, ClientFacts, SlotFacts } from '@punctual/recommendations/features/features.ts';
import type { AppointmentId, Kind } from '@punctual/scheduling/appointments/appointment.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import { type Zone, zoneOf } from '@punctual/scheduling/time/zone.ts';
import type { Person } from '../model.ts';
import type { ClientHistory } from './ports.ts';

/** The clocks by which both people live. */
export interface Clocks {
  readonly provider: Zone;
  readonly client: Zone;
}

/** A client whose zone nobody knows is taken to live by the provider's. */
export function clocksOf(providerZone: string, clientZone: string | undefined): Clocks {
  return { provider: zoneOf(providerZone), client: zoneOf(clientZone ?? providerZone) };
}

/** The moment of the decision on both clocks. */
export function askedAt(clocks: Clocks, instant: Instant): Asked {
  return { provider: clocks.provider.toLocal(instant), client: clocks.client.toLocal(instant) };
}

/** A slot as the model sees it: its start on both clocks. */
export function slotFacts(clocks: Clocks, start: Instant, durationMinutes: number, kind: Kind): SlotFacts {
  return { ...askedAt(clocks, start), durationMinutes, kind };
}

/**
 * What is known about a client at this moment. Where leads come from is not entered anywhere, so that the source only tells
 * them from clients with a login of their own.
 *
 * @param except the appointment that is being decided about
 */
export function clientFacts(
  client: Person | undefined,
  history: ClientHistory | undefined,
  except?: AppointmentId,
): ClientFacts {
  const { open = [], abandoned = [] } = history ?? {};
  return {
    ...(client?.lead && { temperature: client.lead.temperature, score: client.lead.score }),
    source: client?.lead === undefined ? 'their own registration' : 'your leads',
    abandonments: abandoned.length,
    openAppointments: open.filter((id) => id !== except).length,
  };
}
