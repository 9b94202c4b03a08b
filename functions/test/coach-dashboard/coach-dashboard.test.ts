import { type Api, type ApiAnswer, startApi, withoutMeetings } from '@punctual/testkit/api.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterCoach, type TestCoach } from '../coach.ts';
import { conforms } from '../operations.ts';

/* The coach dashboard as its users call it. Monday, 2 March 2026, 8:00 UTC; DST begins on 8 March in New York. */

describe('coach dashboard', () => {
  let api: Api;
  let coach: TestCoach;
  let lead: string;

  beforeAll(async () => {
    api = await startApi(undefined, withoutMeetings);
    coach = await enterCoach(api, 'ada', { sessionPrice: 50 });
    lead = await coach.lead('John Doe');
  });
  afterAll(() => api.stop());

  it('books, and shows the appointment everywhere', async () => {
    const booked = await coach.call('POST', '/appointments', {
      leadId: lead,
      startTime: '2026-03-03T10:00:00-05:00',
      duration: 60,
      notes: 'Discovery call to discuss weight loss goals',
      timeZone: 'America/New_York',
      appointmentType: 'online',
    });
    conforms('bookAppointment', booked);
    expect(booked.headers.get('etag')).toBe('"v1"');
    const { _id: id, ...shown } = booked.body.data;
    expect(shown).toMatchObject({
      coachId: 'ada',
      leadId: lead,
      startTime: '2026-03-03T15:00:00Z',
      duration: 60,
      summary: 'Discovery Call with John Doe',
      status: 'scheduled',
      price: 50,
      lead: { _id: lead, name: 'John Doe', email: 'John.Doe@example.com', phone: '+1234567890' },
    });

    const one = await coach.call('GET', `/appointments/${id}`);
    conforms('getAppointment', one);
    expect(one.body.data._id).toBe(id);

    const upcoming = await coach.call('GET', '/appointments/upcoming');
    conforms('listUpcomingAppointments', upcoming);
    expect(upcoming.body.totalUpcoming).toBe(1);
    expect(upcoming.body.data[0].timeUntilAppointment).toMatch(/^1 day, [67] hours$/);

    const calendar = await coach.call('GET', '/calendar?startDate=2026-03-02&endDate=2026-03-03');
    conforms('getCalendar', calendar);
    expect(calendar.body.data.summary).toEqual({
      totalAppointments: 1,
      completedAppointments: 0,
      upcomingAppointments: 1,
      cancelledAppointments: 0,
    });

    const slots = await coach.call('GET', '/available-slots?date=2026-03-03&explain=true');
    conforms('getAvailableSlots', slots);
    expect(slots.body.data).toMatchObject({ totalSlots: 16, bookedSlots: 2 });
    expect(slots.body.data.unavailable).toEqual([
      { startTime: '2026-03-03T15:00:00Z', reason: 'BUSY' },
      { startTime: '2026-03-03T15:30:00Z', reason: 'BUSY' },
    ]);

    const history = await coach.call('GET', `/appointments/${id}/history`);
    conforms('getAppointmentHistory', history);
    expect(history.body.data.map((event: { type: string }) => event.type)).toEqual(['appointment.booked']);
  });

  it('offers what it then books, for every listed slot, and refuses the others for the reason it listed', async () => {
    const slots = await coach.call('GET', '/available-slots?date=2026-03-04&explain=true');
    const { availableSlots, unavailable } = slots.body.data;
    for (const { startTime, duration } of availableSlots.slice(0, 4)) {
      const id = (await coach.book(lead, startTime, duration)).body.data?._id;
      expect(id).toBeDefined();
      expect((await coach.call('DELETE', `/appointments/${id}`, {})).status).toBe(200);
    }
    for (const { startTime, reason } of unavailable) {
      expect((await coach.book(lead, startTime)).body.reason).toBe(reason);
    }
  });

  it('shows local hours right on both sides of a DST change', async () => {
    const sunday = { ...(await coach.call('GET', '/availability')).body.data };
    expect(sunday.workingHours).toHaveLength(5);
    const friday = await coach.call('GET', '/available-slots?date=2026-03-06');
    const monday = await coach.call('GET', '/available-slots?date=2026-03-09');
    expect(friday.body.data.availableSlots[0]).toMatchObject({
      startTime: '2026-03-06T14:00:00Z',
      localStartTime: '2026-03-06T09:00',
    });
    expect(monday.body.data.availableSlots[0]).toMatchObject({
      startTime: '2026-03-09T13:00:00Z',
      localStartTime: '2026-03-09T09:00',
    });
  });

  it('reschedules with history, guards by ETag, and frees the old time', async () => {
    const { _id: id } = (await coach.book(lead, '2026-03-05T14:00:00Z')).body.data;
    const path = `/appointments/${id}/reschedule`;
    const body = {
      newStartTime: '2026-03-05T16:00:00Z',
      reason: 'Client requested time change',
      notifyClient: true,
    };
    const moved = await coach.call('PUT', path, body, { 'if-match': '"v1"' });
    conforms('rescheduleAppointment', moved);
    expect(moved.body.data.rescheduleHistory).toMatchObject([
      { originalTime: '2026-03-05T14:00:00Z', newTime: '2026-03-05T16:00:00Z', rescheduledBy: 'ada' },
    ]);
    const stale = await coach.call('PUT', path, body, { 'if-match': '"v1"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'PRECONDITION_FAILED']);
    const again = await coach.book(lead, '2026-03-05T14:00:00Z');
    expect(again.status).toBe(201);
    const clash = await coach.call('PUT', path, { newStartTime: '2026-03-05T14:00:00Z' });
    expect([clash.status, clash.body.reason]).toEqual([409, 'BUSY']);
    // It may overlap where it stands itself.
    expect((await coach.call('PUT', path, { newStartTime: '2026-03-05T16:15:00Z' })).status).toBe(200);
  });

  it('cancels once, keeps the reason, and never changes what has ended', async () => {
    const { _id: id } = (await coach.book(lead, '2026-03-05T18:00:00Z')).body.data;
    const cancelled = await coach.call('DELETE', `/appointments/${id}`, {
      reason: 'Client cancelled',
      rescheduleOffer: true,
    });
    conforms('cancelAppointment', cancelled);
    expect(cancelled.body.data).toMatchObject({
      status: 'cancelled',
      cancellationReason: 'Client cancelled',
      cancelledBy: 'ada',
      rescheduleOffered: true,
    });
    for (const [method, path, body] of [
      ['DELETE', '', {}],
      ['PUT', '/reschedule', { newStartTime: '2026-03-05T20:00:00Z' }],
      ['PATCH', '/status', { status: 'confirmed' }],
    ] as const) {
      const answer = await coach.call(method, `/appointments/${id}${path}`, body);
      expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_TRANSITION']);
    }
    expect((await coach.book(lead, '2026-03-05T18:00:00Z')).status).toBe(201);
  });

  it('follows the life cycle and counts it', async () => {
    const other = await enterCoach(api, 'stats', { sessionPrice: 100, autoConfirm: true, timeZone: 'UTC' });
    const client = await other.lead('Sarah Johnson');
    const empty = await other.call('GET', '/appointments/stats');
    conforms('getAppointmentStatistics', empty);
    expect(JSON.stringify(empty.body)).not.toMatch(/NaN|Infinity/);
    const first = (await other.book(client, '2026-03-02T10:00:00Z', 60)).body.data;
    const second = (await other.book(client, '2026-03-02T14:00:00Z')).body.data;
    expect(first.status).toBe('confirmed');
    const early = await other.call('PATCH', `/appointments/${first._id}/status`, { status: 'no_show' });
    expect(early.status).toBe(400);
    await api.call({ method: 'POST', path: '/dev/clock', body: { now: '2026-03-02T10:05:00Z' } });
    const today = await other.call('GET', '/appointments/today');
    conforms('listTodaysAppointments', today);
    expect(today.body.data.summary).toMatchObject({
      totalAppointments: 2,
      upcomingAppointments: 1,
      nextAppointment: { _id: second._id },
    });
    for (const status of ['in_progress', 'completed']) {
      const set = await other.call('PATCH', `/appointments/${first._id}/status`, { status });
      conforms('changeAppointmentStatus', set);
    }
    await other.call('PATCH', `/appointments/${second._id}/status`, { status: 'cancelled', reason: 'ill' });
    const stats = await other.call('GET', '/appointments/stats?startDate=2026-03-01&endDate=2026-03-31');
    conforms('getAppointmentStatistics', stats);
    expect(stats.body.data).toMatchObject({
      period: { startDate: '2026-03-01', endDate: '2026-03-31', days: 31 },
      summary: {
        totalAppointments: 2,
        completedAppointments: 1,
        cancelledAppointments: 1,
        completionRate: 50,
      },
      byDuration: [
        { duration: 30, count: 1, percentage: 50 },
        { duration: 60, count: 1, percentage: 50 },
      ],
      trends: { peakBookingDay: 'Monday', peakBookingTime: '10:00-11:00', monthlyGrowth: null },
      revenue: {
        totalRevenue: 200,
        completedRevenue: 100,
        lostRevenue: 100,
        averageRevenuePerAppointment: 100,
      },
    });
  });

  it('repeats an answer for a repeated key, and refuses the key for another request', async () => {
    const key = { 'idempotency-key': 'k-1' };
    const body = { leadId: lead, startTime: '2026-03-10T14:00:00Z', duration: 30 };
    const answers = [];
    for (let time = 0; time < 3; time += 1)
      answers.push(await coach.call('POST', '/appointments', body, key));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.data._id)).size).toBe(1);
    expect(answers[2]?.headers.get('idempotency-replayed')).toBe('true');
    const other = await coach.call('POST', '/appointments', { ...body, duration: 60 }, key);
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
    const together = await Promise.all(
      Array.from({ length: 5 }, () =>
        coach.call(
          'POST',
          '/appointments',
          { ...body, startTime: '2026-03-10T15:00:00Z' },
          { 'idempotency-key': 'k-2' },
        ),
      ),
    );
    const outcomes = together.map(({ status, body: answer }) => (status === 201 ? 201 : answer.code));
    expect(outcomes).toContain(201);
    expect(outcomes.filter((one) => one !== 201 && one !== 'IDEMPOTENCY_IN_FLIGHT')).toEqual([]);
  });

  it('keeps leads and staff, and lets staff act for their coach only', async () => {
    const made = await coach.call('POST', '/leads', {
      name: 'Mike Wilson',
      email: 'mike@example.com',
      score: 80,
      temperature: 'hot',
    });
    conforms('createLead', made);
    const id = made.body.data._id;
    const patched = await coach.call('PATCH', `/leads/${id}`, {
      phone: '+1 555 123 4567',
      timeZone: 'Europe/Berlin',
    });
    conforms('updateLead', patched);
    expect(patched.body.data).toMatchObject({ name: 'Mike Wilson', timeZone: 'Europe/Berlin', score: 80 });
    conforms('getLead', await coach.call('GET', `/leads/${id}`));
    const found = await coach.call('GET', '/leads?term=MIKE&limit=5');
    conforms('listLeads', found);
    expect(found.body.data.map((one: { _id: string }) => one._id)).toEqual([id]);

    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: ApiAnswer = await coach.call('GET', `/leads?limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.body.data.map((one: { _id: string }) => one._id));
      cursor = page.body.cursor;
    }
    expect(new Set(paged).size).toBe(paged.length);
    expect(paged).toContain(lead);

    conforms(
      'addStaff',
      await coach.call('POST', '/staff', { name: 'Jane Smith', email: 'jane@example.com', id: 'jane' }),
    );
    const staffToken = await api.token({ sub: 'jane', roles: ['staff'] });
    const asStaff = await api.call({
      method: 'GET',
      path: `/api/coach-dashboard/leads/${id}`,
      token: staffToken,
    });
    expect(asStaff.body.data.coachId).toBe('ada');
    const stranger = await api.token({ sub: 'joe', roles: ['staff'] });
    const refused = await api.call({ method: 'GET', path: '/api/coach-dashboard/leads', token: stranger });
    expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
    conforms('listStaff', await coach.call('GET', '/staff'));

    const assigned = await coach.call('POST', '/appointments', {
      leadId: id,
      startTime: '2026-03-11T14:00:00Z',
      duration: 30,
      assignedStaffId: 'jane',
    });
    expect(assigned.body.data.assignedStaff).toEqual({
      _id: 'jane',
      name: 'Jane Smith',
      email: 'jane@example.com',
    });
  });

  it('keeps one agenda for everybody with the same e-mail address', async () => {
    const ben = await enterCoach(api, 'ben');
    const mine = await coach.lead('Kim Shared');
    const his = await ben.lead('kim shared');
    expect(his).not.toBe(mine);
    expect((await coach.book(mine, '2026-03-12T15:00:00Z')).status).toBe(201);
    const refused = await ben.book(his, '2026-03-12T15:00:00Z');
    expect([refused.status, refused.body.reason]).toEqual([409, 'CLIENT_BUSY']);
    expect(refused.body.alternatives).not.toContainEqual({ startTime: '2026-03-12T15:00:00Z', duration: 30 });
  });

  it('changes settings, leaves out what is left out, and takes every published shape', async () => {
    const other = await enterCoach(api, 'settings');
    const changed = await other.call('PUT', '/availability', {
      workingHours: [
        { dayOfWeek: 1, startTime: '09:00', endTime: '12:00', isWorking: true },
        { dayOfWeek: 1, startTime: '13:00', endTime: '24:00' },
        { dayOfWeek: 5, startTime: '22:00', endTime: '02:00' },
        { dayOfWeek: 0, startTime: '00:00', endTime: '00:00', isWorking: false },
      ],
      unavailableSlots: [
        { start: '2026-03-09T13:00:00Z', end: '2026-03-09T14:00:00Z', reason: 'Lunch break' },
      ],
      specialHours: [
        { date: '2026-03-16', windows: [{ startTime: '10:00', endTime: '11:00' }] },
        { date: '2026-03-23', windows: [] },
      ],
      defaultAppointmentDuration: 60,
      slotInterval: 30,
      reminderSettings: { reminderTime: 12 },
    });
    conforms('setAvailability', changed);
    const read = await other.call('GET', '/availability');
    conforms('getAvailability', read);
    expect(read.body.data).toMatchObject({
      timeZone: 'America/New_York',
      slotInterval: 30,
      reminderSettings: { emailReminder: true, smsReminder: true, reminderTime: 12, followUpReminder: true },
    });
    expect(read.body.data.workingHours[1]).toMatchObject({ startTime: '13:00', endTime: '24:00' });
    const special = await other.call('GET', '/available-slots?date=2026-03-16');
    expect(special.body.data.availableSlots.map((one: { startTime: string }) => one.startTime)).toEqual([
      '2026-03-16T14:00:00Z',
    ]);
    const off = await other.call('GET', '/available-slots?date=2026-03-23');
    expect(off.body.data).toMatchObject({
      availableSlots: [],
      availableCount: 0,
      workingHours: null,
      totalSlots: 0,
    });
    const night = await other.call('GET', '/available-slots?date=2026-03-06&duration=60');
    // 22:00 to 02:00 in New York on the Friday; starts after midnight belong to the Saturday.
    expect(
      night.body.data.availableSlots.filter((one: { slotType: string }) => one.slotType === 'standard'),
    ).toHaveLength(4);
    const lunch = await other.book(await other.lead('lunch'), '2026-03-09T13:30:00Z', 60);
    expect(lunch.body.reason).toBe('TIME_OFF');
  });

  it('gives each reason where it belongs', async () => {
    const other = await enterCoach(api, 'reasons', {
      bufferTime: 15,
      minimumNoticeMinutes: 120,
      advanceBookingDays: 14,
    });
    const client = await other.lead('reasons lead');
    const reasonOf = async (startTime: string, duration?: number) =>
      (await other.book(client, startTime, duration)).body.reason;
    expect((await other.book(client, '2026-03-04T15:00:00Z')).status).toBe(201);
    expect(await reasonOf('2026-02-27T15:00:00Z')).toBe('IN_THE_PAST');
    expect(await reasonOf(new Date(api.cloud.clock.now() + 3_600_000).toISOString())).toBe('TOO_SOON');
    expect(await reasonOf('2026-03-17T15:00:00Z')).toBe('TOO_FAR');
    expect(await reasonOf('2026-03-04T13:30:00Z')).toBe('OUTSIDE_WORKING_HOURS');
    expect(await reasonOf('2026-03-04T16:00:00Z', 4)).toBe('DURATION_NOT_OFFERED');
    expect(await reasonOf('2026-03-04T15:15:00Z')).toBe('BUSY');
    expect(await reasonOf('2026-03-04T15:35:00Z')).toBe('BUFFER');
  });

  it('speaks problem+json to those who ask for it', async () => {
    const answer = await coach.call('GET', '/appointments/unknown', undefined, {
      accept: 'application/problem+json',
    });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
      type: 'urn:punctual:problem:not-found',
    });
  });

  it('limits an hour and says so', async () => {
    const other = await enterCoach(api, 'eager');
    const answers = await Promise.all(
      Array.from({ length: 101 }, () => other.call('GET', '/appointments/stats')),
    );
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited).toHaveLength(1);
    expect(limited[0]?.body.code).toBe('RATE_LIMITED');
    expect(Number(limited[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(limited[0]?.headers.get('ratelimit')).toMatch(/^"analytics";r=0;t=\d+$/);
  });
});
