/** A cell of a row: a number, a word, or nothing (which is a word of its own). */
export type Cell = number | string | undefined;
/** What is known at decision time, by column. */
export type Row = Readonly<Record<string, Cell>>;

/** A part of what a cell says: `value` units of the effect `name`. */
export interface Term {
  readonly column: string;
  readonly name: string;
  readonly value: number;
  /** `zero`: the indicator of 0; `exact`: the indicator of a whole number; `usual`: the rest. */
  readonly kind: 'usual' | 'zero' | 'exact';
}

/** Mean and sum of squared deviations of a numeric column so far (Welford), of its values and of their places. */
export interface Spread {
  count: number;
  mean: number;
  squares: number;
  placeMean: number;
  placeSquares: number;
  /** How many of them were no whole numbers. */
  fractions: number;
}

/** Distance of two knots of a numeric column, on the scale log(1 + |x|): 0, 0.7, 1.9, 3.9, 7.4, 13, 24, 41 and so on. */
const KNOT = Math.log(1.7);
/** Above it, a whole number is a magnitude and no longer a thing that comes again. */
const EXACT_BELOW = 10_000;
const DEVIATIONS = 3;

/**
 * The terms of a row. A word is an indicator. A number is a broken line over knots that widen with its size (a day more
 * matters at two days, not at forty), an indicator of zero, because none is often another kind of thing than few, and an
 * indicator of the whole number. Where a column measures (its values are no whole numbers) or its knots cannot tell its values
 * apart (years, small fractions), the standardised value joins.
 */
export function termsOf(row: Row, spreads: ReadonlyMap<string, Spread>): Term[] {
  const terms: Term[] = [];
  for (const column in row) pushTerms(terms, column, row[column], spreads.get(column));
  return terms;
}

/** The terms of one cell, put behind the others. @param spread of the column, if it has numbers */
export function pushTerms(terms: Term[], column: string, cell: Cell, spread: Spread | undefined): void {
  if (typeof cell !== 'number' || !Number.isFinite(cell)) {
    terms.push({
      column,
      name: `${column}=${typeof cell === 'string' ? cell : ''}`,
      value: 1,
      kind: 'usual',
    });
    return;
  }
  const place = Math.abs(placeOf(cell));
  const knot = Math.floor(place);
  const past = place - knot;
  const sign = cell < 0 ? '-' : '';
  terms.push({ column, name: `${column}~${sign}${knot}`, value: 1 - past, kind: 'usual' });
  if (past > 0) terms.push({ column, name: `${column}~${sign}${knot + 1}`, value: past, kind: 'usual' });
  if (cell === 0) terms.push({ column, name: `${column}~zero`, value: 1, kind: 'zero' });
  const slope = slopeOf(cell, spread);
  if (slope !== 0) terms.push({ column, name: `${column}/`, value: slope, kind: 'usual' });
  if (Math.abs(cell) < EXACT_BELOW) {
    terms.push({ column, name: `${column}:${Math.round(cell)}`, value: 1, kind: 'exact' });
  }
}

/** Takes a row's numbers into the spreads. */
export function noteSpreads(row: Row, spreads: Map<string, Spread>): void {
  for (const column in row) {
    const cell = row[column];
    if (typeof cell !== 'number' || !Number.isFinite(cell)) continue;
    const spread = spreads.get(column) ?? newSpread();
    spreads.set(column, spread);
    spread.count++;
    const off = cell - spread.mean;
    spread.mean += off / spread.count;
    spread.squares += off * (cell - spread.mean);
    const place = placeOf(cell);
    const placeOff = place - spread.placeMean;
    spread.placeMean += placeOff / spread.count;
    spread.placeSquares += placeOff * (place - spread.placeMean);
    if (!Number.isInteger(cell)) spread.fractions++;
  }
}

function newSpread(): Spread {
  return { count: 0, mean: 0, squares: 0, placeMean: 0, placeSquares: 0, fractions: 0 };
}

/** Where a number lies, in knots. */
function placeOf(cell: number): number {
  return (Math.sign(cell) * Math.log1p(Math.abs(cell))) / KNOT;
}

/** The standardised value, as far as the column measures rather than counts, or falls between two knots. */
function slopeOf(cell: number, spread: Spread | undefined): number {
  if (spread === undefined || spread.count < 2 || spread.squares <= 0) return 0;
  const blur = 1 - Math.sqrt(spread.placeSquares / spread.count);
  const share = Math.max(blur, spread.fractions / spread.count);
  if (share <= 0) return 0;
  const deviations = (cell - spread.mean) / Math.sqrt(spread.squares / spread.count);
  return share * Math.max(-DEVIATIONS, Math.min(DEVIATIONS, deviations));
}
