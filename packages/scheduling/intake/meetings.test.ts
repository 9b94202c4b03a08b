import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Invitee,
  type Invitees,
  maySetStatus,
  meetingsOf,
  observe,
  statusOfMeetings,
} from './meetings.ts';

const hour = 3_600_000;

function invitee(id: string, more: Partial<Invitee> = {}): Invitee {
  return {
    id,
    createdAt: 0,
    details: {
      eventId: `event-${id}`,
      start: hour,
      end: 2 * hour,
      hosts: [],
      place: 'online',
      joinUrl: undefined,
      name: 'Jo',
      email: 'jo@example.com',
      timeZone: undefined,
    },
    toldAt: more.createdAt ?? 0,
    cancelledAt: undefined,
    replaces: undefined,
    replacedBy: undefined,
    noShow: undefined,
    ...more,
  };
}

const all = (...seen: readonly Invitee[]): Invitees => seen.reduce(observe, {});
const story = (...seen: readonly Invitee[]) => {
  const meetings = meetingsOf(all(...seen));
  return [statusOfMeetings(meetings), ...meetings.map(({ latest, state }) => `${latest.id} ${state}`)];
};

const created = invitee('a');
const cancelled = invitee('a', { cancelledAt: 5, toldAt: 5 });
const moved = [
  invitee('a', { cancelledAt: 5, toldAt: 5, replacedBy: 'b' }),
  invitee('b', { createdAt: 5, replaces: 'a' }),
] as const;
const missed = invitee('a', { noShow: { isMissed: true, at: 7 }, toldAt: 7 });
const attended = invitee('a', { noShow: { isMissed: false, at: 7 }, toldAt: 7 });

describe('what is known of an intake', () => {
  it('follows from its invitees', () => {
    expect(story()).toEqual(['pending']);
    expect(story(created)).toEqual(['scheduled', 'a standing']);
    expect(story(cancelled)).toEqual(['cancelled', 'a cancelled']);
    expect(story(cancelled, created)).toEqual(['cancelled', 'a cancelled']);
    expect(story(created, moved[0])).toEqual(['scheduled', 'a moving']);
    expect(story(created, moved[1])).toEqual(['scheduled', 'b standing']);
    expect(story(moved[1], moved[0])).toEqual(['scheduled', 'b standing']);
    expect(story(created, missed)).toEqual(['completed', 'a missed']);
    // At the same instant the taking back counts.
    expect(story(attended, created, missed)).toEqual(['completed', 'a attended']);
    const anew = invitee('c', { createdAt: 9 });
    expect(story(anew, cancelled)).toEqual(['scheduled', 'c standing', 'a cancelled']);
  });

  it('is the same in whatever order and however often it is heard', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const instant = fc.nat(3);
    const option = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const seen = fc
      .record({
        id,
        createdAt: instant,
        toldAt: instant,
        start: instant,
        cancelledAt: option(instant),
        replaces: option(id),
        replacedBy: option(id),
        noShow: option(fc.record({ isMissed: fc.boolean(), at: instant })),
      })
      .map(({ id: one, start, ...more }) => {
        const made = invitee(one, more);
        return { ...made, details: { ...made.details, start } };
      });
    fc.assert(
      fc.property(
        fc.array(seen, { maxLength: 8 }).chain((list) =>
          fc.record({
            list: fc.constant(list),
            again: fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
          }),
        ),
        ({ list, again }) => {
          expect(all(...again)).toEqual(all(...list));
          expect(meetingsOf(all(...again))).toEqual(meetingsOf(all(...list)));
        },
      ),
    );
  });

  it('may be set by hand forwards only', () => {
    expect(maySetStatus('pending', 'scheduled')).toBe(true);
    expect(maySetStatus('scheduled', 'pending')).toBe(false);
    expect(maySetStatus('completed', 'scheduled')).toBe(false);
    expect(maySetStatus('cancelled', 'cancelled')).toBe(true);
  });
});
