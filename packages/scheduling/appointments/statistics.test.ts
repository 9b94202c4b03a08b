import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../time/instant.ts';
import { zoneOf } from '../time/zone.ts';
import type { Appointment, Status } from './appointment.ts';
import { percentage, roundTo, statisticsOf } from './statistics.ts';

function appointment(start: number, status: Status, price?: number): Appointment {
  return {
    id: 'a',
    providerId: 'p',
    clientId: 'c',
    providerAgenda: 'p',
    clientAgenda: 'c',
    start,
    durationMinutes: 30,
    status,
    kind: 'online',
    title: '',
    timeZone: 'UTC',
    price,
    initial: false,
    reschedules: [],
    createdAt: start - 2 * DAY,
    updatedAt: start,
    version: 1,
  } as unknown as Appointment;
}

describe('statistics', () => {
  const zone = zoneOf('Europe/Berlin');

  it('of nothing are zeros and gaps', () => {
    expect(statisticsOf([], zone, 30, 0)).toMatchObject({
      total: 0,
      weeklyAverage: 0,
      growth: undefined,
      peakWeekday: undefined,
      bookingAdvanceDays: undefined,
      revenue: { total: 0, completed: 0, lost: 0, average: undefined },
    });
  });

  it('count peaks in the zone of the provider, ties to the earlier', () => {
    const sundayNight = Date.parse('2026-03-01T23:30:00Z');
    const tuesday = Date.parse('2026-03-03T13:00:00Z');
    const found = statisticsOf(
      [appointment(tuesday, 'completed'), appointment(sundayNight, 'completed')],
      zone,
      7,
      1,
    );
    expect(found).toMatchObject({
      peakWeekday: 1,
      peakHour: 0,
      growth: 100,
      bookingAdvanceDays: 2,
      weeklyAverage: 2,
    });
  });

  it('add up, whatever they are of', () => {
    const any = fc.record({
      start: fc.integer({ min: 0, max: 365 * 24 * 60 }),
      status: fc.constantFrom<Status>('scheduled', 'completed', 'cancelled', 'no_show'),
      price: fc.option(fc.integer({ min: 0, max: 500 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(any), fc.integer({ min: 1, max: 93 }), (list, days) => {
        const appointments = list.map(({ start, status, price }) =>
          appointment(start * MINUTE, status, price),
        );
        const { total, byStatus, byDuration, revenue } = statisticsOf(appointments, zone, days, 0);
        const sum = (counts: ReadonlyMap<unknown, number>) => [...counts.values()].reduce((a, b) => a + b, 0);
        expect([sum(byStatus), sum(byDuration)]).toEqual([total, total]);
        expect(revenue.completed + revenue.lost).toBeLessThanOrEqual(revenue.total);
      }),
    );
  });

  it('round percentages to one decimal', () => {
    expect([percentage(38, 45), percentage(4, 45), percentage(3, 45), percentage(1, 0)]).toEqual([
      84.4, 8.9, 6.7, 0,
    ]);
    expect([roundTo(1, -0.25), roundTo(2, 1.005)]).toEqual([-0.3, 1]);
  });
});
