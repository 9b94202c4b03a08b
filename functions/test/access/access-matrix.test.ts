import { routes } from '@punctual/contracts/registry.ts';
import type { Role } from '@punctual/contracts/route.ts';
import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contents } from '../contents.ts';
import { type Ask, ask, must, routeOf } from '../operations.ts';
import { expectations } from './access-table.ts';
import type { Expectation, Harbour } from './expectation.ts';
import { enterMember, enterTenant, type Member, stockOf, type Tenant } from './tenants.ts';

/*
 * Every operation, called without a token, with an expired one, with each role, and with the right role of another
 * tenant. There are two tenants, Harbour and Meadow; all that is asked for is Harbour's.
 */

const allRoles: readonly Role[] = ['coach', 'client', 'staff', 'admin'];
const operations = Object.entries(expectations);
const guarded = operations.filter(([, { roles }]) => roles !== 'everybody');
const rolesOf = ({ roles }: Expectation): readonly Role[] => (roles === 'everybody' ? [] : roles);
const codes = { 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN', 404: 'NOT_FOUND' } as const;

describe('access', () => {
  let api: Api;
  let harbour: Harbour;
  let meadow: Tenant;
  let root: Member;
  /** Staff of no coach. */
  let idle: Member;
  /** One call of every operation for every role that may make it, and forged ones; refused, so that they stay good. */
  const prepared = new Map<
    string,
    { readonly asks: ReadonlyMap<Role, Ask>; readonly forged: readonly Ask[] }
  >();
  let before: readonly string[];

  const memberOf = (tenant: Tenant, role: Role): Member => (role === 'admin' ? root : tenant[role]);

  beforeAll(async () => {
    api = await startApi();
    root = await enterMember(api, 'admin.everywhere', 'admin');
    await must(api, 'listPeople', {}, root.token);
    const tenant = await enterTenant(api, 'harbour', root);
    meadow = await enterTenant(api, 'meadow', root);
    idle = await enterMember(api, 'staff.idle', 'staff');
    await ask(api, 'listLeads', {}, idle.token);
    harbour = { ...tenant, ...stockOf(api, 'harbour', tenant) };
    const today = { therapistId: tenant.coach.id, startTime: '2026-03-02T15:00:00Z', duration: 30 };
    await must(api, 'createMeeting', { body: today }, tenant.client.token);
    for (const [operationId, expectation] of operations) {
      const asks = new Map<Role, Ask>();
      for (const role of rolesOf(expectation)) {
        asks.set(role, await expectation.ask(harbour, memberOf(harbour, role)));
      }
      prepared.set(operationId, { asks, forged: (await expectation.forged?.(harbour)) ?? [] });
    }
    // The hour's public calls of one address are few.
    api.cloud.clock.set(api.cloud.clock.now() + 3_600_000);
    // What follows from all this is done before anything is compared.
    await api.cloud.settle();
    before = await contents();
  });
  afterAll(() => api.stop());

  const tokens = new Map<string, Promise<string>>();

  function token(sub: string, roles: readonly Role[], expiresIn?: number): Promise<string> {
    const key = `${sub} ${roles} ${expiresIn}`;
    const known = tokens.get(key) ?? api.token({ sub, roles, ...(expiresIn !== undefined && { expiresIn }) });
    tokens.set(key, known);
    return known;
  }

  function preparedFor(operationId: string, role: Role): Ask {
    const found = prepared.get(operationId)?.asks.get(role);
    if (found === undefined) throw new Error(`nothing is prepared for ${operationId} as ${role}`);
    return found;
  }

  /** Something of Harbour's that an answer names, headers included; its coach can be known to all. */
  function secretIn({ headers, body }: ApiAnswer, coachIsKnown = false): string | undefined {
    const text = JSON.stringify([...headers, body]);
    const shown = coachIsKnown ? text.replaceAll(harbour.coach.id, '') : text;
    return ['harbour', ...harbour.ids].find((secret) => shown.includes(secret));
  }

  async function refuses(
    operationId: string,
    what: Ask,
    whose: string,
    bearer: string | undefined,
    status: keyof typeof codes,
  ): Promise<void> {
    const answer = await ask(api, operationId, what, bearer);
    expect([whose, answer.status, answer.body?.code, secretIn(answer)]).toEqual([
      whose,
      status,
      codes[status],
      undefined,
    ]);
  }

  it('is said of every operation', () => {
    expect(Object.keys(expectations).sort()).toEqual(routes.map(({ operationId }) => operationId).sort());
  });

  it.each(guarded)('to %s is refused, without a trace, to all others', async (operationId, expectation) => {
    const roles = rolesOf(expectation);
    const { others = 403, strangers } = expectation;
    for (const role of roles) {
      const what = preparedFor(operationId, role);
      const me = memberOf(harbour, role);
      const refuse = (whose: string, bearer: string | undefined, status: keyof typeof codes) =>
        refuses(operationId, what, `${whose}, for ${role}`, bearer, status);
      await refuse('no token', undefined, 401);
      await refuse('expired token', await token(me.id, [role], -60), 401);
      await refuse('token without a role', await token(me.id, []), others);
      for (const wrong of allRoles.filter((one) => !roles.includes(one))) {
        await refuse(`${wrong} of Harbour`, memberOf(harbour, wrong).token, others);
        await refuse(`the right person as ${wrong}`, await token(me.id, [wrong]), others);
        await refuse(`${wrong} whom nobody knows`, await token('newcomer', [wrong]), others);
      }
      if (typeof strangers === 'number' && role !== 'admin') {
        await refuse(`${role} of Meadow`, meadow[role].token, strangers);
      }
      if (role === 'staff' && !expectation.staffOfNobody) await refuse('staff of no coach', idle.token, 403);
    }
    expect(await contents()).toEqual(before);
  });

  it.each(operations.filter(([, { forged }]) => forged !== undefined))(
    'to %s is refused, without a trace, with a link for something else',
    async (operationId) => {
      for (const what of prepared.get(operationId)?.forged ?? []) {
        await refuses(operationId, what, 'no token', undefined, 404);
        await refuses(operationId, what, 'the coach', harbour.coach.token, 404);
      }
      expect(await contents()).toEqual(before);
    },
  );

  it.each(operations.filter(([, { strangers }]) => strangers === 'own'))(
    'to %s gives people of another tenant their own, and nothing else',
    async (operationId, expectation) => {
      const { method, success } = routeOf(operationId);
      const ofHarbour = (line: string) => ['harbour', ...harbour.ids].some((secret) => line.includes(secret));
      for (const role of rolesOf(expectation)) {
        const what = preparedFor(operationId, role);
        const answer = await ask(api, operationId, what, memberOf(meadow, role).token);
        expect([role, answer.status, secretIn(answer)]).toEqual([role, success.status, undefined]);
        if (method === 'GET') {
          // So that having nothing to show is not what passes.
          const theirs = await ask(api, operationId, what, memberOf(harbour, role).token);
          expect(answer.body).not.toEqual(theirs.body);
        }
      }
      expect((await contents()).filter(ofHarbour)).toEqual(before.filter(ofHarbour));
    },
  );

  describe('through things that a request names', () => {
    /** Calls that are refused leave everything as it is, what workers had still to do aside. */
    async function changesNothing(calls: () => Promise<void>): Promise<void> {
      await api.cloud.settle();
      const seen = await contents();
      await calls();
      await api.cloud.settle();
      expect(await contents()).toEqual(seen);
    }

    it("is refused to a coach who assigns another coach's staff", async () => {
      const bearer = meadow.coach.token;
      const own = { name: 'Own Lead', email: 'own@example.com' };
      const { _id: leadId } = (await must(api, 'createLead', { body: own }, bearer)).data;
      const time = { startTime: '2026-03-03T15:00:00Z', duration: 30 };
      await changesNothing(async () => {
        const body = { ...time, leadId, assignedStaffId: harbour.staff.id };
        await refuses('bookAppointment', { body }, 'coach of Meadow', bearer, 404);
      });
    });

    it("is refused to a coach who calls other people's staff, clients, coaches or admins their staff", async () => {
      const fields = { name: 'Not Mine', email: 'not.mine@example.com' };
      await changesNothing(async () => {
        for (const { id } of [harbour.staff, harbour.client, harbour.coach, root]) {
          const answer = await ask(api, 'addStaff', { body: { ...fields, id } }, meadow.coach.token);
          expect([id, answer.status, answer.body.code, secretIn(answer)]).toEqual([
            id,
            409,
            'CONFLICT',
            undefined,
          ]);
        }
      });
    });

    it("is refused to a coach who asks for their client's list, in which others may be", async () => {
      const what = { params: { client_id: harbour.client.id } };
      await changesNothing(() =>
        refuses('listClientBookings', what, 'coach of Harbour', harbour.coach.token, 403),
      );
    });

    it("is not widened by another caller's Idempotency-Key or cursor", async () => {
      const headers = { 'idempotency-key': 'shared' };
      const mine = { body: { name: 'Harbour Lead', email: 'lead@harbour.example' }, headers };
      await must(api, 'createLead', mine, harbour.coach.token);
      const body = { name: 'Meadow Lead', email: 'lead@meadow.example' };
      const theirs = await must(api, 'createLead', { body, headers }, meadow.coach.token);
      expect(theirs.data).toMatchObject(body);

      const { cursor } = await must(api, 'listLeads', { query: { limit: '1' } }, harbour.coach.token);
      expect(cursor).not.toBeNull();
      const page = await ask(api, 'listLeads', { query: { cursor } }, meadow.coach.token);
      expect(secretIn(page)).toBeUndefined();
    });
  });

  it.each(operations)('to %s is given to all who may', async (operationId, expectation) => {
    const { status } = routeOf(operationId).success;
    const gives = async (whose: string, me: Member, bearer: string | undefined, stranger = false) => {
      const answer = await ask(api, operationId, await expectation.ask(harbour, me), bearer);
      const secret = stranger ? secretIn(answer, true) : undefined;
      expect([whose, answer.status, secret]).toEqual([whose, status, undefined]);
    };
    for (const role of rolesOf(expectation)) {
      const me = memberOf(harbour, role);
      await gives(role, me, me.token);
      if (expectation.strangers !== 'open' || role === 'admin') continue;
      await gives(`${role} of Meadow`, me, meadow[role].token, true);
    }
    if (expectation.roles !== 'everybody') return;
    // The hour's public calls of one address are few.
    api.cloud.clock.set(api.cloud.clock.now() + 3_600_000);
    // Whoever has a link may see what is behind it.
    const isLink = expectation.forged !== undefined;
    await gives('no token', root, undefined, !isLink);
    await gives('expired token', root, await token(root.id, ['admin'], -60), !isLink);
    for (const role of allRoles) {
      await gives(role, memberOf(harbour, role), memberOf(harbour, role).token, !isLink);
    }
    await gives('coach of Meadow', meadow.coach, meadow.coach.token, !isLink);
  });
});
