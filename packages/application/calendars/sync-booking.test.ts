import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { type ConnectedCoach, connectedCoach } from '@punctual/testkit/calendars/connected-coach.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { value } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { syncAppointment } from './sync-appointment.ts';
import { syncBooking } from './sync-booking.ts';

const now = Date.parse('2026-03-02T08:00:00Z');

describe('entries in a connected calendar', () => {
  let table: TestTable;
  let connected: ConnectedCoach;

  beforeAll(async () => {
    table = await startTable();
  });
  afterAll(() => table.stop());
  beforeEach(async () => {
    connected = await connectedCoach(table, now);
  });

  describe('asked for by hand', () => {
    const wanted = (appointmentId: AppointmentId) => ({ appointmentId, provider: 'google' as const });

    it('come with a conference, which becomes the meeting, whatever is made by itself', async () => {
      const { world, coach, account, bookAndSync, set } = connected;
      await set({ autoCreateEvents: false });
      const id = await bookAndSync();
      const synced = value(await syncBooking(world, coach, wanted(id)));
      expect(synced).toMatchObject({ eventId: account.own[0]?.externalId, provider: 'google' });
      const { appointment } = await world.ledger.records({ appointment: id });
      expect(appointment?.meetingUrl).toBe(synced.meetingUrl);
      const { calls } = world.providers.google;
      calls.clear();
      await syncAppointment(world, id);
      expect(value(await syncBooking(world, coach, wanted(id)))).toEqual(synced);
      expect([...calls]).toEqual([]);
    });

    it('are the same entry with the caller’s own token as through the connection', async () => {
      const { world, coach, account, bookAndSync, change, view } = connected;
      const id = await bookAndSync();
      const direct = { ...wanted(id), accessToken: account.accessToken };
      const synced = value(await syncBooking(world, coach, direct));
      expect(account.own).toMatchObject([{ externalId: synced.eventId, entry: { conference: true } }]);
      await change(id, { newStart: now + 9 * 1440 * MINUTE });
      expect(account.own).toMatchObject([{ externalId: synced.eventId }]);
      expect(await view()).toMatchObject({ drifted: 0, pending: 0 });
    });

    it('need a part in the appointment, an open one, and access', async () => {
      const { world, coach, lead, bookAndSync, change } = connected;
      const id = await bookAndSync();
      const stranger = { id: 'stranger' as typeof coach.id };
      expect(await syncBooking(world, stranger, wanted(id))).toMatchObject({
        failure: { kind: 'forbidden' },
      });
      const client = { id: lead.id };
      expect(await syncBooking(world, client, wanted(id))).toMatchObject({ failure: { kind: 'not_found' } });
      const bad = { ...wanted(id), accessToken: 'unknown' };
      expect(await syncBooking(world, client, bad)).toMatchObject({ failure: { kind: 'invalid' } });
      await change(id, { to: 'cancelled' });
      expect(await syncBooking(world, coach, wanted(id))).toMatchObject({ failure: { kind: 'conflict' } });
    });
  });
});
