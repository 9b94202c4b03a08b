import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../time/instant.ts';
import { type Attendee, attendanceOf, type Observation } from './attendance.ts';

const start = Date.parse('2026-03-03T15:00:00Z');
const minute = (minutes: number) => start + minutes * MINUTE;
const ada: Attendee = { name: 'Ada', email: 'ada@example.com', isHost: true };
const kim: Attendee = { name: 'Kim', email: 'kim@example.com', isHost: false };
const guest: Attendee = { name: 'Guest', email: '', isHost: false };

const began = (at: number, instance = 'a'): Observation => ({ kind: 'started', instance, at: minute(at) });
const ended = (at: number, instance = 'a'): Observation => ({ kind: 'ended', instance, at: minute(at) });
const came = (at: number, who: Attendee, stay: string, instance = 'a'): Observation => ({
  kind: 'joined',
  instance,
  at: minute(at),
  stay,
  who,
});
const went = (at: number, who: Attendee, stay: string, instance = 'a'): Observation => ({
  kind: 'left',
  instance,
  at: minute(at),
  stay,
  who,
});
const recorded = (at: number, bytes: number, instance = 'a'): Observation => ({
  kind: 'recorded',
  instance,
  at: minute(at),
  recording: { downloadUrl: `https://example.com/${instance}`, bytes, minutes: 30 },
});

describe('who was in a meeting', () => {
  it('is who came and went, several stays added up', () => {
    const { participants, instances } = attendanceOf([
      began(0),
      came(0, ada, '1'),
      came(2, kim, '2'),
      went(10, kim, '2'),
      came(11, kim, '3'),
      went(30, kim, '3'),
      went(30, ada, '1'),
      ended(30),
    ]);
    expect(participants).toEqual([
      { ...ada, joinedAt: minute(0), leftAt: minute(30), minutes: 30 },
      { ...kim, joinedAt: minute(2), leftAt: minute(30), minutes: 27 },
    ]);
    expect(instances).toMatchObject([{ id: 'a', startedAt: minute(0), endedAt: minute(30) }]);
  });

  it('counts time on two devices at once only once', () => {
    const seen = [came(0, kim, '1'), came(5, kim, '2'), went(10, kim, '1'), went(20, kim, '2'), ended(20)];
    expect(attendanceOf(seen).participants).toMatchObject([{ name: 'Kim', minutes: 20 }]);
  });

  it('ends with the meeting for whoever was not seen leaving, and is open while it goes on', () => {
    const seen = [began(0), came(1, kim, '1')];
    expect(attendanceOf(seen).participants).toMatchObject([{ leftAt: undefined, minutes: 0 }]);
    expect(attendanceOf([...seen, ended(9)]).participants).toMatchObject([{ leftAt: minute(9), minutes: 8 }]);
  });

  it('knows that somebody was there who was only seen leaving', () => {
    expect(attendanceOf([went(7, kim, '1')]).participants).toMatchObject([
      { joinedAt: minute(7), leftAt: minute(7), minutes: 0 },
    ]);
  });

  it('goes on over instances of the meeting', () => {
    const seen = [
      ...[began(0), came(0, kim, '1'), ended(10)],
      ...[began(12, 'b'), came(13, kim, '1', 'b'), went(20, kim, '1', 'b'), ended(20, 'b')],
    ];
    const { participants, instances } = attendanceOf(seen);
    expect(participants).toMatchObject([{ joinedAt: minute(0), leftAt: minute(20), minutes: 17 }]);
    expect(instances.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('adds up recordings, one that is told of again in place of what it was', () => {
    const seen = [recorded(31, 5), recorded(33, 7), recorded(40, 100, 'b')];
    expect(attendanceOf(seen).recording).toEqual({
      downloadUrl: 'https://example.com/b',
      bytes: 107,
      minutes: 60,
    });
    expect(attendanceOf(seen).instances).toEqual([]);
  });

  const observation = fc
    .record({
      instance: fc.constantFrom('a', 'b'),
      at: fc.integer({ min: -5, max: 40 }),
      who: fc.constantFrom(ada, kim, guest),
      stay: fc.constantFrom('1', '2', '3'),
      kind: fc.constantFrom('started', 'ended', 'joined', 'left', 'recorded'),
    })
    .map(({ instance, at, who, stay, kind }): Observation => {
      if (kind === 'started') return began(at, instance);
      if (kind === 'ended') return ended(at, instance);
      if (kind === 'recorded') return recorded(at, stay.length + at + 10, instance);
      return kind === 'joined' ? came(at, who, stay, instance) : went(at, who, stay, instance);
    });

  it('does not depend on the order in which it is heard of, nor on hearing it twice', () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 25 }), fc.infiniteStream(fc.nat()), (seen, random) => {
        const expected = attendanceOf(seen);
        const again = seen.flatMap((one) =>
          (random.next().value ?? 0) % 3 === 0 ? [one, { ...one }] : [one],
        );
        const keys = new Map(again.map((one) => [one, random.next().value ?? 0]));
        const shuffled = again.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        expect(attendanceOf(shuffled)).toEqual(expected);
      }),
    );
  });

  it('is never longer than from first to last, and never less than nothing', () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 25 }), (seen) => {
        for (const { joinedAt, leftAt, minutes } of attendanceOf(seen).participants) {
          expect(minutes).toBeGreaterThanOrEqual(0);
          expect(minutes).toBeLessThanOrEqual(((leftAt ?? minute(40)) - joinedAt) / MINUTE);
        }
      }),
    );
  });
});
