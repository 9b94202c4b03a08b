import { calendarSigner } from '@punctual/adapters/secrets/calendar-signer.ts';
import { createClient, isRefused, type PunctualClient } from '@punctual/client/client.ts';
import { routes } from '@punctual/contracts/registry.ts';
import { type Api, startApi } from '@punctual/testkit/api.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { googleSide } from './calendar-providers.ts';
import { signature } from './calendly.ts';
import { createWitness } from './witness.ts';
import { zoomHeaders } from './zoom.ts';

/*
 * One week at a practice, through the typed client alone, so that the document it is generated from is known to be
 * true: a witness compares every answer with what was published. Monday, 2 March 2026, 8:00 UTC; New York is at UTC-5.
 */

const tuesday = (time: string) => `2026-03-03T${time}:00Z`;
const wednesday = (time: string) => `2026-03-04T${time}:00Z`;
const thursday = (time: string) => `2026-03-05T${time}:00Z`;

/** What a call answers that must succeed. */
async function told<Data>(call: Promise<{ data?: Data; error?: unknown }>): Promise<NonNullable<Data>> {
  const { data, error } = await call;
  expect(error).toBeUndefined();
  if (data === undefined || data === null) throw new Error('nothing was answered');
  return data;
}

/** The status of a call that must succeed and answers nothing. */
async function statusOf(call: Promise<{ error?: unknown; response: Response }>): Promise<number> {
  const { error, response } = await call;
  expect(error).toBeUndefined();
  return response.status;
}

describe('a practice, through the typed client', () => {
  const witness = createWitness();
  let api: Api;
  let ada: PunctualClient;
  let cleo: PunctualClient;
  let root: PunctualClient;
  let visitor: PunctualClient;
  let leadId: string;
  let appointmentId: string;

  function personal(token?: string): PunctualClient {
    const client = createClient({
      baseUrl: api.cloud.url,
      ...(token !== undefined && { token: () => token }),
    });
    client.use(witness.middleware);
    return client;
  }

  beforeAll(async () => {
    api = await startApi();
    const enter = async (sub: string, role: string, name: string) =>
      personal(await api.token({ sub, roles: [role], name, email: `${sub}@example.com` }));
    ada = await enter('ada', 'coach', 'Ada Lovelace');
    cleo = await enter('cleo', 'client', 'Cleo Smith');
    root = await enter('root', 'admin', 'Rosa Root');
    visitor = personal();
  });
  afterAll(() => api.stop());

  it('opens: the coach sets hours, and the slots follow', async () => {
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
    const john = { name: 'John Doe', email: 'john@example.com', phone: '+1234567890' };
    leadId = (await told(ada.POST('/api/coach-dashboard/leads', { body: john }))).data._id;
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
    const body = { leadId, startTime: tuesday('15:00'), duration: 30, price: 90 };
    const path = '/api/coach-dashboard/appointments';
    const booked = await told(ada.POST(path, { body }));
    appointmentId = booked.data._id;
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
    const query = { leadId, startDate: '2026-03-04', endDate: '2026-03-06', limit: 2 };
    const { data } = await told(ada.GET('/api/coach-dashboard/ai-recommendations', { params: { query } }));
    expect([data.aiRecommendations.length, data.basedOn]).toEqual([2, 0]);
    expect(data.aiRecommendations[0]?.confidence).toBeGreaterThan(0);
    const quality = await told(ada.GET('/api/coach-dashboard/ai-recommendations/quality'));
    expect(quality.data.brier).toBeNull();
  });

  it('lets a visitor hold a slot, give it back, confirm, and manage the appointment by its link', async () => {
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

  it('reminds, in words and on devices of its own', async () => {
    const path = '/api/coach-dashboard/reminder-templates';
    const body = { smsReminder: { body: '[Lead Name], see you soon' } };
    const { data: words } = await told(ada.PUT(path, { body }));
    expect((await told(ada.GET(path))).data).toEqual(words);
    const { data: shown } = await told(ada.POST(`${path}/preview`, { body: { template: 'smsReminder' } }));
    expect(shown).toMatchObject({ text: 'John Doe, see you soon', encoding: 'GSM-7', segments: 1 });
    const device = { platform: 'web', token: 'a-browser' } as const;
    expect((await told(ada.PUT('/api/v1/me/devices', { body: device }))).data).toEqual(device);
    expect(await statusOf(ada.DELETE('/api/v1/me/devices', { body: { token: device.token } }))).toBe(204);
    await api.cloud.settle();
    const { data: deliveries } = await told(
      ada.GET('/api/coach-dashboard/appointments/{appointmentId}/deliveries', {
        params: { path: { appointmentId } },
      }),
    );
    expect(deliveries[0]).toMatchObject({ kind: 'booked', recipient: 'lead', status: 'sent' });
  });

  it('is looked after by an admin', async () => {
    const people = await told(root.GET('/api/v1/admin/people', { params: { query: { limit: 100 } } }));
    expect(people.data.map(({ id }) => id)).toEqual(expect.arrayContaining(['ada', 'cleo', 'root', leadId]));
    const audit = await told(root.GET('/api/v1/admin/audit', { params: { query: { appointmentId } } }));
    expect(audit.data.at(-1)).toMatchObject({ type: 'appointment.cancelled', actor: { id: 'ada' } });
    const { error } = await ada.GET('/api/v1/admin/people');
    expect(isRefused(error, 'FORBIDDEN')).toBe(true);
  });

  it('wins back a visitor who did not finish booking, and is declined by another', async () => {
    const [vic, vito] = ['vic@example.com', 'vito@example.com'];
    const hold = (email: string, startTime: string) => {
      const contact = { name: 'Somebody', email, timeZone: 'Europe/Berlin' };
      const body = { coachId: 'ada', startTime, duration: 30, contact };
      return told(visitor.POST('/api/v1/public/holds', { body }));
    };
    const { id } = (await hold(vic, '2026-03-10T14:00:00Z')).data;
    await hold(vito, '2026-03-10T16:00:00Z');
    await api.cloud.settle();
    await api.cloud.advanceTo(api.cloud.clock.now() + 45 * 60_000);
    const token = (email: string, kind: string) =>
      new RegExp(`/public/${kind}/(\\S+)`).exec(api.cloud.inbox.list(email)[0]?.text ?? '')?.[1] ?? '';

    const path = { abandonedBookingId: id };
    const listed = await told(ada.GET('/api/coach-dashboard/booking-recovery/abandoned'));
    expect([listed.totalAbandoned, listed.recoveryRate]).toEqual([2, 0]);
    const sent = await told(
      ada.POST('/api/coach-dashboard/booking-recovery/{abandonedBookingId}/recover', {
        params: { path },
        body: { messageType: 'email', customMessage: 'Come back' },
      }),
    );
    expect(sent.data).toMatchObject({ recoveryAttempts: 2, recoveryMessage: { incentiveOffered: null } });
    const stopped = await told(
      ada.POST('/api/coach-dashboard/booking-recovery/{abandonedBookingId}/stop', { params: { path } }),
    );
    expect(stopped.data.status).toBe('stopped');

    const link = { params: { path: { token: token(vic, 'recover') } } };
    const slot = await told(visitor.GET('/api/v1/public/recover/{token}', link));
    expect(slot.data).toMatchObject({ available: true, alternatives: [] });
    const booking = visitor.POST('/api/v1/public/recover/{token}/book', { ...link, body: {} });
    expect((await told(booking)).data.id).toBe(id);

    const decline = { params: { path: { token: token(vito, 'unsubscribe') } }, parseAs: 'text' } as const;
    expect(await told(visitor.GET('/api/v1/public/unsubscribe/{token}', decline))).toContain('<form');
    expect(await told(visitor.POST('/api/v1/public/unsubscribe/{token}', decline))).toContain('no more mail');
  });

  it('takes requests for a consultation, and follows them at Calendly', async () => {
    const calendly = (what: string, body: object) =>
      api.call({ method: 'POST', path: `/dev/providers/calendly/${what}`, body });
    const form = {
      firstName: 'Ines',
      lastName: 'Intake',
      companyName: 'Acme',
      companyWebsite: 'https://acme.example',
      position: 'CEO',
      isDecisionMaker: true,
      email: 'ines@acme.example',
    };
    const ask = async () => (await told(visitor.POST('/api/v1/public/booking', { body: form }))).results;
    const { booking, calendlyLink } = await ask();
    const params = { path: { id: booking._id } };
    const shown = await told(visitor.GET('/api/v1/public/booking/{id}', { params }));
    expect(shown.results.booking).toMatchObject({ firstName: 'Ines', status: 'pending' });
    await calendly('host', { email: 'ada@example.com' });
    const startTime = '2026-03-19T15:00:00Z';
    await calendly('book', { name: 'Ines', email: form.email, startTime, booking_url: calendlyLink });
    await api.cloud.settle();
    const { results } = await told(root.GET('/api/v1/admin/booking/{id}', { params }));
    expect(results.booking).toMatchObject({ status: 'scheduled', scheduledAt: startTime, clash: null });
    const event = await told(root.GET('/api/v1/admin/booking/{id}/calendly/event', { params }));
    expect(event.results.event.status).toBe('active');
    const invitee = await told(root.GET('/api/v1/admin/booking/{id}/calendly/invitee', { params }));
    expect(invitee.results.invitee.email).toBe(form.email);
    await told(root.GET('/api/v1/admin/booking/calendly/info'));
    const body = { _id: booking._id, isRead: true };
    await told(root.PUT('/api/v1/admin/booking', { body }));
    const query = { term: 'acm', isRead: true };
    const list = await told(root.GET('/api/v1/admin/booking', { params: { query } }));
    expect(list.results.pagination).toEqual({ page: 1, limit: 10, total: 1, totalPages: 1 });
    await told(root.POST('/api/v1/admin/booking/{id}/cancel', { params, body: { reason: 'Ill' } }));

    const second = { path: { id: (await ask()).booking._id } };
    await told(
      root.PATCH('/api/v1/public/booking/{id}/status', { params: second, body: { status: 'completed' } }),
    );
    expect((await told(root.DELETE('/api/v1/admin/booking/{id}', { params: second }))).results).toEqual({
      deletedCount: 1,
    });
    const headers = { 'calendly-webhook-signature': signature('') };
    await told(visitor.POST('/api/v1/public/calendly/webhook', { headers }));
  });

  it('keeps connected calendars in step', async () => {
    const side = googleSide(api);
    const connecting = { path: { provider: 'google', coachId: 'ada' } } as const;
    const begun = await told(
      ada.GET('/api/calendar-integration/connect/{provider}/{coachId}', { params: connecting }),
    );
    const back = new URL(await side.consent(begun.data.authUrl, 'ada@calendars.example'));
    const [state, code] = [back.searchParams.get('state') ?? '', back.searchParams.get('code') ?? ''];
    const arrived = await visitor.GET('/api/calendar-integration/callback', {
      params: { query: { state, code } },
      redirect: 'manual',
    });
    expect(arrived.response.headers.get('location')).toContain('status=connected');

    const one = '/api/calendar-integration/connections/{id}';
    const { data: all } = await told(ada.GET(one, { params: { path: { id: 'ada' } } }));
    const params = { path: { id: all[0]?.id ?? '' } };
    const body = { include_client_details: true, busy_sync: 'on' } as const;
    expect((await told(ada.PUT(one, { params, body }))).data).toMatchObject(body);
    const tested = await told(ada.POST('/api/calendar-integration/connections/{id}/test', { params }));
    expect(tested.data).toMatchObject({ ok: true, account_email: 'ada@calendars.example' });
    await told(ada.POST('/api/calendar-integration/connections/{id}/sync', { params }));
    const again = ada.POST('/api/calendar-integration/connections/{id}/redrive', { params, body: {} });
    expect((await told(again)).data).toEqual({ queued: 0 });
    const failed = ada.GET('/api/calendar-integration/connections/{id}/failed', { params });
    expect((await told(failed)).data).toEqual([]);

    const token = await calendarSigner().pushSecret(params.path.id);
    const push = { headers: { 'x-goog-channel-token': token } };
    expect(await statusOf(visitor.POST('/webhooks/google-calendar', push))).toBe(200);
    const notice = { value: [{ clientState: token }] };
    expect(await statusOf(visitor.POST('/webhooks/microsoft-graph', { body: notice }))).toBe(202);
    await api.cloud.settle();
    expect((await told(ada.DELETE(one, { params }))).data).toEqual({ id: params.path.id, revoked: true });

    const path = { calendar_type: 'google' } as const;
    const mine = await told(cleo.GET('/calendar/{calendar_type}/auth-url', { params: { path } }));
    const mineBack = new URL(await side.consent(mine.auth_url, 'cleo@calendars.example'));
    const exchange = { state: mine.state, code: mineBack.searchParams.get('code') ?? '' };
    const kept = await told(
      cleo.POST('/calendar/{calendar_type}/exchange-token', { params: { path }, body: exchange }),
    );
    expect(kept).toMatchObject({ expires_in: expect.any(Number), access_token: expect.any(String) });
    const when = { session_datetime: '2026-03-20T14:00:00Z', duration_minutes: 60 };
    const booking = await told(cleo.POST('/booking', { body: { coach_id: 'ada', ...when } }));
    const wanted = { booking_id: booking.id, calendar_type: 'google' } as const;
    const entered = await told(cleo.POST('/calendar/sync-booking', { body: wanted }));
    expect(entered).toMatchObject({ calendar_type: 'google', meeting_link: expect.any(String) });
  });

  it('gives people their calendar to subscribe to', async () => {
    const { data } = await told(
      ada.POST('/api/v1/me/calendar-feed', { body: { includeClientDetails: true } }),
    );
    const feed = data.url.split('/').at(-1) ?? '';
    const calendar = visitor.GET('/api/v1/public/calendars/{feed}', {
      params: { path: { feed } },
      parseAs: 'text',
    });
    expect(await told(calendar)).toContain('BEGIN:VCALENDAR');
    expect(await statusOf(ada.DELETE('/api/v1/me/calendar-feed'))).toBe(204);
  });

  it('shows what workers gave up on, and gives it to them again', async () => {
    const query = { worker: 'send-notice' };
    const { data } = await told(root.GET('/api/v1/admin/dead-letters', { params: { query } }));
    expect([data.letters, data.workers.every(({ count }) => count === 0)]).toEqual([[], true]);
    const redriven = root.POST('/api/v1/admin/dead-letters/{worker}/redrive', {
      params: { path: { worker: 'publish-events' } },
      body: { appointmentId },
    });
    expect((await told(redriven)).data.moved).toBeGreaterThan(0);
  });

  it('documents itself', async () => {
    expect(await told(visitor.GET('/health'))).toEqual({ status: 'ok' });
    expect(await told(visitor.GET('/openapi.json'))).toMatchObject({ openapi: '3.1.1' });
    expect(await told(visitor.GET('/docs', { parseAs: 'text' }))).toContain('<html');
    const asset = 'initialise.js';
    const script = visitor.GET('/docs/{asset}', { params: { path: { asset } }, parseAs: 'text' });
    expect(await told(script)).toContain('openapi.json');
  });

  it('has told of every operation', () => {
    const untold = routes.filter(({ operationId }) => !witness.succeeded.has(operationId));
    expect(untold.map(({ operationId }) => operationId)).toEqual([]);
  });
});
