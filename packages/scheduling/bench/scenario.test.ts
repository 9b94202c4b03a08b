import { expect, test } from 'vitest';
import { slots } from './scenario.ts';

const plain = {
  timeZone: 'America/New_York',
  workingHours: [{ days: [1, 2, 3, 4, 5], start: '09:00', end: '12:00' }],
  dateOverrides: [],
  busy: [{ start: '2025-01-22T15:00:00.000Z', end: '2025-01-22T10:30:00-05:00' }],
  bufferMinutes: 0,
  durationMinutes: 60,
  stepMinutes: 30,
  rangeStart: '2025-01-22T00:00:00Z',
  rangeEnd: '2025-01-23T00:00:00Z',
  now: '2025-01-01T00:00:00Z',
  minimumNoticeMinutes: 0,
};

test('answers in the text of Date#toISOString', () => {
  expect(slots(plain)).toEqual([
    '2025-01-22T14:00:00.000Z',
    '2025-01-22T15:30:00.000Z',
    '2025-01-22T16:00:00.000Z',
  ]);
});

test('takes missing lists for empty', () => {
  const { workingHours, dateOverrides, busy, ...rest } = plain;
  expect(slots({ ...rest, workingHours })).toHaveLength(5);
  expect(slots(rest)).toEqual([]);
});

test('takes an end before its start, and 24:00, for the next date', () => {
  const night = { ...plain, busy: [], rangeEnd: '2025-01-24T00:00:00Z', stepMinutes: 60 };
  const workingHours = [{ days: [3], start: '23:00', end: '01:00' }];
  expect(slots({ ...night, workingHours })).toEqual(['2025-01-23T04:00:00.000Z', '2025-01-23T05:00:00.000Z']);
  const dateOverrides = [{ date: '2025-01-22', windows: [{ start: '23:00', end: '24:00' }] }];
  expect(slots({ ...night, workingHours, dateOverrides })).toEqual(['2025-01-23T04:00:00.000Z']);
});

test('throws for what it cannot read', () => {
  expect(() => slots({ ...plain, now: 'yesterday' })).toThrow(RangeError);
  expect(() => slots({ ...plain, timeZone: 'Nowhere' })).toThrow(RangeError);
  expect(() => slots({ ...plain, workingHours: [{ days: [7], start: '09:00', end: '12:00' }] })).toThrow(
    RangeError,
  );
});
