import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLive, type Status } from './appointment.ts';
import { mayBecome, type Standing } from './lifecycle.ts';

const statuses: readonly Status[] = [
  'scheduled',
  'confirmed',
  'in_progress',
  'completed',
  'cancelled',
  'no_show',
];
const anyStatus = fc.constantFrom(...statuses);
const anyStanding = fc.constantFrom<Standing>('provider', 'client', 'system');
const start = 1_000_000;
const anyTime = fc.integer({ min: 0, max: 2 * start });

describe('life cycle', () => {
  it('never leaves an ended state, and never goes back', () => {
    const order: Record<Status, number> = {
      scheduled: 0,
      confirmed: 1,
      in_progress: 2,
      completed: 3,
      cancelled: 3,
      no_show: 3,
    };
    fc.assert(
      fc.property(anyStatus, anyStatus, anyStanding, anyTime, (status, to, standing, now) => {
        if (!mayBecome({ status, start }, to, standing, now)) return;
        expect(isLive(status)).toBe(true);
        expect(order[to]).toBeGreaterThan(order[status]);
      }),
    );
  });

  it('knows of a no-show only once the start has come', () => {
    fc.assert(
      fc.property(anyStatus, anyStanding, fc.integer({ min: 0, max: start - 1 }), (status, standing, now) => {
        expect(mayBecome({ status, start }, 'no_show', standing, now)).toBe(false);
      }),
    );
  });

  it('lets only a provider close what nobody confirmed, from the start on', () => {
    for (const to of ['in_progress', 'completed'] as const) {
      const open = { status: 'scheduled', start } as const;
      expect(mayBecome(open, to, 'provider', start)).toBe(true);
      expect(mayBecome(open, to, 'provider', start - 1)).toBe(false);
      expect(mayBecome(open, to, 'client', start)).toBe(false);
    }
  });

  it('gives every way from booking to an end', () => {
    const ways: [Status, Status][] = [
      ['scheduled', 'confirmed'],
      ['scheduled', 'cancelled'],
      ['confirmed', 'in_progress'],
      ['confirmed', 'cancelled'],
      ['in_progress', 'completed'],
      ['in_progress', 'no_show'],
    ];
    for (const [status, to] of ways) expect(mayBecome({ status, start }, to, 'client', start)).toBe(true);
    expect(mayBecome({ status: 'in_progress', start }, 'cancelled', 'provider', start)).toBe(false);
  });
});
