import type { ExternalEvent } from '@punctual/scheduling/calendars/entry.ts';
import { formatDate } from '@punctual/scheduling/time/date.ts';
import { DAY } from '@punctual/scheduling/time/instant.ts';
import { describe, expect, it } from 'vitest';
import type { ConformanceBench } from './conformance-bench.ts';

/** What takes time in a calendar, and what has changed of it. */
export function changesConformance(bench: ConformanceBench): void {
  const { connect, identityOf, at, entryOf, kindOf, everything, since, startsOf, timesOf } = bench;

  describe('changes', () => {
    it('tell what takes time, and what does not', async () => {
      const { email, access } = await connect();
      await bench.world.outside.enter(email, 'busy', at(8, 9));
      await bench.world.outside.enter(email, 'private', at(8, 11));
      await bench.world.outside.enter(email, 'free', at(8, 13));
      await bench.world.outside.enter(email, 'declined', at(8, 15));
      const identity = identityOf('e0');
      await bench.provider.create(access, identity, entryOf(at(8, 17)));
      const { events } = await everything(access);
      const seen = events
        .map(({ event, appointmentId }) => ({
          start: event?.time.kind === 'interval' ? event.time.start : 0,
          busy: event?.busy,
          appointmentId,
        }))
        .sort((a, b) => a.start - b.start);
      expect(seen).toEqual([
        { start: at(8, 9).start, busy: true, appointmentId: undefined },
        { start: at(8, 11).start, busy: true, appointmentId: undefined },
        { start: at(8, 13).start, busy: false, appointmentId: undefined },
        { start: at(8, 15).start, busy: false, appointmentId: undefined },
        { start: at(8, 17).start, busy: true, appointmentId: identity.appointmentId },
      ]);
    });

    it('tell of whole days as dates of the calendar', async () => {
      const { email, access } = await connect();
      await bench.world.outside.enter(email, 'all_day', at(9, 0, 1440));
      const { events } = await everything(access);
      const date = (day: number) => formatDate(bench.today() / DAY + day);
      expect(events.map(({ event }) => event?.time)).toEqual([
        { kind: 'days', firstDate: date(9), endDate: date(10), timeZone: bench.world.timeZone },
      ]);
    });

    it('are only those since the last time', async () => {
      const { email, access } = await connect();
      const moved = await bench.world.outside.enter(email, 'busy', at(8, 9));
      const removed = await bench.world.outside.enter(email, 'busy', at(8, 12));
      await bench.world.outside.enter(email, 'busy', at(8, 15));
      const first = await everything(access);
      expect(first.events).toHaveLength(3);
      const idAt = (start: number) =>
        first.events[startsOf(first.events).indexOf(start)]?.externalId ?? 'none';

      const nothing = await since(access, first.cursor);
      expect(nothing.events).toEqual([]);
      await bench.world.outside.move(email, moved, at(10, 9));
      await bench.world.outside.remove(email, removed);
      await bench.world.outside.enter(email, 'busy', at(11, 9));
      const second = await since(access, nothing.cursor);
      const byId = new Map(second.events.map((one) => [one.externalId, one.event]));
      expect(byId.get(idAt(at(8, 9).start))?.time).toMatchObject(at(10, 9));
      expect(byId.has(idAt(at(8, 12).start))).toBe(true);
      expect(byId.get(idAt(at(8, 12).start))).toBeUndefined();
      expect(startsOf(second.events)).toContain(at(11, 9).start);
      expect(second.events).toHaveLength(3);
      expect((await since(access, second.cursor)).events).toEqual([]);
    });

    it('tell all times of a series, and follow what happens to it', async () => {
      const { email, access } = await connect();
      const series = await bench.world.outside.enterDaily(email, at(8, 9), 3);
      const standing = new Map<string, ExternalEvent['event']>();
      const learn = (events: readonly ExternalEvent[]) => {
        for (const { externalId, event } of events) standing.set(externalId, event);
      };
      const taken = () =>
        timesOf([...standing.values()].filter((event) => event?.busy).map((event) => ({ event }))).toSorted();
      const first = await everything(access);
      learn(first.events);
      expect(taken()).toEqual([at(8, 9).start, at(9, 9).start, at(10, 9).start]);

      await bench.world.outside.removeInstance(email, series, at(9, 9).start);
      const second = await since(access, first.cursor);
      learn(second.events);
      expect(taken()).toEqual([at(8, 9).start, at(10, 9).start]);

      await bench.world.outside.moveInstance(email, series, at(10, 9).start, at(10, 14));
      const third = await since(access, second.cursor);
      learn(third.events);
      expect(taken()).toEqual([at(8, 9).start, at(10, 14).start]);

      await bench.world.outside.remove(email, series);
      learn((await since(access, third.cursor)).events);
      expect(taken()).toEqual([]);
    });

    it('come page by page, and no page loses what is cut in two', async () => {
      const { email, access } = await connect();
      const { pageSize } = bench.world.habits;
      await bench.world.outside.enterMany(email, pageSize - 1, at(1, 0).start, 5);
      await bench.world.outside.enterDaily(email, at(40, 9), 3);
      await bench.world.outside.enterMany(email, 20, at(50, 0).start, 5);
      const { events, pages, cursor } = await everything(access);
      expect(pages).toBe(2);
      expect(new Set(timesOf(events)).size).toBe(pageSize - 1 + 3 + 20);
      const before = (await bench.world.requests()).length;
      await bench.world.outside.enter(email, 'busy', at(55, 9));
      expect((await since(access, cursor)).events).toHaveLength(1);
      expect((await bench.world.requests()).length - before).toBe(1);
    });

    it('say when everything must be read again', async () => {
      const { email, access } = await connect();
      const { cursor } = await everything(access);
      await bench.world.outside.voidCursors(email);
      expect(await kindOf(since(access, cursor))).toBe('cursor_void');
      expect(await kindOf(since(access, 'nonsense'))).toBe('cursor_void');
      await since(access, (await everything(access)).cursor);
    });
  });
}
