import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { type CalendarWorld, calendarWorld } from '@punctual/testkit/calendars/world.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { enterCoach, type StillClock, stillClock, value } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../model.ts';
import { beginAuthorization } from './begin-authorization.ts';
import { exchangeToken } from './exchange-token.ts';
import { finishAuthorization } from './finish-authorization.ts';
import { listConnections } from './list-connections.ts';

const now = Date.parse('2026-03-02T08:00:00Z');

describe('authorization', () => {
  let table: TestTable;
  let world: CalendarWorld;
  let clock: StillClock;
  let coach: Caller;
  let coaches = 0;

  beforeAll(async () => {
    table = await startTable();
  });
  afterAll(() => table.stop());
  beforeEach(async () => {
    clock = stillClock(now);
    world = calendarWorld(table, clock);
    coaches += 1;
    coach = await enterCoach(world, `authorized-${coaches}`);
    // The imitated provider gives out e-mail addresses as codes.
    world.providers.google.open('ada@example.com');
  });

  const begin = async (caller: Caller = coach) => {
    const wanted = { personId: coach.id, provider: 'google' as const };
    return value(await beginAuthorization(world, caller, wanted)).state;
  };

  it('ends in a connection, once', async () => {
    const state = await begin();
    const answer = { state, code: 'ada@example.com' };
    const first = await finishAuthorization(world, answer);
    expect(first).toMatchObject({ status: 'connected', provider: 'google' });
    const again = await finishAuthorization(world, answer);
    expect(again).toMatchObject({ status: 'failed', error: expect.stringContaining('used already') });
    const views = value(await listConnections(world, coach, coach.id));
    expect(views).toMatchObject([{ connection: { status: 'active', accountEmail: 'ada@example.com' } }]);
    expect(JSON.stringify(views)).not.toContain('access-');
    // One for the case that this call dies, and one that it has sent when it was done.
    expect(world.syncQueue.messages).toHaveLength(2);
  });

  it('by the same account again renews the connection that is there', async () => {
    await finishAuthorization(world, { state: await begin(), code: 'ada@example.com' });
    const second = await finishAuthorization(world, { state: await begin(), code: 'ada@example.com' });
    expect(second.status).toBe('reconnected');
    expect(value(await listConnections(world, coach, coach.id))).toHaveLength(1);
  });

  it('fails in words when it is forged, late, denied or not granted', async () => {
    expect(await finishAuthorization(world, { state: 'forged.state', code: 'x' })).toMatchObject({
      status: 'failed',
      provider: undefined,
    });
    expect(await finishAuthorization(world, {})).toMatchObject({ status: 'failed' });
    const denied = await finishAuthorization(world, { state: await begin(), error: 'access_denied' });
    expect(denied).toMatchObject({
      provider: 'google',
      error: 'You did not give access to Google Calendar.',
    });
    const odd = await finishAuthorization(world, { state: await begin(), error: '<script>' });
    expect(JSON.stringify(odd)).not.toContain('script');
    const wrong = await finishAuthorization(world, { state: await begin(), code: 'nobody' });
    expect(wrong).toMatchObject({ status: 'failed', error: expect.stringContaining('Unknown code') });
    const late = await begin();
    clock.time = now + 10 * 60_000;
    expect(await finishAuthorization(world, { state: late, code: 'ada@example.com' })).toMatchObject({
      status: 'failed',
    });
    expect(value(await listConnections(world, coach, coach.id))).toEqual([]);
  });

  it('is for the person or an admin; a token is exchanged by whoever began', async () => {
    const other = { ...coach, id: 'other' as PersonId };
    const wanted = { personId: coach.id, provider: 'google' as const };
    expect(await beginAuthorization(world, other, wanted)).toMatchObject({ failure: { kind: 'not_found' } });
    expect(await listConnections(world, other, coach.id)).toMatchObject({ failure: { kind: 'not_found' } });
    const admin = { ...other, roles: ['admin' as const] };
    expect((await beginAuthorization(world, admin, wanted)).ok).toBe(true);

    const exchange = async (caller: Caller, change: object = {}) =>
      exchangeToken(world, caller, {
        provider: 'google',
        code: 'ada@example.com',
        state: await begin(),
        ...change,
      });
    expect(await exchange(other)).toMatchObject({ failure: { issues: [{ path: 'body.state' }] } });
    expect(await exchange(coach, { provider: 'outlook' })).toMatchObject({
      failure: { issues: [{ path: 'body.state' }] },
    });
    expect(await exchange(coach, { redirectUri: 'https://else.example' })).toMatchObject({
      failure: { issues: [{ path: 'body.redirect_uri' }] },
    });
    expect(await exchange(coach, { code: 'nobody' })).toMatchObject({
      failure: { issues: [{ path: 'body.code' }] },
    });
    const exchanged = value(await exchange(coach));
    expect(exchanged).toMatchObject({ expiresIn: 3600, scope: 'calendar' });
    expect(Object.keys(exchanged)).not.toContain('refreshToken');
  });
});
