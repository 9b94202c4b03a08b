import { DAY, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { describe, expect, it } from 'vitest';
import type { ConformanceBench } from './conformance-bench.ts';

/** Entries of ours: made once, changed, removed, never against somebody else. */
export function entriesConformance(bench: ConformanceBench): void {
  const { connect, identityOf, at, entryOf, unknown, kindOf, own, startsOf } = bench;

  describe('entries', () => {
    it('stand there as they were asked for', async () => {
      const { email, access } = await connect();
      const entry = entryOf({
        status: 'tentative',
        title: 'ACT Coaching Session - Kim <Lee>',
        location: 'Room 5',
        attendees: [{ name: 'Kim Lee', email: 'kim@client.example' }],
      });
      const identity = identityOf('aa');
      const written = await bench.provider.create(access, identity, entry);
      expect(written.etag).toBeTypeOf('string');
      expect(written.htmlLink).toContain('http');
      expect(written.conferenceUrl).toBeUndefined();
      expect(await bench.provider.read(access, written.externalId)).toMatchObject({
        externalId: written.externalId,
        etag: written.etag,
        appointmentId: identity.appointmentId,
        connectionId: identity.connectionId,
        event: { busy: true, time: { kind: 'interval', start: entry.start, end: entry.end } },
      });
      const look = await bench.world.outside.look(email, written.externalId);
      expect(look).toEqual({
        title: 'ACT Coaching Session - Kim <Lee>',
        text: 'Bring <paper> & a pen.\nSecond line.',
        location: 'Room 5',
        isTentative: true,
        guests: [{ email: 'kim@client.example', hasAccepted: false }],
      });
    });

    it('are made once, however often, and brought to the latest state', async () => {
      const { email, access } = await connect();
      const identity = identityOf('bb');
      const first = await bench.provider.create(access, identity, entryOf());
      const moved = entryOf({ ...at(9, 15), title: 'Another title' });
      const second = await bench.provider.create(access, identity, moved);
      expect(second.externalId).toBe(first.externalId);
      const { events } = await own(access);
      expect(startsOf(events)).toEqual([moved.start]);
      expect(events[0]?.etag).toBe(second.etag);
      expect((await bench.world.outside.look(email, first.externalId)).title).toBe('Another title');
    });

    it('are made once although the answer was lost', async () => {
      const { access } = await connect();
      const identity = identityOf('b1');
      await bench.world.fail({ effect: true, match: 'POST' });
      expect(await kindOf(bench.provider.create(access, identity, entryOf()))).toBe('unavailable');
      const made = await bench.provider.create(access, identity, entryOf());
      expect((await own(access)).events.map(({ externalId }) => externalId)).toEqual([made.externalId]);
    });

    it('change', async () => {
      const { email, access } = await connect();
      const guest = { name: 'Kim Lee', email: 'kim@client.example' };
      const identity = identityOf('cc');
      const first = await bench.provider.create(access, identity, entryOf({ attendees: [guest] }));
      await bench.world.outside.acceptAs(email, first.externalId, guest.email);
      const now = await bench.provider.read(access, first.externalId);
      const later = { ...at(9, 12), status: 'tentative' as const };
      const known = { externalId: first.externalId, etag: now?.etag };
      const change = entryOf({ ...later, attendees: [guest], description: 'New text' });
      const changed = await bench.provider.update(access, known, identity, change);
      expect(changed.externalId).toBe(first.externalId);
      expect(changed.etag).not.toBe(now?.etag);
      // Whoever has accepted is not asked again.
      expect(await bench.world.outside.look(email, first.externalId)).toMatchObject({
        text: 'New text',
        isTentative: true,
        guests: [{ email: guest.email, hasAccepted: true }],
      });
      const bare = entryOf({ ...later, description: '', title: 'Bare' });
      const last = await bench.provider.update(access, { ...known, etag: changed.etag }, identity, bare);
      expect(await bench.world.outside.look(email, first.externalId)).toMatchObject({
        title: 'Bare',
        text: '',
        guests: [],
      });
      expect((await bench.provider.read(access, first.externalId))?.etag).toBe(last.etag);
      expect(startsOf((await own(access)).events)).toEqual([later.start]);
    });

    it('change once although the answer was lost', async () => {
      const { access } = await connect();
      const identity = identityOf('c1');
      const { externalId } = await bench.provider.create(access, identity, entryOf());
      await bench.world.fail({ effect: true, match: 'PATCH' });
      const moved = entryOf(at(10, 9));
      expect(await kindOf(bench.provider.update(access, unknown(externalId), identity, moved))).toBe(
        'unavailable',
      );
      await bench.provider.update(access, unknown(externalId), identity, moved);
      expect(startsOf((await own(access)).events)).toEqual([moved.start]);
    });

    it('are not overwritten when somebody else has changed them', async () => {
      const { email, access } = await connect();
      const identity = identityOf('dd');
      const first = await bench.provider.create(access, identity, entryOf());
      await bench.world.outside.move(email, first.externalId, at(11, 8));
      for (const entry of [entryOf(), entryOf({ attendees: [{ name: 'K', email: 'k@client.example' }] })]) {
        expect(await kindOf(bench.provider.update(access, first, identity, entry))).toBe('stale');
      }
      const found = await bench.provider.read(access, first.externalId);
      expect(found?.event?.time).toMatchObject({ start: at(11, 8).start });
      await bench.provider.update(access, { ...first, etag: found?.etag }, identity, entryOf());
      expect(startsOf((await own(access)).events)).toEqual([entryOf().start]);
    });

    it('become timed again when somebody has made them a whole day', async () => {
      const { email, access } = await connect();
      const identity = identityOf('d1');
      const { externalId } = await bench.provider.create(access, identity, entryOf());
      await bench.world.outside.makeWholeDay(email, externalId, at(8, 0, 1440));
      expect(startsOf((await own(access)).events)).toEqual([undefined]);
      await bench.provider.update(access, unknown(externalId), identity, entryOf(at(8, 11)));
      expect(startsOf((await own(access)).events)).toEqual([at(8, 11).start]);
    });

    it('are not called back to life when they were deleted there', async () => {
      const { email, access } = await connect();
      const identity = identityOf('ee');
      const first = await bench.provider.create(access, identity, entryOf());
      await bench.world.outside.remove(email, first.externalId);
      expect(await bench.provider.read(access, first.externalId)).toBeUndefined();
      expect(await kindOf(bench.provider.update(access, first, identity, entryOf()))).toBe('not_found');
      const { externalId } = first;
      expect(await kindOf(bench.provider.update(access, unknown(externalId), identity, entryOf()))).toBe(
        'not_found',
      );
      await bench.provider.remove(access, externalId);
      expect((await own(access)).events).toEqual([]);
      if (bench.world.habits.idsStayTaken) {
        expect(await kindOf(bench.provider.create(access, identity, entryOf()))).toBe('conflict');
      }
      const next = identityOf('ee', 1);
      const made = await bench.provider.create(access, next, entryOf());
      expect(made.externalId).not.toBe(externalId);
      expect((await own(access)).events.map((one) => one.appointmentId)).toEqual([next.appointmentId]);
    });

    it('go, once or twice, and although the answer was lost', async () => {
      const { access } = await connect();
      const [first, second] = [
        await bench.provider.create(access, identityOf('ff'), entryOf()),
        await bench.provider.create(access, identityOf('f1'), entryOf(at(9, 9))),
      ];
      await bench.provider.remove(access, first.externalId);
      await bench.provider.remove(access, first.externalId);
      await bench.world.fail({ effect: true, match: 'DELETE' });
      expect(await kindOf(bench.provider.remove(access, second.externalId))).toBe('unavailable');
      await bench.provider.remove(access, second.externalId);
      expect((await own(access)).events).toEqual([]);
    });

    it('carry a video conference when one is asked for, and keep it', async () => {
      const { email, access } = await connect();
      const identity = identityOf('a0');
      const first = await bench.provider.create(access, identity, entryOf({ conference: true }));
      expect(first.conferenceUrl).toMatch(/^https:/);
      const again = await bench.provider.create(access, identity, entryOf({ conference: true }));
      expect(again.conferenceUrl).toBe(first.conferenceUrl);
      const known = { ...first, etag: again.etag };
      const change = entryOf({ conference: true, description: 'Other words', ...at(12, 9) });
      const second = await bench.provider.update(access, known, identity, change);
      expect(second.conferenceUrl).toBe(first.conferenceUrl);
      const third = await bench.provider.update(
        access,
        { ...first, etag: second.etag },
        identity,
        entryOf({ description: 'Third words' }),
      );
      expect(third.conferenceUrl).toBe(first.conferenceUrl);
      const { text } = await bench.world.outside.look(email, first.externalId);
      expect(text).toContain('Third words');
      expect(text).not.toContain('Other words');
      const read = await bench.provider.read(access, first.externalId);
      expect(read?.conferenceUrl).toBe(first.conferenceUrl);
    });

    it('may get a conference later', async () => {
      const { access } = await connect();
      const identity = identityOf('a1');
      const first = await bench.provider.create(access, identity, entryOf());
      const second = await bench.provider.update(access, first, identity, entryOf({ conference: true }));
      expect(second.conferenceUrl).toMatch(/^https:/);
      const { delayConference } = bench.world.habits;
      if (delayConference === undefined) return;
      await delayConference(30);
      const pending = await bench.provider.create(access, identityOf('a2'), entryOf({ conference: true }));
      expect([pending.conferenceUrl, pending.conferencePending]).toEqual([undefined, true]);
      await bench.world.pass(MINUTE);
      const ready = await bench.provider.read(access, pending.externalId);
      expect(ready?.conferenceUrl).toMatch(/^https:/);
      expect(ready?.conferencePending).toBe(false);
    });

    it('of ours are told from those of others, and from other windows', async () => {
      const { email, access } = await connect();
      await bench.world.outside.enter(email, 'busy', at(8, 10));
      const far = entryOf({ start: bench.today() + 90 * DAY, end: bench.today() + 90 * DAY + MINUTE });
      await bench.provider.create(access, identityOf('a3'), far);
      const near = identityOf('a4');
      await bench.provider.create(access, near, entryOf());
      const { events } = await own(access);
      expect(events.map((one) => [one.connectionId, one.appointmentId])).toEqual([
        [near.connectionId, near.appointmentId],
      ]);
    });
  });
}
