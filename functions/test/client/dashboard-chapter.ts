import { isRefused } from '@punctual/client/client.ts';
import { expect, it } from 'vitest';
import { zoomHeaders } from '../zoom.ts';
import { type Chapter, told, tuesday, wednesday } from './practice.ts';

/** What the coach does all day. */
export const tellOfTheDashboard: Chapter = (practice) => {
  it('opens: the coach sets hours, and the slots follow', async () => {
    const { ada } = practice();
    const workingHours = [1, 2, 3, 4, 5].map((dayOfWeek) => ({
      dayOfWeek,
      startTime: '09:00',
      endTime: '17:00',
    }));
    const set = await told(
      ada.PUT('/api/coach-dashboard/availability', {
        body: { timeZone: 'America/New_York', workingHours, sessionPrice: 120, advanceBookingDays: 60 },
      }),
    );
    const { data } = await told(ada.GET('/api/coach-dashboard/availability'));
    expect(data).toEqual(set.data);
    const slots = await told(
      ada.GET('/api/coach-dashboard/available-slots', {
        params: { query: { date: '2026-03-03', explain: true } },
      }),
    );
    expect([slots.data.availableSlots[0]?.startTime, slots.data.totalSlots]).toEqual([tuesday('14:00'), 16]);
  });

  it('knows its people: leads, and staff', async () => {
    const { ada } = practice();
    const john = { name: 'John Doe', email: 'john@example.com', phone: '+1234567890' };
    const leadId = (await told(ada.POST('/api/coach-dashboard/leads', { body: john }))).data._id;
    practice().leadId = leadId;
    const path = { leadId };
    await told(
      ada.PATCH('/api/coach-dashboard/leads/{leadId}', { params: { path }, body: { temperature: 'hot' } }),
    );
    const one = await told(ada.GET('/api/coach-dashboard/leads/{leadId}', { params: { path } }));
    expect(one.data).toMatchObject({ ...john, temperature: 'hot', score: 50 });
    const list = await told(
      ada.GET('/api/coach-dashboard/leads', { params: { query: { limit: 5, term: 'doe' } } }),
    );
    expect([list.data, list.cursor]).toEqual([[one.data], null]);

    const jane = { name: 'Jane Jones', email: 'jane@example.com' };
    const member = await told(ada.POST('/api/coach-dashboard/staff', { body: jane }));
    const staff = await told(ada.GET('/api/coach-dashboard/staff'));
    expect(staff.data).toEqual([member.data]);
  });

  it('books, and tells why a slot is taken and what else is free', async () => {
    const { ada, leadId } = practice();
    const body = { leadId, startTime: tuesday('15:00'), duration: 30, price: 90 };
    const path = '/api/coach-dashboard/appointments';
    const booked = await told(ada.POST(path, { body }));
    practice().appointmentId = booked.data._id;
    expect(booked.data).toMatchObject({ status: 'scheduled', summary: 'Discovery Call with John Doe' });

    const { error, response } = await ada.POST(path, { body });
    expect(response.status).toBe(409);
    if (!isRefused(error, 'SLOT_UNAVAILABLE')) throw new Error('the slot was given twice');
    expect(error.reason).toBe('BUSY');
    expect(error.alternatives).toHaveLength(3);
    const [nearest] = error.alternatives ?? [];
    const startTime = nearest?.startTime ?? '';
    const second = await told(ada.POST(path, { body: { ...body, startTime } }));
    expect(second.data.startTime).toBe(startTime);

    const invalid = await ada.POST(path, { body: { ...body, duration: 0 } });
    if (!isRefused(invalid.error, 'VALIDATION_FAILED')) throw new Error('it was taken');
    expect(invalid.error.issues?.map((issue) => issue.path)).toEqual(['body.duration']);
  });

  it('gives the first answer again to a call that is sent again', async () => {
    const { ada, leadId } = practice();
    const send = (startTime: string) =>
      ada.POST('/api/coach-dashboard/appointments', {
        params: { header: { 'Idempotency-Key': 'once' } },
        body: { leadId, startTime, duration: 30 },
      });
    const first = await told(send(tuesday('20:00')));
    const again = await send(tuesday('20:00'));
    expect([again.data, again.response.headers.get('idempotency-replayed')]).toEqual([first, 'true']);
    const { error } = await send(tuesday('20:30'));
    expect(isRefused(error, 'IDEMPOTENCY_MISMATCH')).toBe(true);
  });

  it('keeps track of an appointment: seen, moved, confirmed, cancelled, and never by surprise', async () => {
    const { ada, appointmentId } = practice();
    const path = { appointmentId };
    const seen = await ada.GET('/api/coach-dashboard/appointments/{appointmentId}', { params: { path } });
    const etag = seen.response.headers.get('etag') ?? '';
    const moveTo = (newStartTime: string) =>
      ada.PUT('/api/coach-dashboard/appointments/{appointmentId}/reschedule', {
        params: { path, header: { 'If-Match': etag } },
        body: { newStartTime, reason: 'Client asked' },
      });
    const moved = await told(moveTo(wednesday('15:00')));
    expect(moved.data.rescheduleHistory).toHaveLength(1);
    expect(isRefused((await moveTo(wednesday('16:00'))).error, 'PRECONDITION_FAILED')).toBe(true);
    await told(
      ada.PATCH('/api/coach-dashboard/appointments/{appointmentId}/status', {
        params: { path },
        body: { status: 'confirmed' },
      }),
    );
    const cancelled = await told(
      ada.DELETE('/api/coach-dashboard/appointments/{appointmentId}', {
        params: { path },
        body: { reason: 'Ill' },
      }),
    );
    expect(cancelled.data).toMatchObject({ status: 'cancelled', cancellationReason: 'Ill' });
    const history = await told(
      ada.GET('/api/coach-dashboard/appointments/{appointmentId}/history', { params: { path } }),
    );
    const happened = history.data.map(({ type }) => type.split('.')[1]);
    // Told of its meeting as soon as there is one.
    expect(happened.filter((type) => type !== 'updated')).toEqual([
      'booked',
      'rescheduled',
      'confirmed',
      'cancelled',
    ]);
  });

  it('meets at Zoom, as the coach likes it', async () => {
    const { api, ada, visitor } = practice();
    await api.cloud.settle();
    const chosen = await told(
      ada.PUT('/api/coach-dashboard/zoom-settings', { body: { waitingRoom: false } }),
    );
    expect(await told(ada.GET('/api/coach-dashboard/zoom-settings'))).toMatchObject({ data: chosen.data });
    const query = { startDate: '2026-03-02', endDate: '2026-03-08' };
    const { data } = await told(ada.GET('/api/coach-dashboard/zoom-meetings', { params: { query } }));
    expect(data.summary).toMatchObject({ totalMeetings: 3, cancelledMeetings: 1 });
    const path = { appointmentId: data.meetings.find(({ status }) => status === 'scheduled')?._id ?? '' };
    const meeting = await told(
      ada.GET('/api/coach-dashboard/zoom-meetings/appointment/{appointmentId}', { params: { path } }),
    );
    expect(meeting.data.startUrl).toContain('/s/');
    const headers = zoomHeaders('', String(Math.floor(Date.now() / 1000)));
    expect(await told(visitor.POST('/webhooks/zoom', { headers }))).toEqual({});
  });

  it('looks at its calendar and its figures', async () => {
    const { ada } = practice();
    const upcoming = await told(
      ada.GET('/api/coach-dashboard/appointments/upcoming', { params: { query: { limit: 1 } } }),
    );
    expect([upcoming.data.length, upcoming.totalUpcoming]).toEqual([1, 2]);
    const today = await told(ada.GET('/api/coach-dashboard/appointments/today'));
    expect(today.data.summary.nextAppointment).toBeNull();
    const week = { startDate: '2026-03-02', endDate: '2026-03-08' };
    const calendar = await told(ada.GET('/api/coach-dashboard/calendar', { params: { query: week } }));
    expect(calendar.data.summary).toMatchObject({ totalAppointments: 3, cancelledAppointments: 1 });
    const figures = await told(
      ada.GET('/api/coach-dashboard/appointments/stats', { params: { query: week } }),
    );
    expect(figures.data.revenue).toMatchObject({ totalRevenue: 300, lostRevenue: 90 });
  });

  it('asks which slots to offer, and how far to trust that', async () => {
    const { ada, leadId } = practice();
    const query = { leadId, startDate: '2026-03-04', endDate: '2026-03-06', limit: 2 };
    const { data } = await told(ada.GET('/api/coach-dashboard/ai-recommendations', { params: { query } }));
    expect([data.aiRecommendations.length, data.basedOn]).toEqual([2, 0]);
    expect(data.aiRecommendations[0]?.confidence).toBeGreaterThan(0);
    const quality = await told(ada.GET('/api/coach-dashboard/ai-recommendations/quality'));
    expect(quality.data.brier).toBeNull();
  });
};
