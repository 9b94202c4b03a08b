import type { CalendarDate } from './date.ts';
import { DAY, type Instant, type Interval, MINUTE } from './instant.ts';

/** A time zone of the IANA database, as far as the platform knows it. */
export interface Zone {
  readonly name: string;
  /** Milliseconds east of UTC at an instant. */
  offsetAt(instant: Instant): number;
  /**
   * The instant of a wall time, `minuteOfDay` minutes after the midnight that begins `date` (1440 and more: later dates).
   * Inside a gap the time moves forward by the gap, an ambiguous one is its first occurrence (RFC 5545; Temporal's `compatible`).
   */
  toInstant(date: CalendarDate, minuteOfDay: number): Instant;
  /** The local date, and the whole minutes of its wall clock. */
  toLocal(instant: Instant): { date: CalendarDate; minute: number };
  /** Whether the zone never had this date, as Apia had no 2011-12-30. */
  skips(date: CalendarDate): boolean;
  /**
   * The instants whose local date is `first`, `last` or between them, ascending. Usually one interval, two or more where a
   * clock that went back past midnight came to a date twice (Newfoundland until 2011).
   */
  spansOf(first: CalendarDate, last: CalendarDate): Interval[];
}

/** A span of time during which the zone's offset does not change. */
interface Period extends Interval {
  readonly offset: number;
}

/** Offsets are found out block by block, as they are asked for. */
const BLOCK = 128 * DAY;
/**
 * Distance of the samples within a block. Two transitions between neighbouring samples would go unseen; the closest two
 * since 1970 are seven days apart (Boa Vista in 2000, Gaza in 2040).
 */
const SAMPLE = 4 * DAY;
/** Bounds of the caches: what a caller can make the process remember has an end. */
const BLOCKS_KEPT = 512;
const ZONES_KEPT = 1024;

/**
 * The names of three letters in the IANA database. ICU knows others, which mean one thing to a person and another to it:
 * its IST is Indian, its BST Bangladeshi, its CST American.
 */
const THREE_LETTERS = new Set([
  'CET',
  'EET',
  'EST',
  'GMT',
  'HST',
  'MET',
  'MST',
  'PRC',
  'ROC',
  'ROK',
  'UCT',
  'UTC',
  'WET',
]);

class PlatformZone implements Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #blocks = new Map<number, readonly Period[]>();
  #last: Period = { start: 0, end: 0, offset: 0 };

  constructor(name: string) {
    this.name = name;
    // `longOffset` is written as GMT, GMT+05:30 or GMT-00:44:30. The year is asked for to keep the rest of the date away.
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      year: 'numeric',
      timeZoneName: 'longOffset',
    });
  }

  offsetAt(instant: Instant): number {
    const last = this.#last;
    if (instant >= last.start && instant < last.end) return last.offset;
    const period = this.#periodAt(instant);
    this.#last = period;
    return period.offset;
  }

  toInstant(date: CalendarDate, minuteOfDay: number): Instant {
    const wall = date * DAY + minuteOfDay * MINUTE;
    // No offset exceeds a day, so these two enclose every instant that could show this wall time.
    const before = this.offsetAt(wall - DAY);
    const after = this.offsetAt(wall + DAY);
    if (before === after || this.offsetAt(wall - before) === before) return wall - before;
    // The wall time is past the transition, or in its gap, where the offset before moves it forward by the gap.
    return this.offsetAt(wall - after) === after ? wall - after : wall - before;
  }

  toLocal(instant: Instant): { date: CalendarDate; minute: number } {
    const wall = instant + this.offsetAt(instant);
    const date = Math.floor(wall / DAY);
    return { date, minute: Math.floor((wall - date * DAY) / MINUTE) };
  }

  skips(date: CalendarDate): boolean {
    const wall = date * DAY;
    if (this.offsetAt(wall - DAY) === this.offsetAt(wall + 2 * DAY)) return false;
    return this.spansOf(date, date).length === 0;
  }

  spansOf(first: CalendarDate, last: CalendarDate): Interval[] {
    const spans: { start: Instant; end: Instant }[] = [];
    const until = (last + 2) * DAY;
    let at = (first - 1) * DAY;
    while (at < until) {
      const period = this.#periodAt(at);
      const start = Math.max(period.start, first * DAY - period.offset);
      const end = Math.min(period.end, (last + 1) * DAY - period.offset);
      const previous = spans.at(-1);
      if (previous !== undefined && previous.end === start && start < end) previous.end = end;
      else if (start < end) spans.push({ start, end });
      at = period.end;
    }
    return spans;
  }

  #periodAt(instant: Instant): Period {
    const index = Math.floor(instant / BLOCK);
    let block = this.#blocks.get(index);
    if (block === undefined) {
      if (this.#blocks.size >= BLOCKS_KEPT) this.#blocks.clear();
      block = this.#survey(index * BLOCK);
      this.#blocks.set(index, block);
    }
    for (const period of block) {
      if (instant < period.end) return period;
    }
    throw new RangeError(`not an instant: ${instant}`);
  }

  /** Samples one block and bisects, to the second, wherever two neighbouring samples differ. */
  #survey(blockStart: Instant): Period[] {
    const periods: Period[] = [];
    let start = blockStart;
    let offset = this.#ask(blockStart);
    for (let sample = blockStart; sample < blockStart + BLOCK; sample += SAMPLE) {
      const next = this.#ask(sample + SAMPLE);
      if (next === offset) continue;
      let before = sample;
      let after = sample + SAMPLE;
      while (after - before > 1000) {
        const middle = before + Math.floor((after - before) / 2000) * 1000;
        if (this.#ask(middle) === offset) before = middle;
        else after = middle;
      }
      // A transition on the very edge belongs to the next block.
      if (after === blockStart + BLOCK) break;
      periods.push({ start, end: after, offset });
      start = after;
      offset = next;
    }
    periods.push({ start, end: blockStart + BLOCK, offset });
    return periods;
  }

  #ask(instant: Instant): number {
    const text = this.#format.format(instant);
    const offset = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
    if (offset === null) throw new Error(`the platform wrote an offset that cannot be read: ${text}`);
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = offset;
    const size = Number(hours) * 3_600_000 + Number(minutes) * MINUTE + Number(seconds) * 1000;
    return sign === '-' ? -size : size;
  }
}

const zones = new Map<string, Zone>();

/**
 * Whether the text names a time zone of the IANA database that the platform knows (case does not matter). Offsets such as
 * +05:00 and ICU's own abbreviations such as BST do not.
 */
export function isTimeZone(name: string): boolean {
  if (zones.has(name)) return true;
  if (!/^[A-Z][A-Z0-9_+\-/]{2,63}$/i.test(name) || /^SystemV\//i.test(name)) return false;
  if (/^[A-Z]{3}$/i.test(name) && !THREE_LETTERS.has(name.toUpperCase())) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The zone of a name; zones are remembered with what is known of their offsets. Throws a RangeError where `isTimeZone` says no. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (!isTimeZone(name)) throw new RangeError(`unknown time zone: ${name}`);
  if (zones.size >= ZONES_KEPT) zones.clear();
  const zone = new PlatformZone(name);
  zones.set(name, zone);
  return zone;
}
