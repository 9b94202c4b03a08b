import {
  type Asked,
  type ClientFacts,
  clientRow,
  leadOf,
  type SlotFacts,
  slotRow,
  urgencyOf,
} from '../features/features.ts';
import { logistic, logOddsOf } from '../model/belief.ts';
import { type Cell, pushTerms, type Row, type Term } from '../model/encode.ts';
import { combine, doubtOf, evidenceOf, type Forecaster, voicesOf } from '../model/forecaster.ts';
import { personOf } from '../model/marks.ts';
import { seededNumbers } from '../model/random.ts';
import { factorsOf, type Reason, reasonsOf } from '../reasons/reasons.ts';
import { type Outlook, outlookOf } from '../reasons/words.ts';
import { type Interval, uselessGaps } from './gaps.ts';
import { DEFAULT_UTILITY, shareLeft, type Utility } from './utility.ts';

/** A slot that the engine offers: its start as an instant (milliseconds since the epoch), and its facts. */
export interface Candidate extends SlotFacts {
  readonly start: number;
}

export interface Question {
  readonly candidates: readonly Candidate[];
  readonly client: ClientFacts;
  /** The id under which the client's outcomes were learnt. */
  readonly clientId: string;
  readonly asked: Asked;
  /** The provider's taken time, sorted, without overlaps. */
  readonly busy: readonly Interval[];
  readonly limit: number;
  /** Same question, same seed, same state: same answer. */
  readonly seed: string;
  readonly utility?: Utility;
  /** The share of answers in which the last place goes to a slot drawn from all others; 0 for none. */
  readonly exploration?: number;
}

export interface Recommendation {
  readonly candidate: Candidate;
  readonly probability: number;
  /** 95 % interval of the probability: how well it is known, not how it will turn out. */
  readonly interval: readonly [low: number, high: number];
  readonly outlook: Outlook;
  readonly reasons: readonly Reason[];
  /** The value by which it was ranked. */
  readonly value: number;
  /** The probability with which this policy shows this slot in this place; to be logged with the answer. */
  readonly propensity: number;
  readonly explored: boolean;
}

const EXPLORATION = 0.05;
const NINETY_FIVE = 1.96;
const MINUTE = 60_000;

/** The best slots for this client, best first, at most `limit`. */
export function recommend(forecaster: Forecaster, question: Question): Recommendation[] {
  const { candidates, utility = DEFAULT_UTILITY, limit } = question;
  const probabilities = probabilitiesOf(forecaster, question);
  const values = candidates.map((candidate, at) =>
    worthOf(question, utility, candidate, probabilities[at] ?? 0),
  );
  const picks = pick(candidates, values, utility, limit);
  const explored = explore(question, picks);
  return explored.flatMap(({ at, value, propensity, drawn }) => {
    const candidate = candidates[at];
    if (candidate === undefined) return [];
    return {
      ...detailOf(forecaster, question, candidate, probabilities[at] ?? 0),
      value,
      propensity,
      explored: drawn,
    };
  });
}

/**
 * The probability of each candidate. Log-odds add up column by column, and slots share most of their cells, so each cell is
 * looked up once for the whole list.
 */
function probabilitiesOf(
  forecaster: Forecaster,
  { candidates, client, clientId, asked }: Question,
): number[] {
  const common = voicesOf(forecaster, clientRow(client, asked), personOf(clientId));
  const known = new Map<string, Map<Cell, readonly number[]>>();
  return candidates.map((candidate) => {
    const voices = [...common];
    const row = slotRow(candidate, asked);
    for (const column in row) {
      const cells = known.get(column) ?? new Map<Cell, readonly number[]>();
      known.set(column, cells);
      const cell = row[column];
      const shares = cells.get(cell) ?? sharesOf(forecaster, column, cell);
      cells.set(cell, shares);
      for (let at = 0; at < voices.length; at++) voices[at] = (voices[at] ?? 0) + (shares[at >> 1] ?? 0);
    }
    return combine(forecaster, voices);
  });
}

/** What a cell adds to the log-odds of each member. */
function sharesOf(forecaster: Forecaster, column: string, cell: Cell): number[] {
  const terms: Term[] = [];
  pushTerms(terms, column, cell, forecaster.spreads.get(column));
  return forecaster.members.map(({ belief }, at) => {
    const { indexes, values, own } = evidenceOf(forecaster, terms, at);
    // Without the intercept, which the common part has.
    return logOddsOf(belief, { indexes: indexes.slice(1), values: values.slice(1), own });
  });
}

function worthOf(question: Question, utility: Utility, candidate: Candidate, probability: number): number {
  const { asked, client, busy } = question;
  const { durationMinutes, start } = candidate;
  const days = leadOf(candidate, asked);
  const left = shareLeft(utility, urgencyOf(client), days, candidate.client, durationMinutes);
  const slot = { start, end: start + durationMinutes * MINUTE };
  return probability * left - utility.gapCost * uselessGaps(busy, slot, durationMinutes * MINUTE);
}

interface Pick {
  readonly at: number;
  readonly value: number;
}

/** The best candidate again and again, each date counting for less with every slot it has in the list. Ties go to the earlier. */
function pick(
  candidates: readonly Candidate[],
  values: readonly number[],
  utility: Utility,
  limit: number,
): Pick[] {
  const picks: Pick[] = [];
  const taken = new Set<number>();
  const onDate = new Map<number, number>();
  while (picks.length < Math.min(limit, candidates.length)) {
    let best: Pick | undefined;
    for (let at = 0; at < candidates.length; at++) {
      if (taken.has(at)) continue;
      const date = candidates[at]?.provider.date ?? 0;
      const value = (values[at] ?? 0) - utility.sameDateCost * (onDate.get(date) ?? 0);
      if (best === undefined || value > best.value) best = { at, value };
    }
    if (best === undefined) break;
    const date = candidates[best.at]?.provider.date ?? 0;
    onDate.set(date, (onDate.get(date) ?? 0) + 1);
    taken.add(best.at);
    picks.push(best);
  }
  return picks;
}

/** With a small probability the last place goes to one of the slots that would not have been shown, each as likely. */
function explore(
  { candidates, seed, exploration = EXPLORATION }: Question,
  picks: readonly Pick[],
): (Pick & { propensity: number; drawn: boolean })[] {
  const shown = new Set(picks.map(({ at }) => at));
  const others = candidates.flatMap((_, at) => (shown.has(at) ? [] : [at]));
  const share = others.length === 0 ? 0 : exploration;
  const random = seededNumbers(seed);
  const exploring = random() < share;
  const drawn = others[Math.floor(random() * others.length)];
  return picks.map((chosen, place) => {
    if (place < picks.length - 1) return { ...chosen, propensity: 1, drawn: false };
    if (!exploring || drawn === undefined) return { ...chosen, propensity: 1 - share, drawn: false };
    return { at: drawn, value: chosen.value, propensity: share / others.length, drawn: true };
  });
}

function detailOf(forecaster: Forecaster, question: Question, candidate: Candidate, probability: number) {
  const { client, clientId, asked } = question;
  const person = personOf(clientId);
  const row: Row = { ...clientRow(client, asked), ...slotRow(candidate, asked) };
  const logOdds = Math.log(probability / (1 - probability));
  const reach = NINETY_FIVE * doubtOf(forecaster, row, person);
  const interval: readonly [number, number] = [logistic(logOdds - reach), logistic(logOdds + reach)];
  const reasons = reasonsOf(factorsOf(forecaster, row, person, probability), row);
  return { candidate, probability, interval, outlook: outlookOf(probability), reasons };
}
