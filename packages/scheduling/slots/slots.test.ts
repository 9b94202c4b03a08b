import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainByBruteForce, MinuteTable } from '../test/brute-force.ts';
import { anyQuestion, daily, nothingOccupied, plainQuestion, plainSchedule } from '../test/questions.ts';
import { DAY, formatInstant, type Instant, type Interval, MINUTE } from '../time/instant.ts';
import {
  explainSlots,
  listSlots,
  nearestSlots,
  type Occupied,
  refusalReasons,
  type SlotQuestion,
  whyRefused,
} from './slots.ts';

const AROUND = Date.UTC(2025, 2, 30);
const HOUR = 60 * MINUTE;
const day = plainQuestion.startsFrom;

/** Hours of plainQuestion's day. */
function hours(from: number, to: number): Interval {
  return { start: day + from * HOUR, end: day + to * HOUR };
}

function asked(change: Partial<SlotQuestion>, occupied: Partial<Occupied> = {}): SlotQuestion {
  return { ...plainQuestion, ...change, occupied: { ...nothingOccupied, ...occupied } };
}

function times(starts: readonly Instant[]): string[] {
  return starts.map((start) => formatInstant(start).slice(11, 16));
}

describe('listSlots', () => {
  test('gives the grid of a window up to the last start that fits', () => {
    expect(times(listSlots(asked({ stepMinutes: 60 })))).toEqual([
      '09:00',
      '10:00',
      '11:00',
      '12:00',
      '13:00',
      '14:00',
      '15:00',
      '16:00',
    ]);
  });

  test('keeps the grid after an appointment that ends beside it', () => {
    const question = asked({ stepMinutes: 60 }, { appointments: [hours(9.25, 10.1)] });
    expect(times(listSlots(question)).slice(0, 2)).toEqual(['11:00', '12:00']);
  });

  test('keeps the buffer on both sides of appointments, holds and external events, and allows touching it', () => {
    const schedule = { ...plainSchedule, bufferMinutes: 30 };
    for (const kind of ['appointments', 'holds', 'external', 'unknown'] as const) {
      const question = asked({ schedule }, { [kind]: [hours(12, 13)] });
      const offered = times(listSlots(question));
      expect(offered).toContain('10:30');
      expect(offered).not.toContain('11:00');
      expect(offered).not.toContain('13:00');
      expect(offered).toContain('13:30');
    }
  });

  test('keeps no buffer around time off and the client’s own agenda', () => {
    const timeOff = asked({
      schedule: { ...plainSchedule, bufferMinutes: 30, timeOff: [hours(12, 13)] },
    });
    const client = asked({ schedule: { ...plainSchedule, bufferMinutes: 30 } }, { client: [hours(12, 13)] });
    for (const question of [timeOff, client]) {
      const offered = times(listSlots(question));
      expect(offered).toContain('11:00');
      expect(offered).not.toContain('11:30');
      expect(offered).not.toContain('12:30');
      expect(offered).toContain('13:00');
    }
  });

  test('takes no notice of empty and inverted intervals', () => {
    const strange = [hours(12, 12), hours(14, 13)];
    const question = asked(
      { schedule: { ...plainSchedule, bufferMinutes: 15, timeOff: strange } },
      { appointments: strange, holds: strange, external: strange, unknown: strange, client: strange },
    );
    expect(listSlots(question)).toEqual(listSlots(asked({})));
  });

  test('offers nothing for a duration that is not on offer', () => {
    expect(listSlots(asked({ durations: { kind: 'list', minutes: [30, 90] } }))).toEqual([]);
    for (const durationMinutes of [0, -60, 45.5, Number.NaN, Infinity]) {
      expect(
        listSlots(asked({ durationMinutes, durations: { kind: 'range', minimum: -100, maximum: 500 } })),
      ).toEqual([]);
    }
  });

  test('ends every slot within the range', () => {
    const question = asked({ endsBy: day + 12 * HOUR });
    expect(times(listSlots(question)).at(-1)).toBe('11:00');
    expect(times(listSlots(asked({ endsBy: Infinity }))).at(-1)).toBe('16:00');
  });

  test('gives nothing for an empty or inverted range', () => {
    expect(listSlots(asked({ startsBefore: day }))).toEqual([]);
    expect(listSlots(asked({ startsBefore: day - DAY }))).toEqual([]);
  });

  test('throws for a step or a range that would never end', () => {
    for (const stepMinutes of [0, -5, Number.NaN, 0.5]) {
      expect(() => listSlots(asked({ stepMinutes }))).toThrow(RangeError);
    }
    expect(() => listSlots(asked({ startsBefore: Infinity }))).toThrow(RangeError);
    expect(() => listSlots(asked({ startsFrom: Number.NaN }))).toThrow(RangeError);
  });

  test('counts the steps of a week without gaps from 2000-01-01, whatever range is asked', () => {
    const schedule = { ...plainSchedule, weeklyWindows: daily(0, 1440), timeZone: 'Europe/Paris' };
    const question = asked({ schedule, stepMinutes: 50, durationMinutes: 25 });
    const anchor = Date.parse('1999-12-31T23:00:00Z');
    const slots = listSlots(question);
    expect(slots.length).toBe(28);
    expect(slots.map((slot) => (slot - anchor) % (50 * MINUTE))).toEqual(slots.map(() => 0));
    // An override that breaks the chain starts it anew.
    const broken = { ...schedule, overrides: [{ date: 19_000, windows: [] }] };
    const restart = Date.parse('2022-01-08T23:00:00Z');
    const later = listSlots({ ...question, schedule: broken });
    expect(later.map((slot) => (slot - restart) % (50 * MINUTE))).toEqual(later.map(() => 0));
  });
});

describe('reasons', () => {
  const everyReason = {
    IN_THE_PAST: asked({ now: day + 13 * HOUR }),
    TOO_SOON: asked({ now: day + 11 * HOUR, schedule: { ...plainSchedule, minimumNoticeMinutes: 61 } }),
    TOO_FAR: asked({ now: day - 3 * DAY, schedule: { ...plainSchedule, advanceBookingDays: 2 } }),
    OUTSIDE_WORKING_HOURS: asked({ schedule: { ...plainSchedule, weeklyWindows: daily(0, 750) } }),
    DURATION_NOT_OFFERED: asked({ durations: { kind: 'range', minimum: 61, maximum: 90 } }),
    TIME_OFF: asked({ schedule: { ...plainSchedule, timeOff: [hours(12.9, 14)] } }),
    CALENDAR_UNKNOWN: asked({}, { unknown: [hours(0, 24)] }),
    BUSY: asked({}, { appointments: [hours(12.5, 13)] }),
    HELD: asked({}, { holds: [hours(12.5, 13)] }),
    EXTERNAL_BUSY: asked({}, { external: [hours(12.5, 13)] }),
    BUFFER: asked({ schedule: { ...plainSchedule, bufferMinutes: 15 } }, { holds: [hours(13.1, 14)] }),
    CLIENT_BUSY: asked({}, { client: [hours(11, 12.1)] }),
  };

  test.each(refusalReasons)('%s', (reason) => {
    expect(whyRefused(everyReason[reason], day + 12 * HOUR)).toBe(reason);
    expect(explainSlots(everyReason[reason])).toContainEqual({ start: day + 12 * HOUR, reason });
    expect(listSlots(everyReason[reason])).not.toContain(day + 12 * HOUR);
  });

  test('of several the first is given', () => {
    const everything = asked(
      { schedule: { ...plainSchedule, bufferMinutes: 15, timeOff: [hours(12, 13)] } },
      {
        appointments: [hours(12, 13)],
        holds: [hours(12, 13)],
        external: [hours(12, 13)],
        unknown: [hours(12, 13)],
        client: [hours(12, 13)],
      },
    );
    expect(whyRefused(everything, day + 12 * HOUR)).toBe('TIME_OFF');
    expect(whyRefused(everything, day + 13 * HOUR)).toBe('CALENDAR_UNKNOWN');
    const { occupied } = everything;
    expect(whyRefused({ ...everything, occupied: { ...occupied, unknown: [] } }, day + 13 * HOUR)).toBe(
      'BUFFER',
    );
    const busy = { ...everything, schedule: plainSchedule, occupied: { ...occupied, unknown: [] } };
    expect(whyRefused(busy, day + 12 * HOUR)).toBe('BUSY');
    expect(whyRefused({ ...busy, durationMinutes: 500 }, day + 12 * HOUR)).toBe('OUTSIDE_WORKING_HOURS');
    expect(whyRefused({ ...busy, now: day + 20 * HOUR }, day + 12 * HOUR)).toBe('IN_THE_PAST');
  });

  test('today is a local date, and so is the horizon', () => {
    const schedule = { ...plainSchedule, timeZone: 'Asia/Tokyo', weeklyWindows: daily(0, 1440) };
    // 2025-01-22T14:30Z is 23:30 in Tokyo: the date ends half an hour later.
    const now = day + 14.5 * HOUR;
    const sameDay = asked({ now, schedule: { ...schedule, sameDayBooking: false }, durationMinutes: 15 });
    expect(whyRefused(sameDay, day + 14.75 * HOUR)).toBe('TOO_SOON');
    expect(whyRefused(sameDay, day + 15 * HOUR)).toBe(undefined);
    const horizon = asked({ now, schedule: { ...schedule, advanceBookingDays: 0 }, durationMinutes: 15 });
    expect(whyRefused(horizon, day + 14.75 * HOUR)).toBe(undefined);
    expect(whyRefused(horizon, day + 15 * HOUR)).toBe('TOO_FAR');
  });

  test('a start needs no grid', () => {
    expect(whyRefused(asked({}), day + 9 * HOUR + 7 * MINUTE + 1)).toBe(undefined);
    expect(whyRefused(asked({}), day + 9 * HOUR - 1)).toBe('OUTSIDE_WORKING_HOURS');
    expect(whyRefused(asked({}), day + 16 * HOUR + 1)).toBe('OUTSIDE_WORKING_HOURS');
  });
});

describe('nearestSlots', () => {
  const question = asked({ stepMinutes: 60 }, { appointments: [hours(12, 13)] });

  test('gives the nearest first, the earlier of two as near', () => {
    expect(times(nearestSlots(question, day + 12 * HOUR, 3))).toEqual(['11:00', '13:00', '10:00']);
  });

  test('stops where there are no more, and beyond either end', () => {
    expect(nearestSlots(question, day + 12 * HOUR, 99).toSorted()).toEqual(listSlots(question).toSorted());
    expect(times(nearestSlots(question, day, 2))).toEqual(['09:00', '10:00']);
    expect(times(nearestSlots(question, day + DAY, 2))).toEqual(['16:00', '15:00']);
    expect(nearestSlots(question, day, 0)).toEqual([]);
  });
});

describe('properties', () => {
  test('the engine agrees with the brute force', () => {
    for (const zone of ['Europe/Dublin', 'Africa/Cairo', 'America/New_York', 'Africa/Casablanca']) {
      const table = new MinuteTable(zone, AROUND - 9 * DAY, AROUND + 9 * DAY);
      fc.assert(
        fc.property(anyQuestion(AROUND, zone), (question) => {
          expect(explainSlots(question)).toEqual(explainByBruteForce(table, question));
        }),
        { numRuns: 60 },
      );
    }
  });

  test('listing, explaining and booking agree', () => {
    fc.assert(
      fc.property(anyQuestion(AROUND), (question) => {
        const explained = explainSlots(question);
        expect(explained).toEqual(
          explained.map(({ start }) => ({ start, reason: whyRefused(question, start) })),
        );
        const offered = explained.filter(({ reason }) => reason === undefined);
        expect(listSlots(question)).toEqual(offered.map(({ start }) => start));
      }),
      { numRuns: 300 },
    );
  });

  test('what is listed does not depend on the range asked', () => {
    fc.assert(
      fc.property(anyQuestion(AROUND), fc.double({ min: 0, max: 1, noNaN: true }), (question, share) => {
        const { startsFrom, startsBefore } = question;
        const middle = startsFrom + Math.floor((share * (startsBefore - startsFrom)) / MINUTE) * MINUTE;
        const whole = { ...question, endsBy: Infinity };
        const parts = [
          ...listSlots({ ...whole, startsBefore: middle }),
          ...listSlots({ ...whole, startsFrom: middle }),
        ];
        expect(parts).toEqual(listSlots(whole));
      }),
      { numRuns: 300 },
    );
  });

  test('no slot comes nearer than the buffer to anything taken, and none overlaps time off or the client', () => {
    fc.assert(
      fc.property(anyQuestion(AROUND), (question) => {
        const { occupied, schedule, durationMinutes } = question;
        const buffer = schedule.bufferMinutes * MINUTE;
        for (const start of listSlots(question)) {
          const end = start + durationMinutes * MINUTE;
          const near = ({ start: from, end: to }: Interval): boolean =>
            from < to && start - buffer < to && from < end + buffer;
          const meets = ({ start: from, end: to }: Interval): boolean =>
            from < to && start < to && from < end;
          const { appointments, holds, external, unknown, client } = occupied;
          expect([appointments, holds, external, unknown].flat().some(near)).toBe(false);
          expect([client, schedule.timeOff].flat().some(meets)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('the order of what is taken does not matter', () => {
    fc.assert(
      fc.property(anyQuestion(AROUND), (question) => {
        const occupied = Object.fromEntries(
          Object.entries(question.occupied).map(([kind, intervals]) => [kind, intervals.toReversed()]),
        ) as unknown as Occupied;
        expect(explainSlots({ ...question, occupied })).toEqual(explainSlots(question));
      }),
      { numRuns: 100 },
    );
  });
});
