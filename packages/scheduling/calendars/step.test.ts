import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Wish } from './desired.ts';
import { digestOf } from './digest.ts';
import type { CalendarEntry } from './entry.ts';
import { driftOf, needsWork, nextStep, type Standing } from './step.ts';

const entryAt = (start: number): CalendarEntry => ({
  start,
  end: start + 60_000,
  title: 'Session',
  description: '',
  timeZone: 'UTC',
  status: 'confirmed',
  attendees: [],
  location: undefined,
  conference: false,
});

const wishes: fc.Arbitrary<Wish> = fc.record({
  entry: fc.option(
    fc.constantFrom(0, 60_000).map((start) => entryAt(start)),
    { nil: undefined },
  ),
  mayCreate: fc.boolean(),
  mayChange: fc.boolean(),
});

const standings: fc.Arbitrary<Standing> = fc
  .record({
    state: fc.constantFrom('pending' as const, 'synced' as const, 'moved' as const),
    stands: fc.boolean(),
    start: fc.constantFrom(0, 60_000),
    forgotten: fc.boolean(),
    attempt: fc.option(fc.constantFrom({ start: 0, end: 60_000 }, { start: 60_000, end: 120_000 }), {
      nil: undefined,
    }),
  })
  .map(({ state, stands, start, forgotten, attempt }) => ({
    state,
    external: stands ? {} : undefined,
    digest: stands && !forgotten ? digestOf(entryAt(start)) : undefined,
    writtenStart: stands ? start : undefined,
    writtenEnd: stands ? start + 60_000 : undefined,
    attempt,
  }));

/** What a standing is once its step has been taken. */
function taken(standing: Standing | undefined, wish: Wish): Standing {
  const before = standing ?? {
    state: 'pending' as const,
    external: undefined,
    digest: undefined,
    writtenStart: undefined,
    writtenEnd: undefined,
    attempt: undefined,
  };
  const step = nextStep(standing, wish);
  const gone = { external: undefined, digest: undefined, writtenStart: undefined, writtenEnd: undefined };
  switch (step.kind) {
    case 'none':
      return { ...before, state: 'synced' };
    case 'settle':
      return { ...before, external: {} };
    case 'remove':
      return { ...before, ...gone, attempt: undefined, state: 'synced' };
    case 'create':
    case 'update': {
      const { start: writtenStart, end: writtenEnd } = step.entry;
      const written = { external: {}, digest: digestOf(step.entry), writtenStart, writtenEnd };
      return { ...before, ...written, attempt: undefined, state: 'synced' };
    }
  }
}

describe('next step', () => {
  it('leads in at most two steps to where nothing is left to do', () => {
    fc.assert(
      fc.property(fc.option(standings, { nil: undefined }), wishes, (standing, wish) => {
        const end = taken(taken(standing, wish), wish);
        expect(nextStep(end, wish)).toEqual({ kind: 'none' });
        expect(needsWork({ ...end, state: 'synced' }, wish)).toBe(false);
        if (wish.entry !== undefined && wish.mayCreate && wish.mayChange) {
          expect(end.digest).toBe(digestOf(wish.entry));
        }
        if (wish.entry === undefined && wish.mayChange) expect(end.external).toBeUndefined();
      }),
    );
  });

  it('never creates or changes against the switches, unless a write was begun', () => {
    fc.assert(
      fc.property(standings, wishes, (standing, wish) => {
        const { kind } = nextStep({ ...standing, attempt: undefined }, wish);
        if (!wish.mayCreate) expect(kind).not.toBe('create');
        if (!wish.mayChange) expect(['update', 'remove', 'settle']).not.toContain(kind);
      }),
    );
  });

  it('writes again after a write of unknown end, though the last known content is the right one', () => {
    const entry = entryAt(0);
    const standing: Standing = {
      state: 'pending',
      external: {},
      digest: digestOf(entry),
      writtenStart: 0,
      writtenEnd: 60_000,
      attempt: { start: 60_000, end: 120_000 },
    };
    expect(nextStep(standing, { entry, mayCreate: true, mayChange: true }).kind).toBe('update');
  });

  it('lets what was deleted over there be until the appointment changes', () => {
    const standing: Standing = {
      state: 'deleted',
      external: undefined,
      digest: digestOf(entryAt(0)),
      writtenStart: 0,
      writtenEnd: 60_000,
      attempt: undefined,
    };
    const all = { mayCreate: true, mayChange: true };
    expect(needsWork(standing, { entry: entryAt(0), ...all })).toBe(false);
    expect(needsWork(standing, { entry: entryAt(60_000), ...all })).toBe(true);
    expect(needsWork(standing, { entry: undefined, ...all })).toBe(true);
  });
});

describe('drift', () => {
  const written = { writtenStart: 60_000, writtenEnd: 120_000, attempt: undefined };
  const at = (start: number, end: number) => ({ kind: 'interval', start, end }) as const;

  it('tells a move by the time that we wrote, to the second', () => {
    expect(driftOf(written, at(60_000, 120_000))).toBe('agrees');
    expect(driftOf({ ...written, writtenStart: 60_400 }, at(60_000, 120_000))).toBe('agrees');
    expect(driftOf(written, at(60_000, 180_000))).toBe('moved');
    expect(driftOf(written, undefined)).toBe('deleted');
    const days = { kind: 'days', firstDate: '1970-01-01', endDate: '1970-01-02', timeZone: 'UTC' } as const;
    expect(driftOf(written, days)).toBe('moved');
  });

  it('does not take a write of our own, whose end we never heard of, for a move', () => {
    const attempt = { start: 180_000, end: 240_000 };
    expect(driftOf({ ...written, attempt }, at(180_000, 240_000))).toBe('agrees');
    expect(driftOf({ ...written, attempt }, at(60_000, 120_000))).toBe('agrees');
  });
});
