import { combine, type Forecaster, learn, newForecaster, voicesOf } from '../model/forecaster.ts';
import type { Decision } from './columns.ts';

/** A stream has room for all: only time limits what is learnt from it, not the size of a coach's state. */
const LIMITS = {
  terms: 128,
  termsPerColumn: 14,
  levels: Number.POSITIVE_INFINITY,
  people: Number.POSITIVE_INFINITY,
};
const MOST_OPEN = 3;

/** A decision whose outcome isn't known yet. */
interface Pending {
  readonly decision: Decision;
  readonly order: number;
  readonly voices: readonly number[];
}

/**
 * A prequential run: before each decision every earlier outcome known by then is learnt, in the order in which they became
 * known (ties in file order); then the decision is forecast, once and for all. Times are compared as text, or as numbers if
 * they are whole numbers.
 */
export class PrequentialRun {
  readonly #forecaster: Forecaster = newForecaster(LIMITS);
  readonly #pending = new Heap();
  readonly #open = new Map<string, number>();
  #order = 0;

  /** The probability of a decision's good outcome. Decisions come in the order of the file. */
  next(decision: Decision): number {
    this.#release(decision.decidedAt);
    const { person, cells } = decision;
    // How many bookings of this person have no known outcome yet: a fact about bookings, not about outcomes.
    if (person !== undefined) {
      const open = this.#open.get(person) ?? 0;
      cells['open bookings'] = Math.min(MOST_OPEN, open);
      this.#open.set(person, open + 1);
    }
    const voices = voicesOf(this.#forecaster, cells, person);
    this.#pending.push({ decision, order: this.#order++, voices });
    return combine(this.#forecaster, voices);
  }

  #release(now: string): void {
    for (let first = this.#pending.first(); first !== undefined; first = this.#pending.first()) {
      const { decision, voices } = first;
      if (compareTimes(decision.knownAt, now) > 0) return;
      this.#pending.pop();
      const { person } = decision;
      if (person !== undefined) this.#open.set(person, (this.#open.get(person) ?? 1) - 1);
      learn(this.#forecaster, decision.cells, person, decision.y, voices);
    }
  }
}

const WHOLE = /^-?\d+$/;

/** Whole numbers as numbers, all else by its letters, which suits ISO 8601 of one offset. */
export function compareTimes(a: string, b: string): number {
  if (WHOLE.test(a) && WHOLE.test(b)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The pending decision that becomes known first is on top. */
class Heap {
  readonly #items: Pending[] = [];

  first(): Pending | undefined {
    return this.#items[0];
  }

  push(item: Pending): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || comesBefore(parent, item)) break;
      items[at] = parent;
      at = above;
    }
    items[at] = item;
  }

  pop(): void {
    const items = this.#items;
    const last = items.pop();
    if (last === undefined || items.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      let child = items[below];
      const other = items[below + 1];
      if (child === undefined) break;
      if (other !== undefined && comesBefore(other, child)) {
        child = other;
        below++;
      }
      if (comesBefore(last, child)) break;
      items[at] = child;
      at = below;
    }
    items[at] = last;
  }
}

function comesBefore(a: Pending, b: Pending): boolean {
  return (compareTimes(a.decision.knownAt, b.decision.knownAt) || a.order - b.order) < 0;
}
