import type { PackedKnowledge, Target } from '@punctual/recommendations/coach/coach.ts';
import type { Asked, ClientFacts, SlotFacts } from '@punctual/recommendations/features/features.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';

/** Whose knowledge: a provider's own, or that of all providers together. */
export type Owner = PersonId | 'everybody';

/** What was learnt about one target, as it stands in the table. */
export interface StoredKnowledge {
  readonly owner: Owner;
  readonly target: Target;
  readonly packed: PackedKnowledge;
  /** From 1. */
  readonly version: number;
}

/** What the knowledge of an appointment's outcome came to. */
export interface KnownOutcome {
  readonly happened: boolean;
  /** Kept because the model must hear the same at every replay. */
  readonly knownAt: Instant;
}

/**
 * An appointment as it was decided about: what was known when it got its time, and what was forecast then. A new one takes
 * its place when the appointment is moved.
 */
export interface Decision {
  readonly appointmentId: AppointmentId;
  readonly providerId: PersonId;
  readonly clientId: PersonId;
  /** The first appointment of these two people; only those can convert. */
  readonly initial: boolean;
  readonly decidedAt: Instant;
  readonly start: Instant;
  readonly client: ClientFacts;
  readonly asked: Asked;
  readonly slot: SlotFacts;
  readonly forecasts: Readonly<Partial<Record<Target, number>>>;
  /** Not there: still to come. Left out: nobody ever said what became of it. */
  readonly outcomes: Readonly<Partial<Record<Target, KnownOutcome | 'left_out'>>>;
  /** From 1. */
  readonly version: number;
}

/** What a client has done with a provider, as far as forecasts look at it. */
export interface ClientHistory {
  /** Appointments whose outcome isn't known yet. */
  readonly open: readonly AppointmentId[];
  /** Holds that ran out, the first twenty. */
  readonly abandoned: readonly AppointmentId[];
}

export interface ForecastWanted {
  readonly providerId: PersonId;
  readonly clientId: PersonId;
  readonly targets: readonly Target[];
}

/** Knowledge and decisions. What a request of people needs is read with its other records (`Ledger.records`). */
export interface Recommenders {
  knowledge(owner: Owner, target: Target): Promise<StoredKnowledge | undefined>;
  /** False when it has moved on since `knowledge.version - 1`. */
  saveKnowledge(knowledge: StoredKnowledge): Promise<boolean>;
  decision(id: AppointmentId): Promise<Decision | undefined>;
  /**
   * One transaction of the decision, of whether its appointment is open in the client's history, and of what its outcome
   * taught the provider. False when the decision or the knowledge has moved on since the version before.
   */
  saveDecision(decision: Decision, taught?: StoredKnowledge): Promise<boolean>;
  /** Enters a hold that ran out in the client's history, once. */
  noteAbandoned(providerId: PersonId, clientId: PersonId, hold: AppointmentId): Promise<void>;
}
