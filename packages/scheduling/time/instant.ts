import { formatDate, leadingDate, twoDigits, twoDigitsAt } from './date.ts';

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** From `start` up to, but not including, `end`. One whose end is not after its start holds nothing. */
export interface Interval {
  readonly start: Instant;
  readonly end: Instant;
}

export const MINUTE = 60_000;
export const DAY = 86_400_000;

const LAST_INSTANT = 253_402_300_799_999; // 9999-12-31T23:59:59.999Z
// Character codes; comparing these spares a string per character.
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const DIGIT_ZERO = 48;
const COLON = 58;
const UPPER_T = 84;
const UPPER_Z = 90;
const LOWER_T = 116;
const LOWER_Z = 122;

/**
 * Reads a date-time of RFC 3339 whose instant lies in the UTC years 1970 to 9999. The offset is mandatory, a fraction has at
 * most nine digits and is cut to milliseconds. Undefined for anything else: impossible dates, 24:30, a second 60 (leap
 * seconds have no instant of their own on this scale), a date without time, a missing offset.
 */
export function parseInstant(text: string): Instant | undefined {
  const date = leadingDate(text);
  const separator = text.charCodeAt(10);
  const hour = twoDigitsAt(text, 11);
  const minute = twoDigitsAt(text, 14);
  const second = twoDigitsAt(text, 17);
  if (date === undefined || (separator !== UPPER_T && separator !== LOWER_T)) return undefined;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;

  let at = 19;
  let milliseconds = 0;
  if (text.charCodeAt(at) === POINT) {
    for (at += 1; ; at++) {
      const digit = text.charCodeAt(at) - DIGIT_ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      if (at < 23) milliseconds = milliseconds * 10 + digit;
    }
    if (at === 20 || at > 29) return undefined;
    if (at === 21) milliseconds *= 100;
    else if (at === 22) milliseconds *= 10;
  }
  const offset = offsetMinutesAt(text, at);
  if (offset === undefined) return undefined;
  const seconds = (hour * 60 + minute - offset) * 60 + second;
  const instant = date * DAY + seconds * 1000 + milliseconds;
  return instant >= 0 && instant <= LAST_INSTANT ? instant : undefined;
}

/** Reads `Z` or `±hh:mm` as the whole rest of `text` from `at`: minutes east of UTC. */
function offsetMinutesAt(text: string, at: number): number | undefined {
  const sign = text.charCodeAt(at);
  if (sign === UPPER_Z || sign === LOWER_Z) return text.length === at + 1 ? 0 : undefined;
  if (sign !== PLUS && sign !== MINUS) return undefined;
  if (text.length !== at + 6 || text.charCodeAt(at + 3) !== COLON) return undefined;
  const hours = twoDigitsAt(text, at + 1);
  const minutes = twoDigitsAt(text, at + 4);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined;
  return (sign === MINUS ? -1 : 1) * (hours * 60 + minutes);
}

/**
 * Writes an instant as RFC 3339 in UTC: `2025-01-22T14:00:00Z`, with `.mmm` only where the milliseconds are not zero.
 * Throws a RangeError outside the years 0000 to 9999 or for a number that is not an integer.
 */
export function formatInstant(instant: Instant): string {
  return written(instant, minutesInShort, 'Z');
}

/** Writes an instant exactly as `Date#toISOString` does, always with milliseconds. Throws as `formatInstant` does. */
export function formatInstantInFull(instant: Instant): string {
  return written(instant, minutesInFull, '.000Z');
}

// A list of slots is written date by date and at the same times every day: the texts of both are remembered.
const minutesInShort: string[] = [];
const minutesInFull: string[] = [];
let lastDayStart = Number.NaN;
let lastDateText = '';

/** `minutes` remembers the times of day that are whole minutes; `whole` follows a time without milliseconds. */
function written(instant: Instant, minutes: string[], whole: string): string {
  if (!(instant >= lastDayStart && instant < lastDayStart + DAY)) {
    const date = Math.floor(instant / DAY);
    lastDateText = `${formatDate(date)}T`;
    lastDayStart = date * DAY;
  }
  const time = (instant - lastDayStart) | 0;
  const minute = (time / MINUTE) | 0;
  if (instant - lastDayStart !== minute * MINUTE)
    return lastDateText + timeOfDay(instant - lastDayStart, whole);
  const known = minutes[minute];
  if (known !== undefined) return lastDateText + known;
  const text = timeOfDay(time, whole);
  minutes[minute] = text;
  return lastDateText + text;
}

function timeOfDay(time: number, whole: string): string {
  if (!Number.isInteger(time)) throw new RangeError('an instant is a whole number of milliseconds');
  const minute = Math.floor(time / MINUTE);
  const clock = `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:${twoDigits(Math.floor(time / 1000) % 60)}`;
  const milliseconds = time % 1000;
  return milliseconds === 0 ? clock + whole : `${clock}.${String(milliseconds).padStart(3, '0')}Z`;
}
