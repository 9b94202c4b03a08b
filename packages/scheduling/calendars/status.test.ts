import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ConnectionStatus, type Happening, statusAfter } from './status.ts';

const statuses = fc.constantFrom<ConnectionStatus>('active', 'needs_reauth', 'error', 'paused');
const happenings = fc.constantFrom<Happening>('works', 'reconnected', 'revoked', 'refused', 'switched');

it('leaves `needs_reauth` only by connecting again, and is `paused` only while switched off', () => {
  fc.assert(
    fc.property(statuses, happenings, fc.boolean(), (status, happening, enabled) => {
      const next = statusAfter(status, happening, enabled);
      if (status === 'needs_reauth' && happening !== 'reconnected') expect(next).toBe('needs_reauth');
      if (next === 'paused') expect(enabled).toBe(false);
      if (next === 'active') expect(enabled).toBe(true);
      // The same news twice is the same as once.
      expect(statusAfter(next, happening, enabled)).toBe(next);
    }),
  );
});

it('ends `error` when something works', () => {
  expect(statusAfter('error', 'works', true)).toBe('active');
  expect(statusAfter('error', 'switched', true)).toBe('error');
  expect(statusAfter('active', 'refused', true)).toBe('error');
});
