import { expect, test } from 'vitest';
import { isRecurrence, occurrenceOf, occurrences } from './recurrence.ts';
import { formatTime } from './times.ts';

const zone = 'Europe/Berlin';
const timed = (dateTime: string, ...recurrence: string[]) => ({
  start: { dateTime: `2027-${dateTime}`, timeZone: zone },
  end: { dateTime: `2027-${dateTime.replace(':00:00', ':45:00')}`, timeZone: zone },
  recurrence,
});
const starts = (series: ReturnType<typeof timed>, range = {}) =>
  occurrences(series, zone, range).map(({ start }) => formatTime(start, zone).slice(5, 16));

test.each([
  ['RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3', ['03-01T10:00', '03-03T10:00', '03-05T10:00']],
  ['RRULE:FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270308T090000Z', ['03-01T10:00', '03-04T10:00', '03-08T10:00']],
  ['RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=2', ['03-01T10:00', '04-05T10:00']],
])('%s', (rule, expected) => {
  expect(starts(timed('03-01T10:00:00', rule))).toEqual(expected);
});

test('a series without an end is followed within the range, and only so far without one', () => {
  const series = timed('03-01T10:00:00', 'RRULE:FREQ=DAILY');
  const after = Date.parse('2029-06-01T08:45:00Z');
  expect(starts(series, { after, before: after + 2 * 86_400_000 })).toEqual(['06-02T10:00', '06-03T10:00']);
  // It ends on the bound's instant in the first case, and a moment later in the second.
  expect(starts(series, { after: after - 1, before: after })).toEqual(['06-01T10:00']);
  expect(starts(series)).toHaveLength(730);
});

test('a wall time that a day does not have is left out and not counted (RFC 5545, 3.3.10)', () => {
  expect(starts(timed('03-27T02:00:00', 'RRULE:FREQ=DAILY;COUNT=3'))).toEqual([
    '03-27T02:00',
    '03-29T02:00',
    '03-30T02:00',
  ]);
});

test('whole days are days of the calendar', () => {
  const series = {
    start: { date: '2027-03-27' },
    end: { date: '2027-03-29' },
    recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE;VALUE=DATE:20270403'],
  };
  const [first, second] = occurrences(series, 'Pacific/Auckland');
  expect(first).toMatchObject({ suffix: '20270327', endTime: { date: '2027-03-29' } });
  expect(first?.start).toBe(Date.parse('2027-03-26T11:00:00Z'));
  expect(second?.suffix).toBe('20270410');
  expect(occurrenceOf(series, 'Pacific/Auckland', '20270410')).toEqual(second);
  expect(occurrenceOf(series, 'Pacific/Auckland', '20270403')).toBeUndefined();
});

test.each([
  'RRULE:FREQ=SOMETIMES',
  'RRULE:COUNT=3',
  'RRULE:FREQ=DAILY;COUNT=0',
  'RRULE:FREQ=DAILY;COUNT=2;UNTIL=20270401T000000Z',
  'RRULE:FREQ=DAILY;UNTIL=2027',
  'RRULE:FREQ=DAILY;OFTEN=1',
  'RRULE:FREQ=DAILY;BYDAY=XX',
  'EXRULE:FREQ=DAILY',
  'DTSTART:20270301T100000Z',
  'FREQ=DAILY',
  'EXDATE:20270301T100000Z',
])('%s alone is not a recurrence', (line) => {
  expect(isRecurrence(timed('03-01T10:00:00', line), zone)).toBe(false);
});
