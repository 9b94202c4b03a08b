import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import type { Api } from '@punctual/testkit/api.ts';
import { scan } from '@punctual/testkit/violations.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { comeBack, type ProviderSide } from '../calendar-providers.ts';
import { enterCoach } from '../coach.ts';
import { contents } from '../contents.ts';
import { type ConnectedCalendar, minute, startConnectedCalendar } from './connected-calendar.ts';

/*
 * A coach and a connected calendar, from the first click to the last, at each provider's stand-in. Monday, 2 March 2026,
 * 8:00 UTC; the coach works from 14:00 to 22:00 UTC.
 */

const tuesday = (time: string) => `2026-03-03T${time}:00Z`;
const wednesday = (time: string) => `2026-03-04T${time}:00Z`;

/**
 * The story with one provider, for a test file of its own: there is one cloud in a process. That file sets
 * `POWERTOOLS_LOG_LEVEL` to `INFO` before anything is loaded, because the logs are read too.
 */
export function tellCalendarStory(product: string, sideOf: (api: Api) => ProviderSide): void {
  let calendar: ConnectedCalendar;
  let appointmentId: string;

  beforeAll(async () => {
    calendar = await startConnectedCalendar(sideOf);
  });
  afterAll(() => calendar.stop());

  it('is connected by a click, of which each state is good once', async () => {
    const { side, account, call, connection, authUrl } = calendar;
    const url = await authUrl();
    const back = await side.consent(url, account);
    const arrived = await comeBack(back);
    expect(arrived).toEqual({ status: 'connected', provider: side.name, connection_id: expect.any(String) });
    const connectionId = String(arrived.connection_id);
    calendar.connectionId = connectionId;

    expect(await comeBack(back)).toEqual({ status: 'failed', error: expect.stringContaining('start again') });
    const denied = await comeBack(await side.consent(await authUrl(), account, 'no'));
    expect(denied).toEqual({
      status: 'failed',
      provider: side.name,
      error: expect.stringContaining(product),
    });
    const forged = new URL(await side.consent(await authUrl(), account));
    forged.searchParams.set('state', `A${forged.searchParams.get('state')?.slice(1)}`);
    expect(await comeBack(forged.href)).toMatchObject({ status: 'failed' });

    const sentOn = await call('GET', `/connect/${side.name}/ada?redirect=true`);
    expect([sentOn.status, sentOn.body]).toEqual([302, undefined]);
    expect(new URL(sentOn.headers.get('location') ?? '').origin).toBe(new URL(url).origin);

    expect(await connection()).toMatchObject({
      id: connectionId,
      coach_id: 'ada',
      provider: side.name,
      account_email: account,
      status: 'active',
      sync_enabled: true,
      include_client_details: false,
      busy_sync: 'off',
      failed_count: 0,
    });
  });

  it('is nobody else’s: another coach finds nothing of it', async () => {
    const { api, side, connectionId, call } = calendar;
    const eve = await enterCoach(api, 'eve');
    for (const [method, path, body] of [
      ['GET', `/connect/${side.name}/ada`],
      ['GET', '/connections/ada'],
      ['PUT', `/connections/${connectionId}`, {}],
      ['DELETE', `/connections/${connectionId}`],
      ['POST', `/connections/${connectionId}/sync`],
      ['POST', `/connections/${connectionId}/test`],
      ['GET', `/connections/${connectionId}/failed`],
      ['POST', `/connections/${connectionId}/redrive`, {}],
    ] as const) {
      const answer = await call(method, path, body, eve.token);
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'NOT_FOUND']);
    }
    const root = await api.token({ sub: 'root', roles: ['admin'] });
    expect((await call('GET', '/connections/ada', undefined, root)).body.data).toHaveLength(1);
  });

  it('gets an entry for a booking, which says as much as the settings allow', async () => {
    const { api, coach, lead, connection, set, entries } = calendar;
    appointmentId = (await coach.book(lead, tuesday('15:00'))).body.data._id;
    await api.cloud.settle();
    const start = Date.parse(tuesday('15:00'));
    const standing = { title: 'ACT Coaching Session', start, minutes: 30, isTentative: true, guests: [] };
    expect(await entries()).toEqual([{ id: expect.any(String), ...standing }]);
    await coach.call('PATCH', `/appointments/${appointmentId}/status`, { status: 'confirmed' });
    await api.cloud.settle();
    expect(await entries()).toMatchObject([{ isTentative: false }]);
    expect((await connection()).last_synced_at).not.toBeNull();

    await set({ include_client_details: true });
    expect(await entries()).toMatchObject([
      {
        title: 'ACT Coaching Session - John Doe',
        guests: [expect.stringMatching(/^john\.doe@example\.com$/i)],
      },
    ]);
    await set({ include_client_details: false, event_title_template: 'Taken' });
    expect(await entries()).toMatchObject([{ title: 'Taken', guests: [] }]);
    await set({ event_title_template: 'ACT Coaching Session' });
  });

  it('follows when the appointment is moved or cancelled', async () => {
    const { api, coach, lead, entries } = calendar;
    await coach.call('PUT', `/appointments/${appointmentId}/reschedule`, { newStartTime: tuesday('16:00') });
    await api.cloud.settle();
    expect(await entries()).toMatchObject([{ start: Date.parse(tuesday('16:00')), minutes: 30 }]);
    const other = (await coach.book(lead, tuesday('19:00'))).body.data._id;
    await api.cloud.settle();
    expect(await entries()).toHaveLength(2);
    await coach.call('DELETE', `/appointments/${other}`, {});
    await api.cloud.settle();
    expect(await entries()).toMatchObject([{ start: Date.parse(tuesday('16:00')) }]);
  });

  it('keeps slots clear that its owner has filled, as soon as the provider tells', async () => {
    const { api, side, coach, lead, account, connection, set, reasonFor } = calendar;
    const dentist = await side.enter(account, wednesday('15:00'));
    await api.cloud.settle();
    expect(await reasonFor(wednesday('15:00'))).toBeUndefined();

    await set({ busy_sync: 'on' });
    expect(await side.channels()).toHaveLength(1);
    expect(await connection()).toMatchObject({ busy_sync: 'on', busy_stale: false });
    expect((await connection()).busy_read_at).not.toBeNull();
    expect(await reasonFor(wednesday('15:00'))).toBe('EXTERNAL_BUSY');
    const refused = await coach.book(lead, wednesday('15:30'));
    expect([refused.status, refused.body.reason]).toEqual([409, 'EXTERNAL_BUSY']);
    // Our own entry takes the time as the appointment that it is, not as somebody else's.
    expect(await reasonFor(tuesday('16:00'))).toBe('BUSY');

    await side.move(account, dentist, wednesday('17:00'));
    await api.cloud.settle();
    expect(await reasonFor(wednesday('15:00'))).toBeUndefined();
    expect(await reasonFor(wednesday('17:30'))).toBe('EXTERNAL_BUSY');
    await side.remove(account, dentist);
    await api.cloud.settle();
    expect(await reasonFor(wednesday('17:30'))).toBeUndefined();
  });

  it('is read again without a push, so that what is known does not grow old', async () => {
    const { api, side, account, connection, later, reasonFor } = calendar;
    await side.enter(account, wednesday('18:00'));
    await api.cloud.settle();
    const before = (await connection()).busy_read_at;
    await later(70);
    const { busy_read_at: after, busy_stale: stale } = await connection();
    expect(Date.parse(after) - Date.parse(before)).toBeGreaterThan(50 * minute);
    expect([stale, await reasonFor(wednesday('18:00'))]).toEqual([false, 'EXTERNAL_BUSY']);
  });

  it('gets another channel when the provider ends the first', async () => {
    const { api, side } = calendar;
    if (side.endChannel === undefined) return;
    const [first = ''] = await side.channels();
    await side.endChannel(first);
    await api.cloud.settle();
    const channels = await side.channels();
    expect(channels).toEqual([expect.any(String)]);
    expect(channels).not.toEqual([first]);
  });

  it('takes no push from anybody who has no secret of ours', async () => {
    const { api, side, connectionId } = calendar;
    const post = (path: string, body?: unknown, headers?: Record<string, string>) =>
      api.call({ method: 'POST', path, body, ...(headers && { headers }) });
    const state = await contents();
    if (side.name === 'google') {
      for (const token of ['', 'x', `${connectionId}.`, `${connectionId}.AAAA`]) {
        const pushed = { 'x-goog-resource-state': 'exists', 'x-goog-channel-token': token };
        expect((await post(side.webhook, undefined, pushed)).status).toBe(404);
      }
      expect((await post(side.webhook)).status).toBe(404);
    } else {
      for (const clientState of ['', 'x', `${connectionId}.AAAA`, null]) {
        const answer = await post(side.webhook, { value: [{ clientState, changeType: 'updated' }] });
        expect([answer.status, answer.body]).toEqual([202, undefined]);
      }
      const handshake = await post(`${side.webhook}?validationToken=${encodeURIComponent('a b<&>é')}`);
      expect([handshake.status, handshake.body]).toEqual([200, 'a b<&>é']);
      expect(handshake.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect((await post(side.webhook, 'not json')).status).toBe(400);
    }
    await api.cloud.settle();
    expect(await contents()).toEqual(state);
  });

  it('catches up after the provider was down, or asked for patience', async () => {
    const { api, side, coach, lead, connection, entries, creates, later } = calendar;
    await side.fail({ status: 503, times: 4 });
    await coach.book(lead, wednesday('20:00'));
    await api.cloud.settle();
    expect(await connection()).toMatchObject({ status: 'active', pending_count: 1, failed_count: 0 });
    await later(20);
    expect(await connection()).toMatchObject({ pending_count: 0, failed_count: 0 });
    expect(await entries()).toEqual(
      expect.arrayContaining([expect.objectContaining({ start: Date.parse(wednesday('20:00')) })]),
    );
    await side.heal();

    await side.fail({ status: 429, times: 1000, retryAfter: 300, match: side.creates });
    const asked = await creates();
    await coach.book(lead, wednesday('21:00'));
    await api.cloud.settle();
    await later(4);
    expect(await connection()).toMatchObject({ pending_count: 1 });
    // Once for the booking, and once because its meeting has been made since.
    expect((await creates()) - asked).toBeLessThanOrEqual(2);
    await side.heal();
    await later(2);
    expect(await connection()).toMatchObject({ pending_count: 0 });
    const starts = (await entries()).map(({ start }) => start);
    expect(starts.filter((start) => start === Date.parse(wednesday('21:00')))).toHaveLength(1);
  });

  it('shows what the provider refuses, and tries it again when asked', async () => {
    const { api, side, coach, lead, connectionId, call, connection, entries } = calendar;
    await side.fail({ status: 400, times: 1000, match: side.creates });
    const { _id: refused } = (await coach.book(lead, tuesday('21:00'))).body.data;
    await api.cloud.settle();
    expect(await connection()).toMatchObject({ failed_count: 1, last_error: expect.any(String) });
    const { body } = await call('GET', `/connections/${connectionId}/failed`);
    expect(body.data).toEqual([
      {
        appointment_id: refused,
        state: 'failed',
        last_error: expect.any(String),
        updated_at: expect.any(String),
      },
    ]);
    await side.heal();
    const driven = await call('POST', `/connections/${connectionId}/redrive`, {});
    expect([driven.status, driven.body.data]).toEqual([202, { queued: 1 }]);
    await api.cloud.settle();
    expect((await connection()).failed_count).toBe(0);
    const starts = (await entries()).map(({ start }) => start);
    expect(starts).toContain(Date.parse(tuesday('21:00')));
  });

  it('reports what its owner moves or deletes, once, and is put right by a sync', async () => {
    const { api, side, account, connectionId, call, connection, entries, later, mails } = calendar;
    const at = async (time: string) =>
      (await entries()).find(({ start }) => start === Date.parse(time)) ?? expect.unreachable(time);
    const moved = await at(wednesday('20:00'));
    const deleted = await at(wednesday('21:00'));
    await side.move(account, moved.id, wednesday('19:00'));
    await side.remove(account, deleted.id);
    await api.cloud.settle();
    expect(await connection()).toMatchObject({ drifted_count: 2, last_error: expect.any(String) });
    const { body } = await call('GET', `/connections/${connectionId}/failed`);
    expect(body.data.map(({ state }: { state: string }) => state).sort()).toEqual(['deleted', 'moved']);
    await later(60);
    expect(mails(/moved in your/)).toHaveLength(1);
    expect(mails(/deleted in your/)).toHaveLength(1);

    const synced = await call('POST', `/connections/${connectionId}/sync`);
    expect([synced.status, synced.body.data]).toEqual([202, { queued: 4 }]);
    await api.cloud.settle();
    expect(await connection()).toMatchObject({ drifted_count: 0, pending_count: 0, last_error: null });
    const starts = (await entries()).map(({ start }) => new Date(start).toISOString().slice(0, 16));
    const standing = ['2026-03-03T16:00', '2026-03-03T21:00', '2026-03-04T20:00', '2026-03-04T21:00'];
    expect(starts).toEqual([...standing, '2026-03-04T18:00'].sort());
  });

  it('says what it finds when it is tested', async () => {
    const { side, account, connectionId, call } = calendar;
    const good = await call('POST', `/connections/${connectionId}/test`);
    expect([good.status, good.body.data]).toMatchObject([200, { ok: true, account_email: account }]);
    await side.fail({ status: 503 });
    const bad = await call('POST', `/connections/${connectionId}/test`);
    expect([bad.status, bad.body.data]).toEqual([
      200,
      { ok: false, error: expect.stringContaining(product), status: 'active' },
    ]);
    await side.heal();
  });

  it('closes its owner’s days when it cannot be read for too long, unless old news will do', async () => {
    const { side, coach, lead, connection, set, later, reasonFor } = calendar;
    await side.fail({ status: 503, times: 100_000 });
    await later(30);
    expect(await reasonFor(wednesday('15:00'))).toBeUndefined();
    await later(60);
    expect(await connection()).toMatchObject({ busy_stale: true });
    expect(await reasonFor(wednesday('15:00'))).toBe('CALENDAR_UNKNOWN');
    expect((await coach.book(lead, wednesday('15:00'))).body.reason).toBe('CALENDAR_UNKNOWN');

    await set({ busy_policy: 'allow_stale' });
    expect(await reasonFor(wednesday('15:00'))).toBeUndefined();
    expect(await reasonFor(wednesday('18:00'))).toBe('EXTERNAL_BUSY');
    await set({ busy_policy: 'fail_closed' });
    await side.heal();
    await later(60);
    expect(await reasonFor(wednesday('15:00'))).toBeUndefined();
    expect(await connection()).toMatchObject({ status: 'active', busy_stale: false });
  });

  it('asks its owner once, by mail, to connect again when access is gone; what was pending goes on', async () => {
    const {
      api,
      side,
      coach,
      lead,
      account,
      connectionId,
      call,
      connection,
      authUrl,
      entries,
      later,
      mails,
    } = calendar;
    await side.revoke(account);
    await coach.book(lead, wednesday('16:00'));
    await api.cloud.settle();
    expect(await connection()).toMatchObject({ status: 'needs_reauth', pending_count: 1 });
    await later(180);
    expect(mails(/must be connected again/)).toHaveLength(1);
    const refused = await call('POST', `/connections/${connectionId}/sync`);
    expect([refused.status, refused.body.code]).toEqual([409, 'CONFLICT']);

    const arrived = await comeBack(await side.consent(await authUrl(), account));
    expect(arrived).toEqual({ status: 'reconnected', provider: side.name, connection_id: connectionId });
    await api.cloud.settle();
    expect(await connection()).toMatchObject({ status: 'active', pending_count: 0, busy_stale: false });
    expect((await entries()).map(({ start }) => start)).toContain(Date.parse(wednesday('16:00')));
  });

  it('takes nobody’s time any more when that is switched off', async () => {
    const { side, connection, set, reasonFor } = calendar;
    await set({ busy_sync: 'off' });
    expect(await side.channels()).toEqual([]);
    expect(await connection()).toMatchObject({ busy_sync: 'off', busy_read_at: null, busy_stale: false });
    expect(await reasonFor(wednesday('18:00'))).toBeUndefined();
  });

  it('is compared every night, and what had been lost is found', async () => {
    const { logged, entries, later } = calendar;
    const before = await entries();
    const { client, name } = connectTable(String(process.env.TABLE_NAME));
    const items = await scan({ client, name });
    const lost = items.filter(({ sk }) => String(sk).startsWith('MAPPING#'));
    for (const { pk, sk } of lost) {
      await client.send(new DeleteCommand({ TableName: name, Key: { pk, sk } }));
    }
    // Before the appointments are over, whose entries are their owner's then.
    await later(1440 - 3 * 60);
    expect(await entries()).toEqual(before);
    const { mended } = JSON.parse(logged.findLast((line) => line.includes('"calendar reconciled"')) ?? '{}');
    expect(mended).toBeGreaterThan(0);
  });

  it('is given back: its entries stay, and what came from it is forgotten', async () => {
    const { api, side, account, connectionId, call, entries } = calendar;
    const before = await entries();
    const ended = await call('DELETE', `/connections/${connectionId}`);
    expect([ended.status, ended.body.data]).toEqual([200, { id: connectionId, revoked: true }]);
    await api.cloud.settle();
    expect((await call('GET', '/connections/ada')).body.data).toEqual([]);
    expect(await side.channels()).toEqual([]);
    expect(await entries()).toEqual(before);
    const left = (await contents()).filter(
      (line) => line.includes(account) || line.includes(`CONNECTION#${connectionId}`),
    );
    // What has happened to it stays as a record, by its id.
    expect(left.filter((line) => !line.includes('"entity":"event"'))).toEqual([]);
    expect((await call('POST', `/connections/${connectionId}/test`)).status).toBe(404);
  });

  it('has shown no secret to anybody, neither in answers nor in logs', async () => {
    const { secrets, answered, logged } = calendar;
    expect(secrets.size).toBeGreaterThan(4);
    const shown = [...answered, ...logged, ...(await contents())];
    expect(shown.length).toBeGreaterThan(50);
    for (const secret of secrets) expect(shown.filter((text) => text.includes(secret))).toEqual([]);
  });
}
