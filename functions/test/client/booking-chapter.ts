import { isRefused } from '@punctual/client/client.ts';
import { expect, it } from 'vitest';
import { type Chapter, statusOf, thursday, told } from './practice.ts';

/** How visitors and clients book by themselves. */
export const tellOfBooking: Chapter = (practice) => {
  it('lets a visitor hold a slot, give it back, confirm, and manage the appointment by its link', async () => {
    const { visitor } = practice();
    const coachId = 'ada';
    const slots = await told(
      visitor.GET('/api/v1/public/coaches/{coachId}/slots', {
        params: { path: { coachId }, query: { from: '2026-03-05', to: '2026-03-05', duration: 30 } },
      }),
    );
    const startTime = slots.data.slots[0]?.startTime ?? '';
    const contact = { name: 'Vera Visitor', email: 'vera@example.com', timeZone: 'Europe/Berlin' };
    const hold = () =>
      visitor.POST('/api/v1/public/holds', { body: { coachId, startTime, duration: 30, contact } });
    const first = (await told(hold())).data;
    expect(isRefused((await hold()).error, 'SLOT_UNAVAILABLE')).toBe(true);
    const given = visitor.DELETE('/api/v1/public/holds/{id}', {
      params: { path: { id: first.id }, query: { token: first.token } },
    });
    expect(await statusOf(given)).toBe(204);

    const { id, token } = (await told(hold())).data;
    const confirm = (body: { token: string }) =>
      visitor.POST('/api/v1/public/holds/{id}/confirm', { params: { path: { id } }, body });
    expect(isRefused((await confirm({ token: first.token })).error, 'NOT_FOUND')).toBe(true);
    const { manageUrl } = (await told(confirm({ token }))).data;

    const path = { token: manageUrl.split('/').at(-1) ?? '' };
    const looked = await told(visitor.GET('/api/v1/public/manage/{token}', { params: { path } }));
    expect(looked.data).toMatchObject({ id, coach: { name: 'Ada Lovelace' }, canReschedule: true });
    const moved = await told(
      visitor.POST('/api/v1/public/manage/{token}/reschedule', {
        params: { path },
        body: { newStartTime: thursday('20:00') },
      }),
    );
    expect(moved.data.startTime).toBe(thursday('20:00'));
    const cancelled = await told(
      visitor.POST('/api/v1/public/manage/{token}/cancel', { params: { path }, body: {} }),
    );
    expect(cancelled.data).toMatchObject({ status: 'cancelled', canCancel: false });
  });

  it('sees an assigned client for sessions', async () => {
    const { ada, cleo, root } = practice();
    const body = {
      therapistId: 'ada',
      startTime: thursday('14:00'),
      duration: 60 as const,
      meetingType: 'video' as const,
    };
    const refused = await cleo.POST('/booking/meetings', { body });
    expect([refused.response.status, isRefused(refused.error, 'FORBIDDEN')]).toEqual([403, true]);
    const pair = { providerId: 'ada', clientId: 'cleo' };
    expect((await told(root.PUT('/api/v1/admin/relationships', { body: pair }))).data).toEqual(pair);

    const query = { therapistId: 'ada', date: '2026-03-05' };
    const [slot] = await told(cleo.GET('/booking/slots', { params: { query } }));
    expect(slot).toMatchObject({ startTime: '2026-03-05T14:00:00.000Z' });
    expect(slot?.availableDurations.map(({ duration }) => duration)).toEqual([30, 60, 90, 120]);

    const meeting = await told(cleo.POST('/booking/meetings', { body }));
    const { error, response } = await cleo.POST('/booking/meetings', { body });
    expect(response.status).toBe(400);
    expect(isRefused(error, 'SLOT_UNAVAILABLE') && error.reason).toBe('BUSY');
    const path = { meetingId: meeting.id };
    expect(await told(cleo.GET('/booking/meetings/{meetingId}', { params: { path } }))).toEqual(meeting);
    const confirmed = await told(
      ada.PUT('/booking/meetings/{meetingId}', { params: { path }, body: { status: 'CONFIRMED' } }),
    );
    expect(await told(cleo.GET('/booking/meetings'))).toEqual([confirmed]);
    const cancelled = await told(
      cleo.DELETE('/booking/meetings/{meetingId}/cancel', { params: { path }, body: { reason: 'Ill' } }),
    );
    expect(cancelled.status).toBe('CANCELLED');
    await told(root.DELETE('/api/v1/admin/relationships', { body: pair }));
  });

  it('opens on Saturdays as well, in rows', async () => {
    const { ada, cleo } = practice();
    const row = { dayOfWeek: 6, startTime: '10:00', endTime: '12:00', notes: 'Every week' };
    const added = await told(ada.POST('/booking/availability', { body: row }));
    expect(added).toMatchObject({ ...row, therapistId: 'ada', isAvailable: true });
    const params = { path: { slotId: added.id } };
    const changed = await told(
      ada.PUT('/booking/availability/{slotId}', { params, body: { endTime: '13:00' } }),
    );
    expect((await told(ada.GET('/booking/availability'))).at(-1)).toEqual(changed);
    expect(await told(ada.DELETE('/booking/availability/{slotId}', { params }))).toEqual({ success: true });
    // Only therapists are known to these, as published.
    const { error } = await cleo.GET('/booking/availability');
    expect(isRefused(error, 'UNAUTHENTICATED')).toBe(true);
  });

  it('is booked by anybody who pays', async () => {
    const { ada, cleo, visitor } = practice();
    const params = {
      path: { coach_id: 'ada' },
      query: { start_date: '2026-03-06T00:00:00Z', end_date: '2026-03-07T00:00:00Z', duration_minutes: 60 },
    };
    const free = await told(visitor.GET('/booking/coach/{coach_id}/availability', { params }));
    const session_datetime = free.available_slots[0]?.start_datetime ?? '';
    const body = { coach_id: 'ada', session_datetime, duration_minutes: 60 };
    const booking = await told(cleo.POST('/booking', { body }));
    expect(booking).toMatchObject({ status: 'pending', payment_id: null });
    const again = await cleo.POST('/booking', { body });
    expect(again.response.status).toBe(400);
    expect(isRefused(again.error, 'SLOT_UNAVAILABLE') && again.error.reason).toBe('BUSY');

    const path = { id: booking.id };
    const shown = await told(cleo.GET('/booking/{id}', { params: { path } }));
    expect(shown).toMatchObject({ ...booking, coach: { name: 'Ada Lovelace' } });
    const confirmed = await told(
      ada.PATCH('/booking/{id}/status', { params: { path }, body: { status: 'confirmed' } }),
    );
    const query = { status: 'confirmed', limit: 5 } as const;
    const page = { bookings: [confirmed], total: 1, limit: 5, offset: 0 };
    expect(
      await told(cleo.GET('/booking/client/{client_id}', { params: { path: { client_id: 'cleo' }, query } })),
    ).toEqual(page);
    expect(
      await told(ada.GET('/booking/coach/{coach_id}', { params: { path: { coach_id: 'ada' }, query } })),
    ).toEqual(page);
    expect(await statusOf(cleo.DELETE('/booking/{id}', { params: { path } }))).toBe(204);
  });
};
