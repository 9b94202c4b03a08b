import { formatDate } from '@punctual/scheduling/time/date.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Recurrence } from './model.ts';
import { seriesDates, weekdays } from './recurrence.ts';

const series = (
  pattern: Partial<Recurrence['pattern']>,
  range: Partial<Recurrence['range']> = {},
): Recurrence => ({
  pattern: {
    type: 'daily',
    interval: 1,
    month: 0,
    dayOfMonth: 0,
    daysOfWeek: [],
    firstDayOfWeek: 'sunday',
    index: 'first',
    ...pattern,
  },
  range: {
    type: 'noEnd',
    startDate: '2026-01-01',
    endDate: '0001-01-01',
    recurrenceTimeZone: 'UTC',
    numberOfOccurrences: 0,
    ...range,
  },
});
const dates = (recurrence: Recurrence, count: number) =>
  [...seriesDates(recurrence, Number.POSITIVE_INFINITY).take(count)].map(formatDate);

test.each([
  ['every third day', series({ interval: 3 }), ['2026-01-01', '2026-01-04', '2026-01-07']],
  [
    'the 31st, or the last day of a shorter month',
    series({ type: 'absoluteMonthly', dayOfMonth: 31 }),
    ['2026-01-31', '2026-02-28', '2026-03-31'],
  ],
  [
    'every second month’s last Friday',
    series({ type: 'relativeMonthly', interval: 2, index: 'last', daysOfWeek: ['friday'] }),
    ['2026-01-30', '2026-03-27', '2026-05-29'],
  ],
  [
    'a leap day',
    series({ type: 'absoluteYearly', month: 2, dayOfMonth: 29 }),
    ['2026-02-28', '2027-02-28', '2028-02-29'],
  ],
  [
    'the second weekday of March',
    series({
      type: 'relativeYearly',
      month: 3,
      index: 'second',
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    }),
    ['2026-03-03', '2027-03-02', '2028-03-02'],
  ],
  [
    'until a date',
    series({ interval: 2 }, { type: 'endDate', endDate: '2026-01-03' }),
    ['2026-01-01', '2026-01-03'],
  ],
  ['so many', series({}, { type: 'numbered', numberOfOccurrences: 2 }), ['2026-01-01', '2026-01-02']],
  [
    'every second week, which begins on a Monday',
    series(
      { type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'monday'], firstDayOfWeek: 'monday' },
      { startDate: '2026-01-05' },
    ),
    ['2026-01-05', '2026-01-11', '2026-01-19', '2026-01-25'],
  ],
  [
    'every second week, which begins on a Sunday',
    series({ type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'monday'] }, { startDate: '2026-01-05' }),
    ['2026-01-05', '2026-01-18', '2026-01-19', '2026-02-01'],
  ],
])('%s', (_, recurrence, expected) => {
  expect(dates(recurrence, recurrence.pattern.type === 'weekly' ? 4 : 3)).toEqual(expected);
});

test('a weekly series names every such weekday from its start on, and no other', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20_000, max: 21_000 }),
      fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
      (start, daysOfWeek) => {
        const recurrence = series({ type: 'weekly', daysOfWeek }, { startDate: formatDate(start) });
        const expected = Array.from({ length: 60 }, (_, day) => start + day).filter((day) =>
          daysOfWeek.includes(weekdays[new Date(day * 86_400_000).getUTCDay()] ?? ''),
        );
        expect([...seriesDates(recurrence, start + 59)]).toEqual(expected);
      },
    ),
  );
});
