import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Recovery } from '@punctual/scheduling/recovery/recovery.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';

/** Abandoned bookings, each under its hold. */
export interface Recoveries {
  get(id: AppointmentId): Promise<Recovery | undefined>;
  /** False when the hold has one already. */
  enter(recovery: Recovery): Promise<boolean>;
  /** False when it has moved on since `before`. */
  save(recovery: Recovery, before: Recovery): Promise<boolean>;
  /** A provider's, most recently abandoned first. The index follows the table after a moment. */
  list(providerId: PersonId, limit: number): Promise<readonly Recovery[]>;
  /** Those of one client with one provider, from the same index's twin. */
  ofClient(providerId: PersonId, clientId: PersonId): Promise<readonly Recovery[]>;
  /** Counted over all of a provider's, in one request. */
  totals(providerId: PersonId): Promise<RecoveryTotals>;
  /** The client wants no recovery mail of this provider any more. The first time stands. */
  optOut(providerId: PersonId, clientId: PersonId, at: Instant): Promise<void>;
}

export interface RecoveryTotals {
  readonly abandoned: number;
  readonly recovered: number;
}
