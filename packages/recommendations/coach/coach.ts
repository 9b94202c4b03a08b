import { type Asked, type ClientFacts, clientRow, type SlotFacts, slotRow } from '../features/features.ts';
import {
  type Forecaster,
  forecast,
  forkForecaster,
  type Limits,
  learn,
  newForecaster,
} from '../model/forecaster.ts';
import { markOf, personOf } from '../model/marks.ts';
import { type PackedForecaster, packForecaster, unpackForecaster } from '../model/pack.ts';
import { enterForecast, type Ledger, newLedger } from '../quality/quality.ts';

/** What is forecast: that the appointment is kept, or that it leads to what the coach offers. */
export type Target = 'kept' | 'converted';

/** An outcome to learn, as of when it was decided about. */
export interface Outcome {
  /** The appointment's id. */
  readonly id: string;
  readonly target: Target;
  readonly happened: boolean;
  /** As `knownAtOf` says; the same at every replay. */
  readonly knownAt: number;
  readonly clientId: string;
  readonly client: ClientFacts;
  readonly asked: Asked;
  readonly slot: SlotFacts;
  /** The probability shown when the slot was offered, if one was. */
  readonly forecast?: number | undefined;
}

/** What is known about one target. */
export interface Knowledge {
  readonly forecaster: Forecaster;
  readonly ledger: Ledger;
  readonly learnt: Learnt;
}

/** What was learnt last: enough to know every outcome that comes again. */
export interface Learnt {
  /** Marks of the latest outcomes, with when they became known, the earliest first. */
  readonly latest: [mark: string, knownAt: number][];
  /** How many of them are kept. */
  readonly kept: number;
  /** The latest that the forgotten ones became known at; nothing known then or before is learnt any more. */
  watermark: number;
}

/** A coach's knowledge as plain JSON, for the table. A target is there once it has an outcome. */
export interface PackedKnowledge {
  readonly version: typeof MODEL_VERSION;
  readonly forecaster: PackedForecaster;
  readonly ledger: Ledger;
  readonly learnt: {
    readonly latest: readonly (readonly [string, number])[];
    readonly kept: number;
    readonly watermark: number;
  };
}

export type Learning = 'learnt' | 'known-already' | 'too-late';

/** Part of every answer; a state of another version is begun anew. */
export const MODEL_VERSION = 'belief-1';

const DAY = 86_400_000;
const COACH: Limits = { terms: 64, termsPerColumn: 10, levels: 0, people: 128 };
/** The knowledge of all coaches together has nobody's clients in it. */
const EVERYBODY: Limits = { terms: 96, termsPerColumn: 14, levels: 64, people: 0 };
/** More outcomes than that don't become known out of order: a coach has fewer in three days, all coaches in an hour. */
const COACH_MARKS = 64;
const EVERYBODY_MARKS = 512;
const LONG_AGO = Number.MIN_SAFE_INTEGER;

/**
 * When an outcome counts as known: the day after the slot, for every outcome, and later for one that came later. To learn
 * cancellations on the day they come in would teach the model from bad outcomes first, while the good ones wait for their slot.
 * Instants in milliseconds.
 */
export function knownAtOf(slotStart: number, endedAt: number): number {
  return Math.max(slotStart + DAY, endedAt);
}

/** The knowledge of all coaches together, as it begins. */
export function newEverybody(): Knowledge {
  return knowledgeOf(newForecaster(EVERYBODY), EVERYBODY_MARKS);
}

/** A new coach's knowledge: everybody's, as far as coaches differ. */
export function newCoach(everybody: Knowledge): Knowledge {
  return knowledgeOf(forkForecaster(everybody.forecaster, COACH), COACH_MARKS);
}

/**
 * Learns an outcome in place, once, in constant time. Replays and duplicates change nothing. `too-late` is an outcome that
 * became known before all of the latest ones: it may have been learnt already, so it isn't again.
 */
export function learnOutcome(knowledge: Knowledge, outcome: Outcome): Learning {
  const { forecaster, ledger, learnt } = knowledge;
  const mark = markOf(outcome.id);
  if (learnt.latest.some(([other]) => other === mark)) return 'known-already';
  if (outcome.knownAt <= learnt.watermark) return 'too-late';
  const row = rowOf(outcome);
  const person = forecaster.limits.people > 0 ? personOf(outcome.clientId) : undefined;
  const happened = outcome.happened ? 1 : 0;
  enterForecast(ledger, outcome.forecast ?? forecast(forecaster, row, person), happened);
  learn(forecaster, row, person, happened);
  const later = learnt.latest.findIndex(([, at]) => at > outcome.knownAt);
  learnt.latest.splice(later < 0 ? learnt.latest.length : later, 0, [mark, outcome.knownAt]);
  const forgotten = learnt.latest.length > learnt.kept ? learnt.latest.shift() : undefined;
  if (forgotten !== undefined) learnt.watermark = forgotten[1];
  return 'learnt';
}

/** As plain JSON for the table; the numbers are rounded, see `model/pack.ts`. */
export function packKnowledge({ forecaster, ledger, learnt }: Knowledge): PackedKnowledge {
  return {
    version: MODEL_VERSION,
    forecaster: packForecaster(forecaster),
    ledger,
    learnt: { ...learnt, latest: [...learnt.latest] },
  };
}

/** A copy: learning on it leaves the packed form as it is. Only for packs of this `MODEL_VERSION`. */
export function unpackKnowledge({ forecaster, ledger, learnt }: PackedKnowledge): Knowledge {
  return {
    forecaster: unpackForecaster(forecaster),
    ledger: { ...ledger, bins: ledger.bins.map((bin) => ({ ...bin })) },
    learnt: { ...learnt, latest: learnt.latest.map(([mark, at]) => [mark, at]) },
  };
}

function knowledgeOf(forecaster: Forecaster, kept: number): Knowledge {
  return { forecaster, ledger: newLedger(), learnt: { latest: [], kept, watermark: LONG_AGO } };
}

function rowOf({ client, asked, slot }: Outcome) {
  return { ...clientRow(client, asked), ...slotRow(slot, asked) };
}
