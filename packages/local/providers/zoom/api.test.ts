import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startZoom } from './harness.ts';

let zoom: Awaited<ReturnType<typeof startZoom>>;

beforeAll(async () => {
  zoom = await startZoom();
});
afterAll(() => zoom.cloud.stop());
beforeEach(() => zoom.reset());

const inHours = (hours: number) =>
  new Date(zoom.cloud.clock.now() + hours * 3_600_000).toISOString().replace(/\.\d+Z/, 'Z');
const create = async (over: object = {}, user = 'me') => {
  const given = { topic: 'Discovery Call', start_time: inHours(24), duration: 30, ...over };
  return zoom.api('POST', `/users/${encodeURIComponent(user)}/meetings`, given);
};
/** Makes the meeting take place, and gives the uuid of that time. */
const takePlace = async (id: number) => {
  const { body } = await zoom.api('GET', `/meetings/${id}`);
  await zoom.control('start', { meetingId: id });
  await zoom.advance(600);
  await zoom.control('end', { meetingId: id });
  return String(body.uuid);
};
const twice = (text: string) => encodeURIComponent(encodeURIComponent(text));

test('tokens live an hour, several at once, until revoked', async () => {
  const { status, body } = await zoom.requestToken();
  expect(status).toBe(200);
  expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: expect.stringContaining(':') });
  expect((await zoom.api('GET', '/users/me')).status).toBe(200);
  await zoom.advance(3601);
  expect(await zoom.api('GET', '/users/me')).toMatchObject({
    status: 401,
    body: { code: 124, message: 'Access token is expired.' },
  });
  const second = { authorization: `Bearer ${(await zoom.requestToken()).body.access_token}` };
  expect((await zoom.api('GET', '/users/me', undefined, second)).status).toBe(200);
  await zoom.control('tokens/revoke', {});
  expect(await zoom.api('GET', '/users/me', undefined, second)).toMatchObject({
    status: 401,
    body: { code: 124, message: 'Invalid access token.' },
  });
});

test.each([
  [{ grant_type: 'client_credentials' }, undefined, 'unsupported_grant_type'],
  [{ account_id: 'another' }, undefined, 'invalid_request'],
  [{}, 'wrong', 'invalid_client'],
])('a token asked for wrongly is refused: %j %s', async (fields, secret, error) => {
  const answer = await zoom.requestToken(fields, secret);
  expect(answer).toMatchObject({ status: 400, body: { error, reason: expect.any(String) } });
});

test('a meeting is created whole', async () => {
  const start = inHours(24);
  const settings = {
    waiting_room: true,
    join_before_host: false,
    mute_upon_entry: true,
    auto_recording: 'cloud',
  };
  const { status, body } = await create({ start_time: start, settings, password: 'abc123', agenda: 'All' });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    uuid: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/),
    host_email: 'owner@punctual.example',
    topic: 'Discovery Call',
    type: 2,
    status: 'waiting',
    start_time: start,
    duration: 30,
    agenda: 'All',
    password: 'abc123',
    encrypted_password: expect.any(String),
    join_url: expect.stringContaining(`/j/${body.id}?pwd=`),
    start_url: expect.stringContaining(`/s/${body.id}?zak=`),
    settings: { ...settings, approval_type: 2 },
  });
  expect(String(body.id)).toMatch(/^8\d{9,10}$/);
  const { body: shown } = await zoom.api('GET', `/meetings/${body.id}`);
  expect(shown).toEqual({ ...body, start_url: expect.any(String) });
  expect(shown.start_url).not.toBe(body.start_url);
});

test('a start without Z is a wall time in the zone given, or in the host’s', async () => {
  const wall = { start_time: '2031-07-01T10:00:00' };
  const berlin = await create({ ...wall, timezone: 'Europe/Berlin' });
  expect(berlin.body).toMatchObject({ start_time: '2031-07-01T08:00:00Z', timezone: 'Europe/Berlin' });
  expect((await create(wall)).body).toMatchObject({ start_time: '2031-07-01T10:00:00Z', timezone: 'UTC' });
});

test('a coach who is a user hosts; others are unknown', async () => {
  expect((await create({}, 'Demo-Coach@example.com')).body.host_email).toBe('demo-coach@example.com');
  expect(await create({}, 'nobody@example.com')).toMatchObject({
    status: 404,
    body: { code: 1001, message: 'User does not exist: nobody@example.com.' },
  });
  await zoom.control('users', { email: 'nobody@example.com', firstName: 'No', lastName: 'Body' });
  expect((await create({}, 'nobody@example.com')).status).toBe(201);
  expect((await zoom.api('GET', '/users/nobody%40example.com')).body.display_name).toBe('No Body');
  expect((await zoom.api('GET', '/users?page_size=2')).body).toMatchObject({
    total_records: 3,
    page_count: 2,
    users: [{ email: 'owner@punctual.example' }, { email: 'demo-coach@example.com' }],
  });
  const scheduled = await create({ schedule_for: 'demo-coach@example.com' });
  expect(scheduled.body.host_email).toBe('demo-coach@example.com');
  expect(await create({ schedule_for: 'x@example.com' })).toMatchObject({ status: 400, body: { code: 300 } });
});

test.each([
  [{ topic: 7 }, 'topic'],
  [{ topic: 'x'.repeat(201) }, 'topic'],
  [{ agenda: 'x'.repeat(2001) }, 'agenda'],
  [{ type: 4 }, 'type'],
  [{ type: 8 }, 'recurrence'],
  [{ start_time: 'tomorrow' }, 'start_time'],
  [{ start_time: '2031-02-01T10:00:00+01:00' }, 'start_time'],
  [{ start_time: '2031-13-01T10:00:00Z' }, 'start_time'],
  [{ duration: '30' }, 'duration'],
  [{ timezone: 'Mars/Base' }, 'timezone'],
  [{ password: 'elevenchars' }, 'password'],
  [{ colour: 'red' }, 'colour'],
  [{ settings: { auto_recording: 'always' } }, 'settings.auto_recording'],
  [{ settings: { waitingRoom: true } }, 'settings.waitingRoom'],
  [{ settings: { breakout_room: { enable: 'yes' } } }, 'settings.breakout_room.enable'],
])('a meeting that does not fit is refused by field: %j', async (over, field) => {
  expect(await create(over)).toMatchObject({
    status: 400,
    body: { code: 300, message: 'Validation Failed.', errors: [{ field, message: 'Invalid field.' }] },
  });
});

test('what is not JSON, not known or not allowed is refused', async () => {
  expect(await zoom.api('POST', '/users/me/meetings', '[]')).toMatchObject({
    status: 400,
    body: { code: 300, message: 'Request Body should be a valid JSON object.' },
  });
  const asText = { 'content-type': 'text/plain' };
  expect((await zoom.api('POST', '/users/me/meetings', '{}', asText)).status).toBe(415);
  expect((await zoom.api('GET', '/users/me/meetings?page_size=301')).body.errors[0].field).toBe('page_size');
  expect((await zoom.api('GET', '/users/me/meetings?limit=3')).body.errors[0].field).toBe('limit');
  expect(await zoom.api('GET', '/nothing')).toMatchObject({ status: 404, body: { code: 2300 } });
  expect((await zoom.api('GET', '/users/%zz')).status).toBe(400);
  expect((await zoom.api('GET', '/users/me', undefined, { authorization: '' })).status).toBe(401);
});

test('a change keeps what it does not name, and a deleted meeting is gone', async () => {
  const { body } = await create({ settings: { mute_upon_entry: true, auto_recording: 'cloud' } });
  const start = inHours(48);
  const change = { start_time: start, settings: { auto_recording: 'none' } };
  expect(await zoom.api('PATCH', `/meetings/${body.id}`, change)).toMatchObject({
    status: 204,
    body: undefined,
  });
  expect((await zoom.api('GET', `/meetings/${body.id}`)).body).toMatchObject({
    topic: 'Discovery Call',
    start_time: start,
    settings: { mute_upon_entry: true, auto_recording: 'none' },
  });
  expect((await zoom.api('DELETE', `/meetings/${body.id}?schedule_for_reminder=false`)).status).toBe(204);
  for (const [method, given] of [['GET'], ['DELETE'], ['PATCH', {}]] as const) {
    expect(await zoom.api(method, `/meetings/${body.id}`, given)).toMatchObject({
      status: 404,
      body: { code: 3001, message: `Meeting does not exist: ${body.id}.` },
    });
  }
  const recovered = await zoom.api('PUT', `/meetings/${body.id}/status`, { action: 'recover' });
  expect(recovered.status).toBe(204);
  expect((await zoom.api('GET', `/meetings/${body.id}`)).status).toBe(200);
});

test('settings may be sent back as they were shown', async () => {
  const { body } = await create({ settings: { breakout_room: { enable: true, rooms: [{ name: 'A' }] } } });
  const { status } = await zoom.api('PATCH', `/meetings/${body.id}`, { settings: body.settings });
  expect(status).toBe(204);
  expect((await zoom.api('GET', `/meetings/${body.id}`)).body.settings).toEqual(body.settings);
});

test('a running meeting can be ended, not changed or deleted', async () => {
  const { body } = await create();
  await zoom.control('start', { meetingId: body.id });
  expect((await zoom.api('GET', `/meetings/${body.id}`)).body.status).toBe('started');
  expect(await zoom.api('DELETE', `/meetings/${body.id}`)).toMatchObject({
    status: 400,
    body: { code: 3002 },
  });
  const change = await zoom.api('PATCH', `/meetings/${body.id}`, { topic: 'Other' });
  expect(change).toMatchObject({ status: 400, body: { code: 3000 } });
  const end = () => zoom.api('PUT', `/meetings/${body.id}/status`, { action: 'end' });
  expect((await end()).status).toBe(204);
  expect((await end()).status).toBe(400);
  expect((await zoom.api('GET', `/meetings/${body.id}`)).body.status).toBe('waiting');
});

test('meetings are listed by kind, in order, page by page', async () => {
  for (const hours of [3, 1, 2]) await create({ topic: `in ${hours}`, start_time: inHours(hours) });
  const past = await create({ topic: 'past', start_time: inHours(-5) });
  await create({}, 'demo-coach@example.com');
  const topics = async (query: string) => {
    const { body } = await zoom.api('GET', `/users/me/meetings?${query}`);
    return body.meetings.map(({ topic }: { topic: string }) => topic);
  };
  expect(await topics('')).toEqual(['past', 'in 1', 'in 2', 'in 3']);
  expect(await topics('type=upcoming')).toEqual(['in 1', 'in 2', 'in 3']);
  expect(await topics('type=previous_meetings')).toEqual(['past']);
  await zoom.control('start', { meetingId: past.body.id });
  expect(await topics('type=live')).toEqual(['past']);

  const first = (await zoom.api('GET', '/users/me/meetings?type=upcoming&page_size=3')).body;
  expect(first).toMatchObject({ page_size: 3, total_records: 4, page_count: 2 });
  expect(first.meetings[0]).not.toHaveProperty('start_url');
  const rest = `page_size=3&next_page_token=${first.next_page_token}`;
  expect(await topics(`type=upcoming&${rest}`)).toEqual(['in 3']);
  expect((await zoom.api('GET', `/users/me/meetings?type=live&${rest}`)).status).toBe(400);
  await zoom.advance(16 * 60);
  expect((await zoom.api('GET', `/users/me/meetings?type=upcoming&${rest}`)).status).toBe(400);
  expect(await topics('from=2031-01-01')).toEqual([]);
});

test('a host has a hundred creations and changes a day of UTC', async () => {
  await zoom.cloud.advanceTo(Date.parse('2031-05-05T22:30:00Z'));
  const { access_token: token } = (await zoom.requestToken()).body;
  const authorized = { authorization: `Bearer ${token}` };
  const { body } = await zoom.api('POST', '/users/me/meetings', { topic: 'First' }, authorized);
  const change = () => zoom.api('PATCH', `/meetings/${body.id}`, { topic: 'Next' }, authorized);
  for (let count = 1; count < 100; count += 1) expect((await change()).status).toBe(204);
  const refused = await change();
  expect(refused).toMatchObject({ status: 429, body: { code: 429 } });
  expect(refused.headers.get('retry-after')).toBe('2031-05-06T00:00:00Z');
  const other = await zoom.api('POST', '/users/demo-coach@example.com/meetings', {}, authorized);
  expect(other.status).toBe(201);
  await zoom.cloud.advanceTo(Date.parse('2031-05-06T00:00:00Z'));
  const fresh = { authorization: `Bearer ${(await zoom.requestToken()).body.access_token}` };
  expect((await zoom.api('PATCH', `/meetings/${body.id}`, {}, fresh)).status).toBe(204);
});

test('who was there is known after the end, by id for the last time and by uuid for each', async () => {
  const { body: meeting } = await create();
  expect((await zoom.api('GET', `/past_meetings/${meeting.id}`)).status).toBe(404);
  await zoom.control('settings', { participantsDelaySeconds: 120 });
  await zoom.control('start', { meetingId: meeting.id });
  await zoom.advance(60);
  const ada = { meetingId: meeting.id, name: 'Ada', email: 'ada@example.com' };
  await zoom.control('join', ada);
  await zoom.advance(90);
  await zoom.control('leave', ada);
  await zoom.control('join', ada);
  await zoom.advance(30);
  expect((await zoom.api('PUT', `/meetings/${meeting.id}/status`, { action: 'end' })).status).toBe(204);
  const path = `/past_meetings/${twice(meeting.uuid)}/participants`;
  expect(await zoom.api('GET', path)).toMatchObject({ status: 404, body: { code: 3001 } });
  await zoom.advance(120);
  const { body } = await zoom.api('GET', `${path}?page_size=2`);
  expect(body).toMatchObject({
    total_records: 3,
    participants: [
      { name: 'Account Owner', user_email: 'owner@punctual.example', duration: 180, internal_user: true },
      { name: 'Ada', user_email: 'ada@example.com', duration: 90, internal_user: false },
    ],
  });
  const rest = await zoom.api('GET', `${path}?page_size=2&next_page_token=${body.next_page_token}`);
  expect(rest.body).toMatchObject({ next_page_token: '', participants: [{ name: 'Ada', duration: 30 }] });

  const again = await takePlace(meeting.id);
  await zoom.advance(120);
  expect((await zoom.api('GET', `/past_meetings/${meeting.id}`)).body).toMatchObject({
    uuid: again,
    participants_count: 1,
    duration: 10,
  });
  const { body: all } = await zoom.api('GET', `/past_meetings/${meeting.id}/instances`);
  expect(all.meetings.map(({ uuid }: { uuid: string }) => uuid)).toEqual([again, meeting.uuid]);
});

test('a uuid with awkward slashes is found only when encoded twice', async () => {
  const uuids: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    const { body } = await create();
    uuids.push(await takePlace(body.id));
  }
  const awkward = uuids.filter((uuid) => uuid.startsWith('/') || uuid.includes('//'));
  expect(awkward.length).toBeGreaterThan(0);
  for (const uuid of uuids) {
    expect((await zoom.api('GET', `/past_meetings/${twice(uuid)}`)).body.uuid).toBe(uuid);
    const once = await zoom.api('GET', `/past_meetings/${encodeURIComponent(uuid)}`);
    expect(once.status).toBe(awkward.includes(uuid) ? 404 : 200);
  }
});

test('recordings are listed, and loaded with their token only', async () => {
  const { body: meeting } = await create();
  const uuid = await takePlace(meeting.id);
  const path = `/meetings/${twice(uuid)}/recordings`;
  expect(await zoom.api('GET', path)).toMatchObject({ status: 404, body: { code: 3301 } });
  await zoom.control('record', { meetingId: meeting.id });
  const { body } = await zoom.api('GET', `${path}?include_fields=download_access_token&ttl=60`);
  expect(body).toMatchObject({
    uuid,
    recording_count: 2,
    recording_files: [{ file_type: 'MP4', status: 'completed' }, { file_type: 'M4A' }],
  });
  const [file] = body.recording_files;
  expect(body.total_size).toBe(file.file_size + body.recording_files[1].file_size);
  const load = async (token: string) => (await fetch(`${file.download_url}?access_token=${token}`)).status;
  expect(await load(body.download_access_token)).toBe(200);
  expect(await load('x')).toBe(401);
  await zoom.advance(61);
  expect(await load(body.download_access_token)).toBe(401);
});

test('failures on demand speak Zoom’s language', async () => {
  const fail = (failure: object) => zoom.control('fail', failure);
  await fail({ status: 429, retryAfter: 2 });
  const second = await create();
  expect(second).toMatchObject({ status: 429, body: { code: 429 } });
  expect(second.headers.get('x-ratelimit-type')).toBe('QPS');
  expect(Number(second.headers.get('x-ratelimit-reset'))).toBeGreaterThan(1_700_000_000);
  await fail({ status: 429, reason: 'daily' });
  const daily = await create();
  expect(daily.headers.get('x-ratelimit-type')).toBe('Daily-limit');
  expect(daily.headers.get('retry-after')).toMatch(/^\d{4}-\d\d-\d\dT00:00:00Z$/);
  await fail({ status: 401, reason: 'expired' });
  expect(await create()).toMatchObject({
    status: 401,
    body: { code: 124, message: 'Access token is expired.' },
  });
  await fail({ status: 404 });
  expect(await zoom.api('GET', '/meetings/123')).toMatchObject({
    body: { code: 3001, message: 'Meeting does not exist: 123.' },
  });
  await fail({ status: 503, match: '/oauth/' });
  expect(await zoom.requestToken()).toMatchObject({ status: 503, body: { error: 'invalid_request' } });
});

test('a creation that times out leaves a meeting behind', async () => {
  await zoom.control('fail', { effect: true, timeoutMs: 1 });
  await expect(create({ topic: 'Orphan' })).rejects.toThrow();
  const { body } = await zoom.api('GET', '/users/me/meetings');
  expect(body.meetings).toMatchObject([{ topic: 'Orphan' }]);
});

test('scheduled meetings expire thirty days after their start', async () => {
  const { body } = await create();
  await zoom.advance(32 * 86_400);
  const { access_token: token } = (await zoom.requestToken()).body;
  const late = await zoom.api('GET', `/meetings/${body.id}`, undefined, { authorization: `Bearer ${token}` });
  expect(late).toMatchObject({ status: 404, body: { code: 3001 } });
});
