import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Received, startZoom } from './harness.ts';

let zoom: Awaited<ReturnType<typeof startZoom>>;

beforeAll(async () => {
  zoom = await startZoom();
});
afterAll(() => zoom.cloud.stop());
beforeEach(() => zoom.reset());

const hmac = (text: string) =>
  createHmac('sha256', process.env.ZOOM_WEBHOOK_SECRET ?? '')
    .update(text)
    .digest('hex');
const isSigned = ({ headers, text }: Received) =>
  headers['x-zm-signature'] === `v0=${hmac(`v0:${headers['x-zm-request-timestamp']}:${text}`)}`;
const create = async (over: object = {}) => {
  const start = new Date(zoom.cloud.clock.now() + 3_600_000).toISOString().replace(/\.\d+Z/, 'Z');
  const given = { topic: 'Call', start_time: start, duration: 30, ...over };
  return (await zoom.api('POST', '/users/me/meetings', given)).body;
};
const events = (webhooks: readonly Received[]) =>
  webhooks.map(({ event, body }) => {
    const name = body.payload.object?.participant?.user_name;
    return name === undefined ? event : `${event}: ${name}`;
  });

test('the endpoint must prove itself once before the first event', async () => {
  zoom.receiver.answer = (text) => {
    const { plainToken = '' } = JSON.parse(text).payload;
    return { plainToken, encryptedToken: hmac(plainToken) };
  };
  const { id } = await create();
  await zoom.control('start', { meetingId: id });
  const webhooks = await zoom.webhooks();
  expect(webhooks.every(isSigned)).toBe(true);
  expect(events(webhooks)).toEqual([
    'endpoint.url_validation',
    'meeting.started',
    'meeting.participant_joined: Account Owner',
  ]);
  expect((await zoom.control('state')).body.validation).toBe('valid');
  zoom.receiver.answer = () => ({ plainToken: 'x' });
  await zoom.control('validate', {});
  await zoom.webhooks();
  expect((await zoom.control('state')).body.validation).toBe('invalid');
});

test('a script is played by the clock, with the payloads that Zoom describes', async () => {
  const meeting = await create({ settings: { auto_recording: 'cloud' } });
  const start = Date.parse(meeting.start_time);
  const ada = { name: 'Ada', email: 'ada@example.com' };
  await zoom.control('play', {
    meetingId: meeting.id,
    script: [
      { at: -60, type: 'start' },
      { at: 120, type: 'join', ...ada },
      { at: 600, type: 'leave', ...ada },
      { at: 660, type: 'join', ...ada },
      { at: 1800, type: 'end' },
    ],
  });
  expect(await zoom.webhooks()).toEqual([]);
  await zoom.advance(3 * 3600);
  const webhooks = await zoom.webhooks();
  expect(webhooks.every(isSigned)).toBe(true);
  expect(events(webhooks.slice(1))).toEqual([
    'meeting.started',
    'meeting.participant_joined: Account Owner',
    'meeting.participant_joined: Ada',
    'meeting.participant_left: Ada',
    'meeting.participant_joined: Ada',
    'meeting.participant_left: Account Owner',
    'meeting.participant_left: Ada',
    'meeting.ended',
    'recording.completed',
  ]);
  const at = (seconds: number) => new Date(start + seconds * 1000).toISOString().replace('.000Z', 'Z');
  const object = {
    id: String(meeting.id),
    uuid: meeting.uuid,
    host_id: meeting.host_id,
    topic: 'Call',
    type: 2,
    start_time: at(-60),
    timezone: 'UTC',
    duration: 30,
  };
  const [, started, , joined, left] = webhooks;
  expect(started?.body).toEqual({
    event: 'meeting.started',
    event_ts: start - 60_000,
    payload: { account_id: process.env.ZOOM_ACCOUNT_ID, object },
  });
  expect(Number(started?.headers['x-zm-request-timestamp'])).toBe(start / 1000 - 60);
  const participant = { user_name: 'Ada', email: 'ada@example.com', id: '', user_id: '16779264' };
  expect(joined?.body.payload.object).toMatchObject({
    ...object,
    participant: { ...participant, join_time: at(120) },
  });
  expect(left?.body.payload.object.participant).toMatchObject({ ...participant, leave_time: at(600) });
  expect(webhooks.at(-2)?.body.payload.object).toEqual({ ...object, end_time: at(1800) });
  expect(webhooks.at(-1)?.body).toMatchObject({
    event_ts: start + 1_920_000,
    download_token: expect.any(String),
    payload: {
      object: {
        id: meeting.id,
        uuid: meeting.uuid,
        duration: 31,
        recording_count: 2,
        recording_files: [{ file_type: 'MP4', recording_start: at(-60), recording_end: at(1800) }, {}],
      },
    },
  });
  const { download_token: token, payload } = webhooks.at(-1)?.body ?? {};
  const url = payload.object.recording_files[0].download_url;
  expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
});

test('without a script, the host and those invited come and go; a meeting that is moved takes it along', async () => {
  const meeting = await create({ settings: { meeting_invitees: [{ email: 'ada@example.com' }] } });
  expect((await zoom.control('play', { meetingId: meeting.id })).status).toBe(200);
  const start = Date.parse(meeting.start_time) + 86_400_000;
  await zoom.api('PATCH', `/meetings/${meeting.id}`, { start_time: new Date(start).toISOString() });
  await zoom.advance(2 * 3600);
  expect(await zoom.webhooks()).toEqual([]);
  await zoom.advance(86_400);
  const [, started, ...rest] = await zoom.webhooks();
  expect(started?.body.event_ts).toBe(start);
  expect(events(rest)).toEqual([
    'meeting.participant_joined: Account Owner',
    'meeting.participant_joined: ada',
    'meeting.participant_left: ada',
    'meeting.participant_left: Account Owner',
    'meeting.ended',
  ]);
});

test('a meeting that is deleted takes its script with it', async () => {
  const { id } = await create();
  await zoom.control('play', { meetingId: id });
  expect((await zoom.api('DELETE', `/meetings/${id}`)).status).toBe(204);
  await zoom.advance(2 * 3600);
  expect(await zoom.webhooks()).toEqual([]);
});

test('who leaves last ends the meeting, and a second start is another instance', async () => {
  const { id, uuid } = await create();
  const press = (step: string, who: object = {}) => zoom.control(step, { meetingId: id, ...who });
  await press('start');
  expect((await press('start')).status).toBe(400);
  await press('join', { name: 'Ada' });
  await press('leave');
  expect((await press('leave', { name: 'Eve' })).status).toBe(400);
  await press('leave', { name: 'Ada' });
  expect((await press('end')).status).toBe(400);
  await press('start');
  const [, ...webhooks] = await zoom.webhooks();
  const uuids = webhooks.map(({ body }) => body.payload.object.uuid);
  expect(events(webhooks).at(-3)).toBe('meeting.ended');
  expect(new Set(uuids.slice(0, -2))).toEqual(new Set([uuid]));
  expect(new Set(uuids.slice(-2)).size).toBe(1);
  expect(uuids.at(-1)).not.toBe(uuid);
});

test('a guest waits for the host, unless joining before is allowed', async () => {
  const { id } = await create();
  await zoom.control('join', { meetingId: id, name: 'Ada' });
  expect(await zoom.webhooks()).toEqual([]);
  await zoom.control('start', { meetingId: id });
  expect(events((await zoom.webhooks()).slice(1))).toEqual([
    'meeting.started',
    'meeting.participant_joined: Account Owner',
    'meeting.participant_joined: Ada',
  ]);
  const open = await create({ settings: { join_before_host: true, waiting_room: false } });
  await zoom.control('join', { meetingId: open.id, name: 'Ada' });
  expect(events(await zoom.webhooks())).toEqual(['meeting.started', 'meeting.participant_joined: Ada']);
});

test('what the host changes or deletes in Zoom is told', async () => {
  const { id, uuid } = await create();
  const time = '2031-01-01T10:00:00Z';
  expect((await zoom.control('update', { meetingId: id, start_time: time, topic: 'New' })).status).toBe(200);
  expect((await zoom.control('update', { meetingId: id, colour: 'red' })).status).toBe(400);
  await zoom.control('delete', { meetingId: id });
  const [, updated, deleted, ...rest] = await zoom.webhooks();
  expect(rest).toEqual([]);
  expect(updated?.body).toMatchObject({
    event: 'meeting.updated',
    payload: {
      operator: 'owner@punctual.example',
      object: { id, uuid, topic: 'New', start_time: time },
      old_object: { id, topic: 'Call' },
    },
  });
  expect(deleted?.body).toMatchObject({
    event: 'meeting.deleted',
    payload: { operation: 'all', object: { id, uuid, topic: 'New' } },
  });
  expect((await zoom.api('GET', `/meetings/${id}`)).status).toBe(404);
});

test('server errors are retried after 5, 20 and 60 minutes with a new time and signature, refusals never', async () => {
  const { id } = await create();
  zoom.receiver.status = 401;
  await zoom.control('start', { meetingId: id });
  expect(await zoom.webhooks()).toHaveLength(3);
  await zoom.advance(2 * 3600);
  expect(await zoom.webhooks()).toEqual([]);

  zoom.receiver.status = 503;
  await zoom.control('join', { meetingId: id, name: 'Ada' });
  const first = Number((await zoom.webhooks())[0]?.headers['x-zm-request-timestamp']);
  await zoom.advance(4 * 3600);
  const retries = await zoom.webhooks();
  expect(retries.every(isSigned)).toBe(true);
  expect(retries.map(({ headers }) => Number(headers['x-zm-request-timestamp']) - first)).toEqual([
    expect.closeTo(300, -1),
    expect.closeTo(1500, -1),
    expect.closeTo(5100, -1),
  ]);
  expect(new Set(retries.map(({ headers }) => headers['x-zm-request-id'])).size).toBe(1);
});

test('the last webhook is sent again, or with a signature that is wrong', async () => {
  expect((await zoom.control('replay', {})).status).toBe(400);
  const { id } = await create();
  await zoom.control('start', { meetingId: id });
  const last = (await zoom.webhooks()).at(-1);
  await zoom.control('replay', { times: 2 });
  const again = await zoom.webhooks();
  expect(again.map(({ text }) => text)).toEqual([last?.text, last?.text]);
  expect(again.every(isSigned)).toBe(true);
  expect(again[0]?.headers['x-zm-request-id']).toBe(last?.headers['x-zm-request-id']);
  for (const forgery of ['secret', 'body', 'missing', 'length']) {
    expect((await zoom.control('forge', { forgery })).status).toBe(200);
    const forged = await zoom.webhooks();
    expect(forged.map(isSigned)).toEqual([false]);
  }
  await zoom.control('forge', { forgery: 'time' });
  const [late] = await zoom.webhooks();
  const age = zoom.cloud.clock.now() / 1000 - Number(late?.headers['x-zm-request-timestamp']);
  expect(late && isSigned(late)).toBe(true);
  expect(age).toBeGreaterThan(300);
});

test('webhooks held back are sent in the order wished', async () => {
  const { id } = await create();
  await zoom.control('settings', { holdWebhooks: true });
  await zoom.control('start', { meetingId: id });
  await zoom.control('end', { meetingId: id });
  expect(events(await zoom.webhooks())).toEqual(['endpoint.url_validation']);
  await zoom.control('release', { reversed: true });
  expect(events(await zoom.webhooks())).toEqual([
    'meeting.ended',
    'meeting.participant_left: Account Owner',
    'meeting.participant_joined: Account Owner',
    'meeting.started',
  ]);
});

test('the control page shows what there is, escaped, and its forms work', async () => {
  const { id } = await create({ topic: '<b>"Call"</b>' });
  const page = await zoom.control('');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.text).toContain(String(id));
  expect(page.text).not.toContain('<b>"');
  const pressed = await zoom.control('start', `meetingId=${id}&name=&email=`);
  expect(pressed.status).toBe(303);
  const said = await fetch(new URL(pressed.headers.get('location') ?? '', zoom.cloud.url));
  expect(await said.text()).toContain('start: done.');
  const refused = await zoom.control('start', `meetingId=${id}`);
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('running already');
  for (const call of ['validate', 'tokens/revoke']) expect((await zoom.control(call, '_=')).status).toBe(303);
  expect((await zoom.control('replay', 'seq=1')).status).toBe(303);
  expect((await zoom.control('settings', 'holdWebhooks=true')).status).toBe(303);
  expect((await zoom.control('state')).body).toMatchObject({
    holdWebhooks: true,
    meetings: [{ id, isRunning: true, history: [{ stays: [{ name: 'Account Owner' }] }] }],
  });
  expect((await zoom.control('nothing', {})).status).toBe(404);
});

test('the links lead to pages on which one joins, starts and leaves', async () => {
  const meeting = await create({ topic: '<i>Call</i>' });
  const post = async (url: string, fields: Record<string, string>) => {
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
    return { status: response.status, text: await response.text() };
  };
  const page = await (await fetch(meeting.join_url)).text();
  expect(page).toContain('&#60;i&#62;Call');
  const waiting = await post(meeting.join_url, { do: 'join', name: 'Ada', email: 'ada@example.com' });
  expect(waiting.text).toContain('let in when the host');
  await post(meeting.start_url, { do: 'start' });
  const left = await post(meeting.join_url, { do: 'leave', name: 'ada@example.com' });
  expect(left.text).toContain('You have left');
  await post(meeting.start_url, { do: 'end' });
  expect(events((await zoom.webhooks()).slice(1))).toEqual([
    'meeting.started',
    'meeting.participant_joined: Account Owner',
    'meeting.participant_joined: Ada',
    'meeting.participant_left: Ada',
    'meeting.participant_left: Account Owner',
    'meeting.ended',
  ]);
  expect((await fetch(meeting.join_url.replace('pwd=', 'pwd=x'))).status).toBe(403);
  expect((await fetch(meeting.start_url.replace('zak=', 'zak=1'))).status).toBe(403);
  await zoom.advance(2 * 3600);
  expect((await fetch(meeting.start_url)).status).toBe(403);
  expect((await fetch(`${zoom.origin}/j/1`)).status).toBe(404);
});
