import type { Schedule } from '../availability/schedule.ts';
import { windowsBetween } from '../availability/windows.ts';
import type { CalendarDate } from '../time/date.ts';
import { type Instant, type Interval, MINUTE } from '../time/instant.ts';
import { type Zone, zoneOf } from '../time/zone.ts';
import { StartSet } from './start-set.ts';

/** Why a start is refused, in the order in which reasons are given: of several, the first. */
export const refusalReasons = [
  'IN_THE_PAST',
  'TOO_SOON',
  'TOO_FAR',
  'OUTSIDE_WORKING_HOURS',
  'DURATION_NOT_OFFERED',
  'TIME_OFF',
  'CALENDAR_UNKNOWN',
  'BUSY',
  'HELD',
  'EXTERNAL_BUSY',
  'BUFFER',
  'CLIENT_BUSY',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What is taken already. The lists may be unsorted and overlap. */
export interface Occupied {
  readonly appointments: readonly Interval[];
  readonly holds: readonly Interval[];
  /** Busy in an external calendar. */
  readonly external: readonly Interval[];
  /** When an external calendar could not be read, so that it must be taken for busy. */
  readonly unknown: readonly Interval[];
  /** The client's own agenda. */
  readonly client: readonly Interval[];
}

/** Which durations, in minutes, can be booked; bounds included. */
export type DurationRule =
  | { readonly kind: 'range'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'list'; readonly minutes: readonly number[] };

export interface SlotQuestion {
  readonly schedule: Schedule;
  readonly occupied: Occupied;
  readonly now: Instant;
  readonly durationMinutes: number;
  readonly durations: DurationRule;
  /** Starts asked for: startsFrom ≤ start < startsBefore. */
  readonly startsFrom: Instant;
  readonly startsBefore: Instant;
  /** Every slot ends by then. May be infinite. */
  readonly endsBy: Instant;
  /** Distance of the candidates within one window, in elapsed minutes from its start. */
  readonly stepMinutes: number;
}

/** A question about one start, which need not lie on the grid. */
export type StartQuestion = Omit<SlotQuestion, 'startsFrom' | 'startsBefore' | 'endsBy' | 'stepMinutes'>;

export interface ExplainedSlot {
  readonly start: Instant;
  /** Undefined: the slot is offered. */
  readonly reason: RefusalReason | undefined;
}

/** A question with its units converted, for starts in [from, before). */
interface Inquiry {
  readonly question: StartQuestion;
  readonly zone: Zone;
  readonly today: CalendarDate;
  readonly from: Instant;
  readonly before: Instant;
  readonly duration: number;
  readonly buffer: number;
  readonly windows: readonly Interval[];
}

/**
 * What each reason forbids. This table is the only place that decides about a start: `whyRefused` and `explainSlots` ask its
 * rules one by one, `listSlots` throws together what they forbid.
 */
const rules: Record<RefusalReason, (inquiry: Inquiry, starts: StartSet) => void> = {
  IN_THE_PAST: ({ question }, starts) => starts.add(-Infinity, question.now),
  TOO_SOON: ({ question, zone, today }, starts) => {
    starts.add(-Infinity, question.now + question.schedule.minimumNoticeMinutes * MINUTE);
    if (question.schedule.sameDayBooking) return;
    for (const { start, end } of zone.spansOf(today, today)) starts.add(start, end);
  },
  TOO_FAR: ({ question, zone, today, from, before }, starts) => {
    if (question.schedule.advanceBookingDays === null) return;
    // One date more on either side of the range, because a clock that goes back past midnight returns to the date before.
    const first = Math.max(today + question.schedule.advanceBookingDays + 1, zone.toLocal(from).date - 1);
    const last = zone.toLocal(before).date + 1;
    if (first > last) return;
    for (const { start, end } of zone.spansOf(first, last)) starts.add(start, end);
  },
  OUTSIDE_WORKING_HOURS: ({ windows, duration }, starts) => {
    let outside = -Infinity;
    for (const { start, end } of windows) {
      if (end - duration < start) continue;
      starts.add(outside, start);
      outside = end - duration + 1;
    }
    starts.add(outside, Infinity);
  },
  DURATION_NOT_OFFERED: ({ question }, starts) => {
    if (!isOffered(question.durationMinutes, question.durations)) starts.add(-Infinity, Infinity);
  },
  TIME_OFF: ({ question, duration }, starts) => starts.addAround(question.schedule.timeOff, duration, 0),
  CALENDAR_UNKNOWN: ({ question, duration, buffer }, starts) =>
    starts.addAround(question.occupied.unknown, duration, buffer),
  BUSY: ({ question, duration }, starts) => starts.addAround(question.occupied.appointments, duration, 0),
  HELD: ({ question, duration }, starts) => starts.addAround(question.occupied.holds, duration, 0),
  EXTERNAL_BUSY: ({ question, duration }, starts) =>
    starts.addAround(question.occupied.external, duration, 0),
  BUFFER: ({ question, duration, buffer }, starts) => {
    starts.addAround(question.occupied.appointments, duration, buffer);
    starts.addAround(question.occupied.holds, duration, buffer);
    starts.addAround(question.occupied.external, duration, buffer);
  },
  CLIENT_BUSY: ({ question, duration }, starts) => starts.addAround(question.occupied.client, duration, 0),
};

/** Rules that forbid nothing which the other rules, or the ends of the windows, don't forbid as well. */
const impliedReasons: readonly RefusalReason[] = ['OUTSIDE_WORKING_HOURS', 'BUSY', 'HELD', 'EXTERNAL_BUSY'];

/**
 * The starts that can be booked, ascending: the points of each window's grid (its start plus a whole number of steps) that
 * no rule refuses. Linear in days, busy intervals and slots, once the input is sorted. Throws a RangeError for a step that isn't
 * positive, a range that isn't finite or an unknown zone.
 */
export function listSlots(question: SlotQuestion): Instant[] {
  const inquiry = inquire(question, question.startsFrom, question.startsBefore);
  const step = stepOf(question);
  const forbidden = new StartSet(inquiry.from, inquiry.before);
  for (const reason of refusalReasons) {
    if (!impliedReasons.includes(reason)) rules[reason](inquiry, forbidden);
  }
  const { lows, highs } = forbidden.union();
  const slots: Instant[] = [];
  let next = 0;
  let low = lows[0] ?? Infinity;
  let high = highs[0] ?? Infinity;
  for (const window of inquiry.windows) {
    const end = Math.min(window.end, question.endsBy) - inquiry.duration;
    const before = Math.min(end + 1, question.startsBefore);
    let start = gridPoint(window.start, step, question.startsFrom);
    while (start < before) {
      while (high <= start) {
        next += 1;
        low = lows[next] ?? Infinity;
        high = highs[next] ?? Infinity;
      }
      const free = Math.min(low, before);
      while (start < free) {
        slots.push(start);
        start += step;
      }
      if (start < high) start = gridPoint(start, step, high);
    }
  }
  return slots;
}

/**
 * Why an appointment cannot start at `start`, or undefined if it can. The same rules as in `listSlots`, without grid and
 * range. Throws a RangeError for a start that isn't finite or an unknown zone.
 *
 * @param asked the reasons that count, in the order in which they are given
 */
export function whyRefused(
  question: StartQuestion,
  start: Instant,
  asked: readonly RefusalReason[] = refusalReasons,
): RefusalReason | undefined {
  const inquiry = inquire(question, start, start + 1);
  return asked.find((reason) => {
    const starts = new StartSet(inquiry.from, inquiry.before);
    rules[reason](inquiry, starts);
    return starts.has(start);
  });
}

/**
 * Every point of the windows' grids in the asked range, with the reason if it is refused: what `listSlots` offers and what it
 * doesn't. A point too close to its window's end is OUTSIDE_WORKING_HOURS. Linear as `listSlots` is, and throws as it does.
 */
export function explainSlots(question: SlotQuestion): ExplainedSlot[] {
  const inquiry = inquire(question, question.startsFrom, question.startsBefore);
  const step = stepOf(question);
  const forbidden = refusalReasons.map((reason) => {
    const starts = new StartSet(inquiry.from, inquiry.before);
    rules[reason](inquiry, starts);
    return { reason, ...starts.union(), next: 0 };
  });
  const reasonAt = (start: Instant): RefusalReason | undefined => {
    for (const set of forbidden) {
      // Starts are asked for in ascending order, so every set is passed through once.
      while ((set.highs[set.next] ?? Infinity) <= start) set.next += 1;
      if ((set.lows[set.next] ?? Infinity) <= start) return set.reason;
    }
    return undefined;
  };
  const slots: ExplainedSlot[] = [];
  for (const window of inquiry.windows) {
    const before = Math.min(window.end, question.startsBefore, question.endsBy - inquiry.duration + 1);
    for (let start = gridPoint(window.start, step, question.startsFrom); start < before; start += step) {
      slots.push({ start, reason: reasonAt(start) });
    }
  }
  return slots;
}

/** At most `count` of the starts that `listSlots` gives, the nearest to `wanted` first, of two as near the earlier. */
export function nearestSlots(question: SlotQuestion, wanted: Instant, count: number): Instant[] {
  const slots = listSlots(question);
  let after = slots.findIndex((slot) => slot >= wanted);
  if (after < 0) after = slots.length;
  let before = after - 1;
  const nearest: Instant[] = [];
  while (nearest.length < count) {
    const earlier = slots[before] ?? -Infinity;
    const later = slots[after] ?? Infinity;
    if (earlier === -Infinity && later === Infinity) break;
    if (wanted - earlier <= later - wanted) {
      nearest.push(earlier);
      before -= 1;
    } else {
      nearest.push(later);
      after += 1;
    }
  }
  return nearest;
}

function inquire(question: StartQuestion, from: Instant, before: Instant): Inquiry {
  if (!Number.isFinite(from) || !Number.isFinite(before))
    throw new RangeError('the range of starts is not finite');
  const { schedule, durationMinutes } = question;
  const zone = zoneOf(schedule.timeZone);
  return {
    question,
    zone,
    today: zone.toLocal(question.now).date,
    from,
    before,
    // A duration that makes no sense is refused by its rule; the others then judge the bare start.
    duration: isDuration(durationMinutes) ? durationMinutes * MINUTE : 0,
    buffer: schedule.bufferMinutes * MINUTE,
    windows: windowsBetween(schedule, from, before),
  };
}

function stepOf({ stepMinutes }: SlotQuestion): number {
  if (!(stepMinutes > 0 && Number.isInteger(stepMinutes))) {
    throw new RangeError(`a step is a positive number of minutes: ${stepMinutes}`);
  }
  return stepMinutes * MINUTE;
}

function isDuration(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes > 0;
}

function isOffered(minutes: number, rule: DurationRule): boolean {
  if (!isDuration(minutes)) return false;
  return rule.kind === 'list'
    ? rule.minutes.includes(minutes)
    : minutes >= rule.minimum && minutes <= rule.maximum;
}

/** The first of the grid's points, `origin` plus a whole number of steps, at or after an instant. */
function gridPoint(origin: Instant, step: number, atOrAfter: Instant): Instant {
  return atOrAfter <= origin ? origin : origin + Math.ceil((atOrAfter - origin) / step) * step;
}
