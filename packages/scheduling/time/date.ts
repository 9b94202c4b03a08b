/** Days since 1970-01-01 in the proleptic Gregorian calendar: a date without a time and without a zone. */
export type CalendarDate = number;

/** 0 is Sunday, 6 is Saturday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const DIGIT_ZERO = 48;
const HYPHEN = 45;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
/** 719162 days from 0001-01-01, and 400 years before that. */
const DAYS_BEFORE_1970 = 719_162 + 146_097;
const FIRST_WRITTEN_DATE = dateOf(0, 1, 1);
const LAST_WRITTEN_DATE = dateOf(9999, 12, 31);

/**
 * Reads two decimal digits of `text` from `at`; -1 unless both are ASCII digits. Arithmetic on character codes, because
 * a year of busy time brings thousands of instants to parse.
 */
export function twoDigitsAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - DIGIT_ZERO;
  const ones = text.charCodeAt(at + 1) - DIGIT_ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Reads YYYY-MM-DD from the beginning of `text`, whatever follows. Undefined where no such date exists. */
export function leadingDate(text: string): CalendarDate | undefined {
  const century = twoDigitsAt(text, 0);
  const yearOfCentury = twoDigitsAt(text, 2);
  const month = twoDigitsAt(text, 5);
  const day = twoDigitsAt(text, 8);
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return undefined;
  if (century < 0 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) return undefined;
  const year = century * 100 + yearOfCentury;
  if (day > 28 && day > daysInMonth(year, month)) return undefined;
  return dateOf(year, month, day);
}

/** Reads a full date of RFC 3339 (`YYYY-MM-DD`, years 0000 to 9999). Undefined for anything else, 2025-02-30 included. */
export function parseDate(text: string): CalendarDate | undefined {
  return text.length === 10 ? leadingDate(text) : undefined;
}

/** Writes `YYYY-MM-DD`. Throws a RangeError for a date outside the years 0000 to 9999. */
export function formatDate(date: CalendarDate): string {
  if (!(Number.isInteger(date) && date >= FIRST_WRITTEN_DATE && date <= LAST_WRITTEN_DATE)) {
    throw new RangeError(`no calendar date of the years 0000 to 9999: ${date}`);
  }
  // The year is guessed from its mean length and put right by at most one.
  let year = Math.floor(date / 365.2425) + 1970;
  if (dateOf(year, 1, 1) > date) year -= 1;
  else if (dateOf(year + 1, 1, 1) <= date) year += 1;
  let month = 12;
  while (dateOf(year, month, 1) > date) month -= 1;
  const day = date - dateOf(year, month, 1) + 1;
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** The day of the week of a date. */
export function weekdayOf(date: CalendarDate): Weekday {
  // 1970-01-01 was a Thursday.
  return ((((date + 4) % 7) + 7) % 7) as Weekday;
}

/** Writes 0 to 99 with two digits. */
export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function dateOf(year: number, month: number, day: number): CalendarDate {
  // Counted from 0001-01-01 less 400 years, which keeps the divisions positive, so that `| 0` rounds them down.
  const past = year + 399;
  const leapDays = ((past / 4) | 0) - ((past / 100) | 0) + ((past / 400) | 0);
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  return past * 365 + leapDays - DAYS_BEFORE_1970 + (DAYS_BEFORE_MONTH[month - 1] ?? 0) + leapDay + day - 1;
}
