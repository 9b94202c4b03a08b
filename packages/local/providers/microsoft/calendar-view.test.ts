import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Cloud } from '../../cloud.ts';
import { startTestCloud } from '../../test-cloud.ts';
import { eventOn, testClient } from './harness.ts';
import { createMicrosoft } from './microsoft.ts';

let cloud: Cloud;
let client: ReturnType<typeof testClient>;
let graph: Awaited<ReturnType<ReturnType<typeof testClient>['signIn']>>['graph'];
let mailbox = 0;
let email = '';
beforeAll(async () => {
  cloud = await startTestCloud({ standIns: { microsoft: createMicrosoft } });
  client = testClient(cloud);
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  mailbox += 1;
  email = `owner${mailbox}@fabrikam.example`;
  ({ graph } = await client.signIn(email));
});

const may = 'startDateTime=2026-05-01T00:00:00Z&endDateTime=2026-06-01T00:00:00Z';
const enter = async (body: Record<string, unknown>) =>
  (await client.dev('POST', 'events', { account: email, event: body })).body;

interface Item {
  readonly id: string;
  readonly '@removed'?: object;
  readonly [name: string]: unknown;
}

/** Follows a delta to the end of its round. */
async function round(
  address: string,
  size?: number,
): Promise<{ items: Item[]; link: string; pages: number }> {
  const items: Item[] = [];
  let next = address;
  for (let pages = 1; ; pages++) {
    const { status, body } = await graph(
      'GET',
      next,
      undefined,
      size === undefined ? {} : { prefer: `odata.maxpagesize=${size}` },
    );
    expect(status).toBe(200);
    items.push(...body.value);
    if (body['@odata.deltaLink'] !== undefined) return { items, link: body['@odata.deltaLink'], pages };
    next = body['@odata.nextLink'];
  }
}
const first = (size?: number) => round(`/me/calendarView/delta?${may}`, size);

test('a delta tells what was made, changed and deleted since', async () => {
  const kept = await enter(eventOn('2026-05-04', 9, { subject: 'Kept' }));
  const gone = await enter(eventOn('2026-05-05', 9));
  const begun = await first();
  expect(begun.items.map(({ id }) => id)).toEqual([kept.id, gone.id]);
  expect((await round(begun.link)).items).toEqual([]);
  const added = await enter(eventOn('2026-05-06', 9));
  await graph('PATCH', `/me/events/${kept.id}`, { subject: 'Twice' });
  await graph('PATCH', `/me/events/${kept.id}`, { subject: 'Thrice' });
  await graph('DELETE', `/me/events/${gone.id}`);
  const { items, link } = await round(begun.link);
  expect(items).toMatchObject([
    { id: added.id },
    { id: kept.id, subject: 'Thrice' },
    { id: gone.id, '@removed': { reason: 'deleted' } },
  ]);
  expect((await round(link)).items).toEqual([]);
});

test('what leaves the view is told as removed, what comes into it as an event', async () => {
  const inside = await enter(eventOn('2026-05-04', 9));
  const outside = await enter(eventOn('2026-07-04', 9));
  const { items, link } = await first();
  expect(items.map(({ id }) => id)).toEqual([inside.id]);
  await client.dev('PATCH', 'events', { account: email, id: inside.id, event: eventOn('2026-07-01', 9) });
  await client.dev('PATCH', 'events', { account: email, id: outside.id, event: eventOn('2026-05-01', 9) });
  expect((await round(link)).items).toMatchObject([
    { id: inside.id, '@removed': { reason: 'deleted' } },
    { id: outside.id, start: { dateTime: '2026-05-01T09:00:00.0000000' } },
  ]);
});

test('a series comes whole: its master, then its occurrences with little more than their times', async () => {
  const series = await enter(
    eventOn('2026-05-04', 9, {
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'endDate', startDate: '2026-05-04', endDate: '2026-05-06' },
      },
    }),
  );
  const { items, link } = await first(2);
  expect(items.map(({ type }) => type)).toEqual(['seriesMaster', 'occurrence', 'occurrence', 'occurrence']);
  expect(Object.keys(items[1] ?? {}).sort()).toEqual(
    ['@odata.etag', '@odata.type', 'end', 'id', 'seriesMasterId', 'start', 'type'].sort(),
  );
  await graph('DELETE', `/me/events/${items[2]?.id}`);
  const later = await round(link);
  // Of the deleted occurrence itself nothing is said.
  expect(later.items.map(({ id }) => id)).toEqual([series.id, items[1]?.id, items[3]?.id]);
  await graph('DELETE', `/me/events/${series.id}`);
  expect((await round(later.link)).items).toMatchObject([
    { id: series.id, '@removed': { reason: 'deleted' } },
  ]);
});

test('pages of a first round and of a later one lose nothing, whatever changes meanwhile', async () => {
  await client.dev('POST', 'bulk', { account: email, count: 7, start: '2026-05-04T00:00:00Z' });
  const page = await graph('GET', `/me/calendarView/delta?${may}`, undefined, {
    prefer: 'odata.maxpagesize=3',
  });
  expect(page.body.value).toHaveLength(3);
  const [{ id: changed }, { id: deleted }] = page.body.value;
  await graph('DELETE', `/me/events/${deleted}`);
  await graph('PATCH', `/me/events/${changed}`, { subject: 'Meanwhile' });
  const rest = await round(page.body['@odata.nextLink'], 3);
  expect(rest.items).toHaveLength(4);
  await enter(eventOn('2026-05-20', 9));
  const later = await round(rest.link, 1);
  expect(later.items.map((it) => it['@removed'] ?? it.subject)).toEqual([
    { reason: 'deleted' },
    'Meanwhile',
    'Coaching',
  ]);
  expect(later.pages).toBe(3);
});

test('void tokens are gone, forged ones refused', async () => {
  const { link } = await first();
  await client.dev('POST', 'void-delta', { account: email });
  const gone = await graph('GET', link);
  expect(gone.status).toBe(410);
  expect(gone.body.error.code).toBe('SyncStateNotFound');
  expect((await graph('GET', '/me/calendarView/delta?$deltatoken=nonsense')).status).toBe(400);
  expect((await graph('GET', `/me/calendarView/delta?${may}&$select=id`)).body.error.code).toBe(
    'ErrorInvalidUrlQuery',
  );
  expect((await first()).items).toEqual([]);
});

test('after a reset everything is new, and a token of before is gone', async () => {
  await enter(eventOn('2026-05-04', 9));
  const { link } = await first();
  await cloud.reset();
  expect((await graph('GET', link)).status).toBe(401);
  ({ graph } = await client.signIn(email));
  expect((await graph('GET', link)).status).toBe(410);
  expect((await first()).items).toEqual([]);
});

test('5,000 events are viewed in order, and a delta on them holds only what changed', async () => {
  const bulk = await client.dev('POST', 'bulk', {
    account: email,
    count: 5000,
    start: '2026-01-01T00:00:00Z',
  });
  expect(bulk.body).toEqual({ created: 5000 });
  const year = 'startDateTime=2026-01-01T00:00:00Z&endDateTime=2027-01-01T00:00:00Z';
  const starts: string[] = [];
  for (let next: string | undefined = `/me/calendarView?${year}&$select=start`; next !== undefined; ) {
    const { body }: { body: { value: { start: { dateTime: string } }[]; '@odata.nextLink'?: string } } =
      await graph('GET', next, undefined, { prefer: 'odata.maxpagesize=1000' });
    starts.push(...body.value.map(({ start }) => start.dateTime));
    next = body['@odata.nextLink'];
  }
  expect(starts).toHaveLength(5000);
  expect(starts).toEqual(starts.toSorted());
  const all = await round(`/me/calendarView/delta?${year}`, 1000);
  expect(all.items).toHaveLength(5000);
  await graph('PATCH', `/me/events/${all.items[2500]?.id}`, { subject: 'Changed' });
  expect((await round(all.link)).items).toMatchObject([{ id: all.items[2500]?.id, subject: 'Changed' }]);
});
