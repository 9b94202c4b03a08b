/** Sums from which the quality of forecasts can be told at any time; they don't grow with the number of forecasts. */
export interface Ledger {
  count: number;
  happened: number;
  logLoss: number;
  brier: number;
  /** The same of the rate so far, which is what one would say without a model. */
  baseLogLoss: number;
  baseBrier: number;
  /** By tenths of the forecast: how many, the sum of the forecasts, how many happened. */
  readonly bins: { count: number; forecast: number; happened: number }[];
}

export interface Quality {
  readonly count: number;
  /** Share of what happened; null, as all figures, as long as nothing is known. */
  readonly rate: number | null;
  readonly logLoss: number | null;
  readonly brier: number | null;
  /** Expected calibration error over ten bins of equal width. */
  readonly calibrationError: number | null;
  readonly bias: number | null;
  readonly baseline: { readonly logLoss: number | null; readonly brier: number | null };
  /** The bins that have forecasts. */
  readonly reliability: readonly {
    readonly from: number;
    readonly to: number;
    readonly count: number;
    readonly forecast: number;
    readonly happened: number;
  }[];
}

const BINS = 10;
const LEAST = 1e-6;

/** Sums of nothing. */
export function newLedger(): Ledger {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, forecast: 0, happened: 0 }));
  return { count: 0, happened: 0, logLoss: 0, brier: 0, baseLogLoss: 0, baseBrier: 0, bins };
}

/** Enters a forecast that was made before its outcome was known. */
export function enterForecast(ledger: Ledger, p: number, outcome: 0 | 1): void {
  const base = (ledger.happened + 1) / (ledger.count + 2);
  ledger.logLoss += lossOf(p, outcome);
  ledger.brier += (p - outcome) ** 2;
  ledger.baseLogLoss += lossOf(base, outcome);
  ledger.baseBrier += (base - outcome) ** 2;
  ledger.count++;
  ledger.happened += outcome;
  const bin = ledger.bins[Math.min(BINS - 1, Math.floor(p * BINS))];
  if (bin === undefined) return;
  bin.count++;
  bin.forecast += p;
  bin.happened += outcome;
}

/** The figures of a ledger: mean log loss (natural), Brier score, calibration, and the same of the running rate. */
export function qualityOf(ledger: Ledger): Quality {
  const { count } = ledger;
  const mean = (sum: number) => (count === 0 ? null : sum / count);
  const off = ledger.bins.reduce((sum, bin) => sum + Math.abs(bin.forecast - bin.happened), 0);
  const forecast = ledger.bins.reduce((sum, bin) => sum + bin.forecast, 0);
  return {
    count,
    rate: mean(ledger.happened),
    logLoss: mean(ledger.logLoss),
    brier: mean(ledger.brier),
    calibrationError: mean(off),
    bias: mean(forecast - ledger.happened),
    baseline: { logLoss: mean(ledger.baseLogLoss), brier: mean(ledger.baseBrier) },
    reliability: ledger.bins.flatMap((bin, at) =>
      bin.count === 0
        ? []
        : [
            {
              from: at / BINS,
              to: (at + 1) / BINS,
              count: bin.count,
              forecast: bin.forecast / bin.count,
              happened: bin.happened / bin.count,
            },
          ],
    ),
  };
}

function lossOf(p: number, outcome: 0 | 1): number {
  return -Math.log(Math.max(LEAST, outcome === 1 ? p : 1 - p));
}
