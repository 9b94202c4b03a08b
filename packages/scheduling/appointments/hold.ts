import type { Instant } from '../time/instant.ts';
import type { AgendaId, AppointmentId, Kind, PersonId } from './appointment.ts';

/** Expired: nobody confirmed it in time, which makes it an abandoned booking. */
export type HoldState = 'held' | 'confirmed' | 'released' | 'expired';

/** A slot kept for a client who has not finished booking. Once confirmed it is the appointment of the same id. */
export interface Hold {
  readonly id: AppointmentId;
  readonly providerId: PersonId;
  readonly clientId: PersonId;
  readonly providerAgenda: AgendaId;
  readonly clientAgenda: AgendaId;
  readonly start: Instant;
  readonly durationMinutes: number;
  readonly kind: Kind;
  readonly title: string;
  readonly timeZone: string;
  readonly expiresAt: Instant;
  readonly state: HoldState;
  readonly createdAt: Instant;
  readonly version: number;
}
