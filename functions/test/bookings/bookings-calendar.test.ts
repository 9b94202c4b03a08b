import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { googleSide, outlookSide, type ProviderSide } from '../calendar-providers.ts';
import { enterCoach } from '../coach.ts';
import { contents } from '../contents.ts';

/*
 * A client's own calendar, as the bookings surface publishes it: the address for consent, the exchange of the code by the
 * page that got it, and an entry with a video conference.
 */

describe('calendars of the bookings surface', () => {
  let api: Api;
  let client: string;
  let stranger: string;
  let bookingId: string;
  /** Of the client's Google calendar. */
  let accessToken: string;

  const call = (method: string, path: string, body?: unknown, token = client): Promise<ApiAnswer> =>
    api.call({ method, path: `/calendar${path}`, token, body });

  beforeAll(async () => {
    api = await startApi();
    await enterCoach(api, 'ada');
    const enter = (sub: string) =>
      api.token({ sub, roles: ['client'], name: 'Cleo Smith', email: `${sub}@example.com` });
    client = await enter('cleo');
    stranger = await enter('stan');
    const booked = await api.call({
      method: 'POST',
      path: '/booking',
      token: client,
      body: { coach_id: 'ada', session_datetime: '2026-03-03T15:00:00Z', duration_minutes: 60 },
    });
    bookingId = booked.body.id;
    await api.cloud.settle();
  });
  afterAll(() => api.stop());

  /** A code, and the state that it belongs to. */
  async function consent(side: ProviderSide, email: string) {
    const { body } = await call('GET', `/${side.name}/auth-url`);
    expect(Object.keys(body).sort()).toEqual(['auth_url', 'state']);
    expect(new URL(body.auth_url).searchParams.get('state')).toBe(body.state);
    const back = new URL(await side.consent(body.auth_url, email));
    return { code: back.searchParams.get('code') ?? '', state: body.state as string };
  }

  it('exchange a code once, for whoever asked for it, and keep no copy of the answer', async () => {
    const given = await consent(googleSide(api), 'cleo@gmail.example');
    const before = await api.call({
      method: 'POST',
      path: '/calendar/google/exchange-token',
      token: client,
      headers: { 'idempotency-key': 'once' },
      body: given,
    });
    expect([before.status, before.body]).toEqual([
      200,
      {
        connection_id: expect.any(String),
        access_token: expect.any(String),
        expires_in: expect.any(Number),
        scope: expect.stringContaining('calendar'),
      },
    ]);
    expect(before.body.expires_in).toBeGreaterThan(3000);
    accessToken = before.body.access_token;
    const again = await api.call({
      method: 'POST',
      path: '/calendar/google/exchange-token',
      token: client,
      headers: { 'idempotency-key': 'once' },
      body: given,
    });
    expect([again.status, again.body.issues]).toEqual([
      400,
      [{ path: 'body.state', message: expect.any(String) }],
    ]);
    expect((await contents()).filter((line) => line.includes(accessToken))).toEqual([]);

    const other = await consent(googleSide(api), 'cleo@gmail.example');
    const stolen = await call('POST', '/google/exchange-token', other, stranger);
    expect([stolen.status, stolen.body.issues[0].path]).toEqual([400, 'body.state']);
    const elsewhere = await consent(googleSide(api), 'cleo@gmail.example');
    expect((await call('POST', '/outlook/exchange-token', elsewhere)).status).toBe(400);
    const forged = await consent(googleSide(api), 'cleo@gmail.example');
    const answer = await call('POST', '/google/exchange-token', { ...forged, code: '4/forged' });
    expect([answer.status, answer.body.issues]).toEqual([
      400,
      [{ path: 'body.code', message: expect.any(String) }],
    ]);
  });

  it('know only the calendars that are published', async () => {
    expect((await call('GET', '/apple/auth-url')).status).toBe(400);
    expect((await call('POST', '/apple/exchange-token', { code: 'c', state: 's' })).status).toBe(400);
    expect((await call('GET', '/google/auth-url?redirect_uri=javascript:alert(1)')).status).toBe(400);
  });

  it('enter a booking as the published example asks, once, with a meeting', async () => {
    const wanted = {
      booking_id: bookingId,
      calendar_type: 'google',
      access_token: accessToken,
      timezone: 'America/New_York',
    };
    const synced = await call('POST', '/sync-booking', wanted);
    expect([synced.status, synced.body]).toEqual([
      200,
      {
        event_id: expect.any(String),
        calendar_type: 'google',
        meeting_link: expect.stringContaining('meet.google.com'),
        html_link: expect.stringContaining('google.com/calendar'),
      },
    ]);
    expect((await call('POST', '/sync-booking', wanted)).body).toEqual(synced.body);
    const { access_token: _, ...kept } = wanted;
    expect((await call('POST', '/sync-booking', kept)).body).toMatchObject({
      event_id: synced.body.event_id,
    });
    const entries = await googleSide(api).entries('cleo@gmail.example');
    expect(entries).toMatchObject([{ start: Date.parse('2026-03-03T15:00:00Z'), minutes: 60 }]);
  });

  it('enter it in Outlook with the connection that is kept', async () => {
    const side = outlookSide(api);
    const missing = await call('POST', '/sync-booking', { booking_id: bookingId, calendar_type: 'outlook' });
    expect([missing.status, missing.body.code]).toEqual([404, 'NOT_FOUND']);
    const given = await consent(side, 'cleo@contoso.example');
    expect((await call('POST', '/outlook/exchange-token', given)).status).toBe(200);
    const synced = await call('POST', '/sync-booking', { booking_id: bookingId, calendar_type: 'outlook' });
    expect([synced.status, synced.body]).toMatchObject([
      200,
      { calendar_type: 'outlook', meeting_link: expect.stringContaining('teams') },
    ]);
    await api.cloud.settle();
    expect(await side.entries('cleo@contoso.example')).toHaveLength(1);
  });

  it('refuse strangers, other people’s tokens, unknown zones, and what a provider cannot do now', async () => {
    const wanted = { booking_id: bookingId, calendar_type: 'google' };
    expect((await call('POST', '/sync-booking', wanted, stranger)).status).toBe(403);
    const bad = await call('POST', '/sync-booking', { ...wanted, access_token: 'made up' });
    expect([bad.status, bad.body.issues[0].path]).toEqual([400, 'body.access_token']);
    const zone = await call('POST', '/sync-booking', { ...wanted, timezone: 'Mars/Olympus' });
    expect([zone.status, zone.body.issues[0].path]).toEqual([400, 'body.timezone']);
    await googleSide(api).fail({ status: 503, times: 100 });
    const down = await call('POST', '/sync-booking', { ...wanted, access_token: accessToken });
    expect([down.status, down.body.code]).toEqual([502, 'PROVIDER_UNAVAILABLE']);
    await googleSide(api).heal();
  });
});
