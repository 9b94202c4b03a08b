import { describe, expect, test } from 'vitest';
import type { Schedule } from '../availability/schedule.ts';
import { explainByBruteForce, MinuteTable } from '../test/brute-force.ts';
import { daily, nothingOccupied, plainQuestion, plainSchedule } from '../test/questions.ts';
import { allTransitions } from '../test/zones.ts';
import { DAY, type Instant, MINUTE } from '../time/instant.ts';
import { zoneOf } from '../time/zone.ts';
import { explainSlots, listSlots, type SlotQuestion } from './slots.ts';

/** Schedules whose windows begin, end or lie within the hours at which clocks change. */
function schedulesAround(zone: string, at: Instant): Schedule[] {
  const base = { ...plainSchedule, timeZone: zone };
  const { date } = zoneOf(zone).toLocal(at);
  return [
    // Touches itself at midnight.
    { ...base, weeklyWindows: [...daily(0, 270), ...daily(1320, 1440)] },
    // Overnight, with buffer.
    { ...base, weeklyWindows: daily(1275, 1785), bufferMinutes: 10 },
    // Begins and ends inside gaps, and over midnight.
    { ...base, weeklyWindows: [...daily(90, 150), ...daily(165, 195), ...daily(1420, 1460)] },
    // Special hours on the date of the change, the next one off, time off before.
    {
      ...base,
      weeklyWindows: daily(60, 600),
      overrides: [
        {
          date,
          windows: [
            { startMinute: 130, endMinute: 360 },
            { startMinute: 1380, endMinute: 1500 },
          ],
        },
        { date: date + 1, windows: [] },
      ],
      timeOff: [{ start: at - 3 * 60 * MINUTE, end: at - 2 * 60 * MINUTE }],
      sameDayBooking: false,
      advanceBookingDays: 1,
    },
    // Open without a gap on the dates around the change.
    {
      ...base,
      weeklyWindows: daily(0, 1440),
      overrides: [date - 3, date - 2].map((off) => ({ date: off, windows: [] })),
    },
  ];
}

function questionsAround(zone: string, at: Instant): SlotQuestion[] {
  return schedulesAround(zone, at).map((schedule, i) => ({
    ...plainQuestion,
    schedule,
    occupied: {
      ...nothingOccupied,
      appointments: [
        { start: at - 20 * MINUTE, end: at + 25 * MINUTE },
        { start: at + 8 * 60 * MINUTE, end: at + 9 * 60 * MINUTE },
      ],
      holds: [{ start: at + 100 * MINUTE, end: at + 130 * MINUTE }],
    },
    now: at - 30 * 60 * MINUTE,
    durationMinutes: [60, 30, 15, 45, 90][i] ?? 60,
    stepMinutes: [30, 45, 15, 20, 90][i] ?? 30,
    startsFrom: at - 1.5 * DAY,
    startsBefore: at + 1.5 * DAY,
    endsBy: at + 1.5 * DAY,
  }));
}

/** Questions that the engine and the brute force answer differently. */
function disagreements(zone: string, at: Instant): unknown[] {
  const table = new MinuteTable(zone, at - 4 * DAY, at + 6 * DAY);
  return questionsAround(zone, at).flatMap((question, i) => {
    const explained = explainSlots(question);
    const expected = explainByBruteForce(table, question);
    const offered = expected.filter(({ reason }) => reason === undefined).map(({ start }) => start);
    const same =
      JSON.stringify(explained) === JSON.stringify(expected) &&
      JSON.stringify(listSlots(question)) === JSON.stringify(offered);
    return same ? [] : [{ zone, at: new Date(at).toISOString(), question: i }];
  });
}

describe('slots around changes of the clock agree with the brute force', () => {
  test('every transition of every IANA zone from 2024 to 2030', () => {
    const transitions = allTransitions(Date.UTC(2024, 0, 1), Date.UTC(2031, 0, 1));
    expect(transitions.length).toBeGreaterThan(200);
    expect(transitions.flatMap(({ zone, at }) => disagreements(zone, at))).toEqual([]);
  });

  test.each([
    ['Apia loses a date', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['Fakaofo loses a date', 'Pacific/Fakaofo', '2011-12-30T11:00:00Z'],
    ['Kwajalein loses a date', 'Pacific/Kwajalein', '1993-08-21T12:00:00Z'],
    ['Lord Howe moves by half an hour', 'Australia/Lord_Howe', '2025-04-05T15:00:00Z'],
    ['St. John’s comes to a date twice', 'America/St_Johns', '2010-11-07T02:31:00Z'],
    ['Caracas moves by half an hour for good', 'America/Caracas', '2016-05-01T07:00:00Z'],
    ['Pyongyang moves by half an hour at midnight', 'Asia/Pyongyang', '2018-05-04T15:00:00Z'],
    ['Beirut has no midnight', 'Asia/Beirut', '2025-03-29T22:00:00Z'],
    ['Cairo has no midnight', 'Africa/Cairo', '2025-04-24T22:00:00Z'],
    ['Casablanca enters Ramadan', 'Africa/Casablanca', '2025-02-23T02:00:00Z'],
    ['Troll moves by two hours', 'Antarctica/Troll', '2025-03-30T01:00:00Z'],
  ])('%s', (_, zone, at) => {
    expect(disagreements(zone, Math.floor(Date.parse(at) / (15 * MINUTE)) * 15 * MINUTE)).toEqual([]);
  });
});
