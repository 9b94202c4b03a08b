import { newsOf } from '@punctual/adapters/calendly/news.ts';
import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { type Api, startApi } from '@punctual/testkit/api.ts';
import { scan, violationsIn } from '@punctual/testkit/violations.ts';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signature } from '../calendly.ts';
import { enterCoach } from '../coach.ts';
import { contents } from '../contents.ts';

/*
 * Webhooks mutated in any place, ten thousand of them read and ten thousand delivered, with a good signature or without:
 * none makes the function fail, and what changes is explained by what it was told. Monday, 2 March 2026, 8:00 UTC.
 */

let api: Api;
type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<{ statusCode?: number }>;
let handler: Handler;

beforeAll(async () => {
  api = await startApi();
  await enterCoach(api, 'ada');
  // The very function, without the way to it.
  handler = (await import('../../http/intake/webhook.ts')).handler as unknown as Handler;
});
afterAll(() => api.stop());

const origin = 'https://api.calendly.com/scheduled_events';

const webhook = {
  created_at: '2026-03-02T08:00:00.000000Z',
  created_by: 'https://api.calendly.com/users/a',
  event: 'invitee.created',
  payload: {
    uri: `${origin}/event-0/invitees/invitee-0`,
    email: 'fuzz@example.com',
    name: 'Fay Fuzz',
    first_name: null,
    last_name: null,
    status: 'active',
    timezone: 'Europe/Berlin',
    created_at: '2026-03-02T08:00:00.000000Z',
    updated_at: '2026-03-02T08:00:00.000000Z',
    tracking: { utm_content: null },
    rescheduled: false,
    old_invitee: null,
    new_invitee: null,
    no_show: null,
    scheduled_event: {
      uri: `${origin}/event-0`,
      start_time: '2026-03-10T15:00:00.000000Z',
      end_time: '2026-03-10T15:30:00.000000Z',
      status: 'active',
      location: { type: 'google_conference', join_url: 'https://meet.google.com/a' },
      event_memberships: [{ user_email: 'ada@example.com' }],
    },
  },
};

const deliver = (text: string, header: string | undefined) =>
  handler(
    {
      version: '2.0',
      routeKey: 'POST /api/v1/public/calendly/webhook',
      rawPath: '/api/v1/public/calendly/webhook',
      rawQueryString: '',
      headers: { ...(header !== undefined && { 'calendly-webhook-signature': header }) },
      body: text,
      isBase64Encoded: false,
      requestContext: { requestId: 'r', http: { sourceIp: '127.0.0.1', method: 'POST', path: '/' } },
    } as unknown as APIGatewayProxyEventV2,
    {} as Context,
  );

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Path = readonly (string | number)[];

/** Paths to everything inside. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  copy[key] = replaced(copy[key], rest, by);
  return Array.isArray(value) ? Object.values(copy) : copy;
}

const someId = fc.integer({ min: 0, max: 40 });
const weird = fc.oneof(
  fc.jsonValue(),
  fc.string(),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    '2026-02-30T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '0000-00-00T00:00:00Z',
    'ada@example.com',
    `${origin}/x/invitees/${'y'.repeat(300)}`,
    `${origin}/../users/me`,
    'javascript:alert(1)',
    '\u0000',
    'x'.repeat(3000),
    1e308,
    -1,
  ),
  someId.map((id) => `${origin}/event-${id}/invitees/invitee-${id}`),
  fc.constantFrom(
    'invitee.created',
    'invitee.canceled',
    'invitee_no_show.created',
    'invitee_no_show.deleted',
    'invitee.no_show',
  ),
);
const mutated = fc
  .record({
    id: someId,
    event: fc.constantFrom(
      'invitee.created',
      'invitee.canceled',
      'invitee_no_show.created',
      'invitee_no_show.deleted',
    ),
    changes: fc.array(fc.tuple(fc.constantFrom(...pathsOf(webhook)), weird), { maxLength: 3 }),
    cut: fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(2000) }),
  })
  .map(({ id, event, changes, cut }) => {
    const base = JSON.parse(
      JSON.stringify({ ...webhook, event })
        .replaceAll(/(event|invitee)-0/g, `$1-${id}`)
        .replaceAll('fuzz@', `fuzz${id}@`)
        .replaceAll('2026-03-10', `2026-03-${10 + (id % 20)}`),
    );
    const text = JSON.stringify(changes.reduce((value, [path, by]) => replaced(value, path, by), base)) ?? '';
    return cut === undefined ? text : text.slice(0, cut);
  });

const wrongSignatures: readonly ((text: string) => string | undefined)[] = [
  () => undefined,
  () => 'v1=0,t=0',
  (text) => signature(`${text} `),
  (text) => signature(text, Date.now() - 200_000),
  (text) => signature(text).replace(/v1=./, 'v1=g'),
];

describe('the webhook', () => {
  it('reads whatever comes, and takes nothing on trust', () => {
    let understood = 0;
    fc.assert(
      fc.property(mutated, (text) => {
        const news = newsOf(jsonOf(text));
        if (news === undefined) return;
        understood += 1;
        const { id, details } = news.invitee;
        expect(id).toMatch(/^[\w-]{1,100}$/);
        expect(details.end - details.start).toBeGreaterThan(0);
        expect(details.joinUrl ?? 'https://').toMatch(/^https:/);
      }),
      { numRuns: 10_000 },
    );
    expect(understood).toBeGreaterThan(3000);
  });

  it('refuses what Calendly has not signed, and changes nothing', async () => {
    const before = await contents();
    await fc.assert(
      fc.asyncProperty(mutated, fc.constantFrom(...wrongSignatures), async (text, sign) => {
        expect((await deliver(text, sign(text))).statusCode).toBe(401);
      }),
      { numRuns: 8500 },
    );
    await api.cloud.settle();
    expect(await contents()).toEqual(before);
  });

  it('takes whatever Calendly has signed, and nobody is double-booked', async () => {
    const told = new Set<string>();
    await fc.assert(
      fc.asyncProperty(mutated, async (text) => {
        for (const id of text.matchAll(/invitees\/([\w-]{1,100})/g)) told.add(String(id[1]));
        expect((await deliver(text, signature(text))).statusCode).toBe(200);
      }),
      { numRuns: 1500, endOnFailure: true },
    );
    await api.cloud.settle();
    const dead = (await api.call({ method: 'GET', path: '/dev/queues' })).body.queues;
    const queue = dead.find(({ name }: { name: string }) => name === 'apply-calendly-event');
    expect(queue).toMatchObject({ dead: 0, visible: 0 });
    const table = connectTable(String(process.env.TABLE_NAME));
    expect(await violationsIn(table, api.cloud.clock.now(), () => 0)).toEqual([]);
    const items = await scan(table);
    const invitees = items
      .filter(({ entity }) => entity === 'intake')
      .flatMap(({ invitees: known }) => Object.keys(known as object));
    expect(invitees.length).toBeGreaterThan(20);
    expect(new Set(invitees).size).toBe(invitees.length);
    expect(invitees.filter((id) => !told.has(id))).toEqual([]);
    const appointments = items.filter(({ entity }) => entity === 'appointment');
    expect(
      appointments.every(({ surface, providerId }) => surface === 'intake' && providerId === 'ada'),
    ).toBe(true);
  }, 300_000);
});
