import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startZoomMeetings, type ZoomMeetings } from './zoom-meetings.ts';

/*
 * Meetings at the imitated Zoom, through all of the product. The published examples are those of the coach dashboard, §5;
 * where an answer differs, the test says so: ids are ours and Zoom's, links are the imitated Zoom's, `startUrl` is shown to
 * the coach only, and the details also tell who holds the meeting and what went wrong.
 */

describe('meetings at Zoom', () => {
  let meetings: ZoomMeetings;

  beforeAll(async () => {
    meetings = await startZoomMeetings();
  });
  afterAll(() => meetings.api.stop());

  describe('as published', () => {
    let id: string;
    let zoomMeeting: { meetingId: string; joinUrl: string; startUrl: string; password: string };

    it('come with the booking', async () => {
      const { coach, book } = meetings;
      const data = await book('2025-01-22T14:00:00Z');
      id = data._id;
      zoomMeeting = data.zoomMeeting;
      expect(zoomMeeting).toEqual({
        meetingId: expect.stringMatching(/^\d{10,11}$/),
        joinUrl: expect.stringContaining('/j/'),
        startUrl: expect.stringContaining('/s/'),
        password: expect.any(String),
        createdAt: expect.stringMatching(/^2025-01-20T10:00:/),
      });
      const upcoming = await coach.call('GET', '/appointments/upcoming?limit=1');
      const { joinUrl, password } = zoomMeeting;
      expect(upcoming.body.data[0].zoomMeeting).toEqual({ joinUrl, password });
    });

    it('are listed by GET /zoom-meetings', async () => {
      const { coach } = meetings;
      const { body } = await coach.call('GET', '/zoom-meetings?startDate=2025-01-20&endDate=2025-01-27');
      expect(body).toEqual({
        success: true,
        data: {
          coachId: 'coach',
          dateRange: { startDate: '2025-01-20', endDate: '2025-01-27' },
          meetings: [
            {
              _id: id,
              appointmentId: id,
              meetingId: zoomMeeting.meetingId,
              topic: 'Discovery Call with John Doe',
              startTime: '2025-01-22T14:00:00Z',
              duration: 30,
              joinUrl: zoomMeeting.joinUrl,
              startUrl: zoomMeeting.startUrl,
              password: zoomMeeting.password,
              status: 'scheduled',
              participants: [
                { email: 'john@example.com', name: 'John Doe', role: 'participant' },
                { email: 'coach@example.com', name: 'Coach coach', role: 'host' },
              ],
              createdAt: expect.any(String),
            },
          ],
          summary: { totalMeetings: 1, scheduledMeetings: 1, completedMeetings: 0, cancelledMeetings: 0 },
        },
      });
    });

    it('are told in full by GET /zoom-meetings/appointment/:appointmentId', async () => {
      const { details } = meetings;
      expect(await details(id)).toEqual({
        _id: id,
        appointmentId: id,
        meetingId: zoomMeeting.meetingId,
        topic: 'Discovery Call with John Doe',
        startTime: '2025-01-22T14:00:00Z',
        duration: 30,
        joinUrl: zoomMeeting.joinUrl,
        // Good for two hours from now, so that it is another one each time.
        startUrl: expect.stringContaining('/s/'),
        password: zoomMeeting.password,
        status: 'scheduled',
        settings: {
          waitingRoom: true,
          joinBeforeHost: false,
          muteUponEntry: true,
          autoRecording: 'cloud',
          breakoutRoom: false,
        },
        hostEmail: null,
        participants: [
          {
            email: 'john@example.com',
            name: 'John Doe',
            role: 'participant',
            joinTime: null,
            leaveTime: null,
            duration: null,
          },
          {
            email: 'coach@example.com',
            name: 'Coach coach',
            role: 'host',
            joinTime: null,
            leaveTime: null,
            duration: null,
          },
        ],
        recording: { available: false, downloadUrl: null, fileSize: null, duration: null },
        lastError: null,
        createdAt: expect.any(String),
      });
    });

    it('keep the link to hold them from everybody but the coach', async () => {
      const { api, coach, staff } = meetings;
      const client = await api.token({ sub: 'john', roles: ['client'], email: 'john@example.com' });
      const paths = [
        `/zoom-meetings/appointment/${id}`,
        '/zoom-meetings?startDate=2025-01-20&endDate=2025-01-27',
        `/appointments/${id}`,
        '/appointments/upcoming',
        '/calendar?startDate=2025-01-20&endDate=2025-01-27',
      ];
      for (const path of paths) {
        const ask = (token: string) =>
          api.call({ method: 'GET', path: `/api/coach-dashboard${path}`, token });
        const forStaff = await ask(staff);
        expect([path, forStaff.status]).toEqual([path, 200]);
        expect(JSON.stringify(forStaff.body)).toContain(zoomMeeting.joinUrl);
        expect(JSON.stringify(forStaff.body)).not.toMatch(/startUrl|zak=/);
        expect((await ask(client)).status).toBe(403);
      }
      const others = [
        ['/booking/meetings', coach.token],
        [`/booking/meetings/${id}`, coach.token],
        ['/booking/meetings', client],
      ] as const;
      for (const [path, token] of others) {
        const answer = await api.call({ method: 'GET', path, token });
        expect(JSON.stringify(answer.body)).not.toMatch(/startUrl|zak=/);
      }
    });

    it('take place: who came, for how long, what was recorded, and what became of the appointment', async () => {
      const { api, coach, zoom, shown, details } = meetings;
      const script = [
        { at: -60, type: 'start' },
        { at: 60, type: 'join', name: 'John', email: 'john@example.com' },
        { at: 600, type: 'leave', name: 'John', email: 'john@example.com' },
        { at: 660, type: 'join', name: 'John', email: 'john@example.com' },
        { at: 900, type: 'join', name: 'Somebody' },
        { at: 1740, type: 'end' },
      ];
      await zoom('play', { meetingId: zoomMeeting.meetingId, script });
      await api.cloud.advanceTo(Date.parse('2025-01-22T14:05:00Z'));
      expect(await shown(id)).toMatchObject({ status: 'in_progress' });
      await api.cloud.advanceTo(Date.parse('2025-01-22T15:00:00Z'));
      const data = await details(id);
      expect(data).toMatchObject({
        status: 'completed',
        participants: [
          {
            role: 'participant',
            email: 'john@example.com',
            joinTime: '2025-01-22T14:01:00Z',
            leaveTime: '2025-01-22T14:29:00Z',
            duration: 27,
          },
          { role: 'host', joinTime: '2025-01-22T13:59:00Z', leaveTime: '2025-01-22T14:29:00Z', duration: 30 },
          { role: 'participant', email: null, name: 'Somebody', duration: 14 },
        ],
        recording: { available: true, downloadUrl: expect.stringContaining('/rec/download/'), duration: 30 },
      });
      expect(data.recording.fileSize).toBeGreaterThan(1_000_000);
      const list = await coach.call('GET', '/zoom-meetings?startDate=2025-01-22&endDate=2025-01-22');
      expect(list.body.data.summary).toMatchObject({ totalMeetings: 1, completedMeetings: 1 });
    });
  });

  it('move with their appointments, and go with them', async () => {
    const { api, coach, time, madeFor, book, shown, details } = meetings;
    const { _id: id, zoomMeeting } = await book();
    const to = time();
    await coach.call('PUT', `/appointments/${id}/reschedule`, { newStartTime: to });
    await api.cloud.settle();
    const [moved, ...more] = await madeFor(id);
    expect([String(moved?.id), moved?.startTime, more]).toEqual([zoomMeeting.meetingId, to, []]);
    await coach.call('DELETE', `/appointments/${id}`, {});
    await api.cloud.settle();
    expect(await madeFor(id)).toEqual([]);
    expect(await shown(id)).not.toHaveProperty('zoomMeeting');
    expect(await details(id)).toMatchObject({
      joinUrl: null,
      startUrl: null,
      password: null,
      status: 'cancelled',
    });
  });

  it('are made again when they were deleted at Zoom', async () => {
    const { api, zoom, madeFor, book, shown } = meetings;
    const { _id: id, zoomMeeting } = await book();
    await api.cloud.settle();
    await zoom('delete', { meetingId: zoomMeeting.meetingId });
    await api.cloud.settle();
    const [made, ...more] = await madeFor(id);
    expect(more).toEqual([]);
    expect((await shown(id)).zoomMeeting.meetingId).toBe(String(made?.id));
    expect(String(made?.id)).not.toBe(zoomMeeting.meetingId);
  });

  it('come with bookings of all other surfaces', async () => {
    const { api, time } = meetings;
    const client = await api.token({ sub: 'kim', roles: ['client'], name: 'Kim', email: 'kim@example.com' });
    const booked = await api.call({
      method: 'POST',
      path: '/booking',
      token: client,
      body: { coach_id: 'coach', session_datetime: time(), duration_minutes: 30 },
    });
    expect(booked.body.meeting_link).toContain('/j/');
    const root = await api.token({ sub: 'root', roles: ['admin'] });
    await api.call({
      method: 'PUT',
      path: '/api/v1/admin/relationships',
      token: root,
      body: { providerId: 'coach', clientId: 'kim' },
    });
    const session = await api.call({
      method: 'POST',
      path: '/booking/meetings',
      token: client,
      body: { therapistId: 'coach', startTime: time(), duration: 30 },
    });
    expect(session.body.meetingUrl).toContain('/j/');
    const contact = { name: 'Vic', email: 'vic@example.com', timeZone: 'Europe/Rome' };
    const hold = await api.call({
      method: 'POST',
      path: '/api/v1/public/holds',
      body: { coachId: 'coach', startTime: time(), duration: 30, contact },
    });
    const { id, token } = hold.body.data;
    const path = `/api/v1/public/holds/${id}/confirm`;
    const confirmed = await api.call({ method: 'POST', path, body: { token } });
    expect(confirmed.body.data.meetingUrl).toContain('/j/');
  });

  it('propose that the client did not come, which the coach decides', async () => {
    const { api, coach, skipAhead, zoom, book, shown } = meetings;
    const { _id: id, zoomMeeting, startTime } = await book();
    const other = await book();
    const script = [
      { at: 0, type: 'start' },
      { at: 900, type: 'end' },
    ];
    await zoom('play', { meetingId: zoomMeeting.meetingId, script });
    await api.cloud.advanceTo(Date.parse(startTime) + 20 * 60_000);
    expect(await shown(id)).toMatchObject({ status: 'in_progress', proposedStatus: 'no_show' });
    await coach.call('PATCH', `/appointments/${id}/status`, { status: 'no_show' });
    await api.cloud.settle();
    const after = await shown(id);
    expect([after.status, after.proposedStatus]).toEqual(['no_show', undefined]);
    const inbox = (await api.call({ method: 'GET', path: '/dev/inbox?to=john@example.com' })).body;
    expect(inbox.map(({ subject }: { subject?: string }) => subject)).toContain(
      "Missed your appointment? Let's reschedule",
    );
    // Nobody came to the other one at all.
    await api.cloud.advanceTo(Date.parse(other.startTime) + 40 * 60_000);
    expect(await shown(other._id)).not.toHaveProperty('proposedStatus');
    await api.cloud.advanceTo(Date.parse(other.startTime) + 46 * 60_000);
    expect(await shown(other._id)).toMatchObject({ status: 'scheduled', proposedStatus: 'no_show' });
    skipAhead();
  });

  it('are judged alike when all that is heard of them comes in reverse', async () => {
    const { api, skipAhead, zoom, book, shown, details } = meetings;
    const { _id: id, zoomMeeting, startTime } = await book();
    await zoom('settings', { holdWebhooks: true });
    await zoom('play', { meetingId: zoomMeeting.meetingId });
    await api.cloud.advanceTo(Date.parse(startTime) + 35 * 60_000);
    expect(await shown(id)).toMatchObject({ status: 'scheduled' });
    await zoom('release', { reversed: true });
    await zoom('settings', { holdWebhooks: false });
    await api.cloud.settle();
    await zoom('replay', { times: 3 });
    await api.cloud.settle();
    expect(await details(id)).toMatchObject({
      status: 'completed',
      participants: [{ duration: 28 }, { duration: 30 }],
    });
    skipAhead();
  });

  it('are held and made as the coach chooses', async () => {
    const { api, coach, staff, zoom, book, details } = meetings;
    const before = await coach.call('GET', '/zoom-settings');
    expect(before.body.data).toEqual({
      coachId: 'coach',
      waitingRoom: true,
      joinBeforeHost: false,
      muteUponEntry: true,
      autoRecording: 'cloud',
      breakoutRoom: false,
      hostEmail: null,
    });
    await zoom('users', { email: 'ada@rooms.example', firstName: 'Ada' });
    const chosen = {
      waitingRoom: false,
      joinBeforeHost: true,
      autoRecording: 'none',
      hostEmail: 'ada@rooms.example',
    };
    const set = await coach.call('PUT', '/zoom-settings', chosen);
    expect(set.body.data).toEqual({ ...before.body.data, ...chosen });
    const { _id: id } = await book();
    const { settings, hostEmail } = await details(id);
    expect(settings).toMatchObject({ waitingRoom: false, joinBeforeHost: true, autoRecording: 'none' });
    expect(hostEmail).toBe('ada@rooms.example');
    const stolen = await coach.call('PUT', '/zoom-settings', { hostEmail: 'jane@example.com' });
    expect([stolen.status, stolen.body.code]).toEqual([409, 'CONFLICT']);
    const byStaff = await api.call({
      method: 'PUT',
      path: '/api/coach-dashboard/zoom-settings',
      token: staff,
      body: { hostEmail: 'mine@rooms.example' },
    });
    expect([byStaff.status, byStaff.body.code]).toEqual([403, 'FORBIDDEN']);
    await coach.call('PUT', '/zoom-settings', { ...chosen, waitingRoom: true, hostEmail: null });
    await api.cloud.settle();
  });

  describe('while Zoom', () => {
    const troubles: readonly (readonly [string, object])[] = [
      ['is down', { status: 503, times: 3 }],
      ['answers garbage', { body: '<html>', times: 3 }],
      ['made the meeting and answers garbage', { body: '<html>', effect: true, match: 'POST /v2/users' }],
      ['made the meeting and hangs up', { effect: true, match: 'POST /v2/users' }],
      ['asks for a pause', { status: 429, retryAfter: 30, times: 3 }],
      ['has had enough for today', { status: 429, reason: 'daily', times: 1, match: 'POST /v2/users' }],
    ];

    it.each(troubles)('%s, bookings stand, and there is one meeting afterwards', async (_, failure) => {
      const { skipAhead, fail, madeFor, book, shown, details, advance } = meetings;
      await fail({ match: '/v2/', ...failure });
      const { _id: id, zoomMeeting } = await book();
      expect(zoomMeeting).toBeUndefined();
      await advance(24 * 60);
      const [made, ...more] = await madeFor(id);
      expect(more).toEqual([]);
      expect((await shown(id)).zoomMeeting.meetingId).toBe(String(made?.id));
      expect((await details(id)).lastError).toBeNull();
      skipAhead();
    });

    it('is slow, bookings do not wait for it', async () => {
      const { fail, madeFor, book, shown, details, advance } = meetings;
      await fail({ timeoutMs: 30_000, effect: true, match: 'POST /v2/users' });
      const { _id: id, zoomMeeting } = await book();
      expect(zoomMeeting).toBeUndefined();
      // The request is still open over there: the booking was not answered because it ended, but because its limit did.
      expect((await details(id)).lastError).toBe('Zoom did not answer in time.');
      await advance(20);
      expect(await madeFor(id)).toHaveLength(1);
      expect(await shown(id)).toHaveProperty('zoomMeeting');
    });

    it('forgets our access, it is asked for anew', async () => {
      const { zoom, book } = meetings;
      await zoom('tokens/revoke', {});
      expect(await book()).toHaveProperty('zoomMeeting');
    });
  });
});
