/** Milliseconds since the epoch. */
export type Instant = number;

/**
 * The movable clock. While it is installed, the process's global `Date` reads it, so that handlers, libraries and the
 * imitated services all see the same time without knowing. Timers and `performance.now()` stay real.
 */
export interface Clock {
  now(): Instant;
  /** Moves to `instant`; from there time flows on, unless the clock is frozen. */
  set(instant: Instant): void;
  /** Back to real time. */
  reset(): void;
  /** Stops the flow, so that a walk through due work sees exactly the instants that it set. */
  freeze(): void;
  thaw(): void;
  /** Gives the global `Date` back. */
  uninstall(): void;
}

export interface ClockStore {
  load(): number;
  save(offsetMilliseconds: number): void;
}

const RealDate = Date;
let installed = false;

/**
 * Installs a clock whose offset to real time is kept in `store`, so that a restart goes on at the moved time.
 *
 * Throws when a clock is installed already: `Date` is one per process, and so is the cloud.
 */
export function installClock(store: ClockStore, onMove: () => void): Clock {
  if (installed) throw new Error('A local cloud is running in this process already; stop it first.');
  installed = true;
  let offset = store.load();
  let frozenAt: Instant | undefined;

  const now = () => frozenAt ?? RealDate.now() + offset;
  const MovedDate: DateConstructor = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(
        target,
        given.length === 0 ? [now()] : given,
        newTarget === MovedDate ? target : newTarget,
      ),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key, target)),
  });
  globalThis.Date = MovedDate;
  // Libraries that compare `value.constructor` with `Date` must find the one they see.
  RealDate.prototype.constructor = MovedDate;

  return {
    now,
    set(instant) {
      offset = instant - RealDate.now();
      if (frozenAt !== undefined) frozenAt = instant;
      store.save(offset);
      onMove();
    },
    reset() {
      offset = 0;
      if (frozenAt !== undefined) frozenAt = RealDate.now();
      store.save(offset);
      onMove();
    },
    freeze() {
      frozenAt ??= now();
    },
    thaw() {
      if (frozenAt === undefined) return;
      offset = frozenAt - RealDate.now();
      frozenAt = undefined;
      store.save(offset);
    },
    uninstall() {
      globalThis.Date = RealDate;
      RealDate.prototype.constructor = RealDate;
      installed = false;
    },
  };
}

const durationPattern =
  /^P(?!$)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;

/**
 * Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds; a day is 24 hours.
 * `undefined` for anything else: years and months have no fixed length.
 */
export function parseDuration(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (match === null) return undefined;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const total =
    ((((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
  return Math.round(total * 1000);
}
