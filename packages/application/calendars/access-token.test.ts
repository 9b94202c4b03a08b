import { calendarWorld, connectAccount } from '@punctual/testkit/calendars/world.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { enterCoach, stillClock } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withAccessToken } from './access-token.ts';
import { connect } from './connect.ts';
import { CalendarFault } from './ports.ts';

const now = Date.parse('2026-03-02T08:00:00Z');
const hour = 3_600_000;

describe('access', () => {
  let table: TestTable;
  let coaches = 0;

  beforeAll(async () => {
    table = await startTable();
  });
  afterAll(() => table.stop());

  async function connected() {
    const clock = stillClock(now);
    const world = calendarWorld(table, clock);
    // Waiting for somebody else's refresh lets that one go on.
    const waiting = { ...world, pause: () => new Promise<void>((resolve) => void setImmediate(resolve)) };
    coaches += 1;
    const coach = await enterCoach(world, `access-${coaches}`);
    const linked = await connectAccount(world, coach.id, 'google');
    linked.account.strict = true;
    const describeIt = () =>
      withAccessToken(waiting, linked.connection, (token) => world.providers.google.describe(token));
    return { clock, world, coach, ...linked, describeIt };
  }

  it('is renewed once before it ends, however many ask, though each refresh token serves once', async () => {
    const { clock, account, describeIt, world } = await connected();
    clock.time = now + hour - 60_000;
    const answers = await Promise.all(Array.from({ length: 8 }, describeIt));
    expect(answers).toHaveLength(8);
    expect(account.refreshes).toBe(1);
    expect(world.providers.google.calls.get('describe')).toBe(8);
  });

  it('is renewed once and used again when the provider does not accept it before its time', async () => {
    const { account, describeIt } = await connected();
    account.accessToken = 'another';
    await describeIt();
    expect(account.refreshes).toBe(1);
  });

  it('that stays refused after a refresh is tried later, and is not taken for a revocation', async () => {
    const { world, connection } = await connected();
    const refused = async () => {
      throw new CalendarFault('unauthorized', 'no');
    };
    const call = withAccessToken(world, connection, refused);
    await expect(call).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await world.connections.get(connection.id))?.status).toBe('active');
  });

  it('that was taken back makes the connection wait for its owner, who is told once', async () => {
    const { clock, account, connection, world, describeIt } = await connected();
    clock.time = now + 2 * hour;
    account.revoked = true;
    const calls = await Promise.allSettled([describeIt(), describeIt(), describeIt()]);
    for (const call of calls) expect(call).toMatchObject({ reason: { kind: 'revoked' } });
    const after = await world.connections.get(connection.id);
    expect(after).toMatchObject({ status: 'needs_reauth' });
    expect(after?.lastError).toContain('Connect the calendar again');
    expect(after?.version).toBe(connection.version + 1);
  });

  it('given anew while the old refresh token is being refused counts', async () => {
    const { clock, account, connection, world, coach } = await connected();
    clock.time = now + 2 * hour;
    const { google } = world.providers;
    const late = {
      ...world,
      providers: {
        ...world.providers,
        google: {
          ...google,
          refresh: async () => {
            const { tokens } = await google.exchange(account.email, {
              codeVerifier: '',
              redirectUri: '',
            });
            await world.connections.saveTokens(connection.id, tokens);
            throw new CalendarFault('revoked', 'invalid_grant');
          },
        },
      },
    };
    await withAccessToken(late, connection, (token) => google.describe(token));
    expect((await world.connections.get(connection.id))?.status).toBe('active');
    const again = await connect(
      world,
      { personId: coach.id, provider: 'google' },
      account.tokens,
      account.email,
    );
    expect(again).toMatchObject({ kind: 'reconnected', connection: { id: connection.id } });
  });
});
