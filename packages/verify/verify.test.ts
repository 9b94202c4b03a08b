import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { DeleteCommand, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { connectTable, type Table } from '@punctual/adapters/dynamodb/table-client.ts';
import { schedulerTimers } from '@punctual/adapters/scheduler/timers.ts';
import { type Api, startApi } from '@punctual/testkit/api.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outside } from './check.ts';
import type { RawItem } from './fact-kinds.ts';
import type { Facts } from './facts.ts';
import { localCloud, schedulesIn } from './outside.ts';
import { formatReport } from './report.ts';
import { scan } from './scan.ts';
import { type Report, verify } from './verify.ts';

/* The product with a few appointments, holds and calendars in it; then one thing after the other is spoilt. */

const minute = 60_000;
let api: Api;
let table: Table;
let directory: string;
const ids = { booked: '', moved: '', cancelled: '', hold: '', connection: '' };

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'punctual-verify-'));
  api = await startApi('2026-03-02T08:00:00Z');
  table = connectTable(String(process.env.TABLE_NAME));
  const call = async (method: string, path: string, token?: string, body?: unknown) => {
    const answer = await api.call({ method, path, token, body });
    if (answer.status >= 300 && answer.status !== 302) {
      throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer;
  };
  const coach = await api.token({ sub: 'ada', roles: ['coach'], name: 'Ada Coach', email: 'ada@x.example' });
  const dashboard = '/api/coach-dashboard';
  const hours = [1, 2, 3, 4, 5].map((dayOfWeek) => ({ dayOfWeek, startTime: '09:00', endTime: '17:00' }));
  await call('PUT', `${dashboard}/availability`, coach, {
    timeZone: 'Europe/Rome',
    workingHours: hours,
    bufferTime: 10,
  });
  // Decisions in the minute after a change of the buffer may not know of it.
  await api.cloud.advanceTo(api.cloud.clock.now() + 2 * minute);
  const lead = { name: 'Private Lead', email: 'lead@x.example', phone: '+390612345678' };
  const { body } = await call('POST', `${dashboard}/leads`, coach, lead);
  const book = async (startTime: string) => {
    const request = { leadId: body.data._id, startTime, duration: 30, notes: 'very private words' };
    return (await call('POST', `${dashboard}/appointments`, coach, request)).body.data._id;
  };
  const { authUrl } = (await call('GET', '/api/calendar-integration/connect/google/ada', coach)).body.data;
  const asked = new URL(authUrl);
  const consent = await fetch(`${asked.origin}/o/oauth2/v2/auth/decision`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      request: asked.searchParams.toString(),
      decision: 'allow',
      email: 'ada@calendars.example',
    }),
  });
  const back = await fetch(consent.headers.get('location') ?? '', { redirect: 'manual' });
  ids.connection =
    new URL(back.headers.get('location') ?? '').searchParams.get('connection_id') ?? 'not connected';
  ids.booked = await book('2026-03-05T09:00:00Z');
  ids.moved = await book('2026-03-05T10:00:00Z');
  ids.cancelled = await book('2026-03-05T11:00:00Z');
  await call('PUT', `${dashboard}/appointments/${ids.moved}/reschedule`, coach, {
    newStartTime: '2026-03-06T10:00:00Z',
  });
  await call('DELETE', `${dashboard}/appointments/${ids.cancelled}`, coach, { reason: 'ill' });
  await call('PUT', '/api/v1/me/devices', coach, { platform: 'web', token: 'device-of-ada' });
  const contact = { name: 'Vis Itor', email: 'visitor@x.example', timeZone: 'Europe/Rome' };
  const held = { coachId: 'ada', startTime: '2026-03-04T09:00:00Z', duration: 30, contact };
  await call('POST', '/api/v1/public/holds', undefined, held);
  await api.cloud.settle();
  await api.cloud.advanceTo(api.cloud.clock.now() + 41 * minute);
  ids.hold = (await call('POST', '/api/v1/public/holds', undefined, held)).body.data.id;
  await api.cloud.settle();
});
afterAll(async () => {
  await api.stop();
  rmSync(directory, { recursive: true, force: true });
});

const group = () => String(process.env.SCHEDULE_GROUP);

async function look(): Promise<Report> {
  const cloud = localCloud(api.cloud.url);
  const outside = async (facts: Facts): Promise<Outside> => ({
    schedules: await schedulesIn(group()),
    ...(await cloud.outside(table, facts)),
  });
  const { report } = await verify({ table, now: cloud.now, outside }, { segments: 3, grace: 0, pause: 0 });
  return report;
}

const wrong = ({ checks }: Report): readonly string[] =>
  checks.flatMap(({ name, violations }) => violations.map(({ text }) => `${name}: ${text}`));

it('finds nothing in what the product has written, having judged everything', async () => {
  const report = await look();
  expect(wrong(report)).toEqual([]);
  for (const { name, seen } of report.checks) expect([name, (seen ?? 0) > 0]).toEqual([name, true]);
  expect(formatReport(report)).toContain('Nothing is wrong.');
});

type Item = Record<string, unknown>;

async function get(pk: string, sk: string): Promise<Item> {
  const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: { pk, sk } }));
  if (Item === undefined) throw new Error(`no item ${pk} ${sk}`);
  return Item;
}
const put = (Item: RawItem) => table.client.send(new PutCommand({ TableName: table.name, Item }));
const remove = ({ pk, sk }: RawItem) =>
  table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }));

async function allOf(entity: string): Promise<readonly Item[]> {
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.name }));
  return Items.filter((item) => item.entity === entity);
}

async function one(entity: string, fits: (item: Item) => boolean = () => true): Promise<Item> {
  const found = (await allOf(entity)).find(fits);
  return found ?? expect.unreachable(`no ${entity}`);
}

/** Changes an item; answers what puts it back. */
async function patch(item: Item, change: Item): Promise<() => Promise<unknown>> {
  await put({ ...item, ...change });
  return () => put(item);
}

async function lose(item: Item): Promise<() => Promise<unknown>> {
  await remove(item);
  return () => put(item);
}

async function add(item: Item): Promise<() => Promise<unknown>> {
  await put(item);
  return () => remove(item);
}

const pageOf = (id: string) =>
  one('page', ({ entries }) => (entries as readonly { id: string }[]).some((entry) => entry.id === id));
const eventOf = (id: string, sequence: number) => get(`APPOINTMENT#${id}`, `EVENT#00000${sequence}`);
const appointment = (id: string) => get(`APPOINTMENT#${id}`, 'APPOINTMENT');
const standing = (id: string) =>
  one('delivery', (item) => item.appointmentId === id && item.kind === 'booked');

/** What is spoilt, by which check it must be found, and how to do it and undo it. */
const damages: readonly (readonly [string, string, () => Promise<() => Promise<unknown>>])[] = [
  [
    'two appointments at one time, as without the condition of the transaction',
    'overlaps',
    async () => patch(await appointment(ids.moved), { start: Date.parse('2026-03-05T09:15:00Z') }),
  ],
  [
    'an appointment within the buffer of another',
    'overlaps',
    async () => patch(await appointment(ids.moved), { start: Date.parse('2026-03-05T09:35:00Z') }),
  ],
  ['a page that has lost an entry', 'pages', async () => patch(await pageOf(ids.booked), { entries: [] })],
  [
    'a page with the same entry twice',
    'pages',
    async () => {
      const page = await pageOf(ids.booked);
      return patch(page, { entries: [...(page.entries as unknown[]), ...(page.entries as unknown[])] });
    },
  ],
  [
    'a cancelled appointment that still takes time',
    'pages',
    async () => {
      const page = await pageOf(ids.moved);
      const [entry] = page.entries as readonly Item[];
      return patch(page, { entries: [...(page.entries as unknown[]), { ...entry, id: ids.cancelled }] });
    },
  ],
  ['a hold that is not on its page', 'pages', async () => patch(await pageOf(ids.hold), { entries: [] })],
  [
    'an appointment in an agenda that is not its client’s',
    'one agenda',
    async () => patch(await appointment(ids.booked), { clientAgenda: 'somebody' }),
  ],
  [
    'an event that was never written, as with the outbox skipped',
    'sequences',
    async () => lose(await eventOf(ids.moved, 2)),
  ],
  [
    'a change without an event',
    'sequences',
    async () => patch(await appointment(ids.booked), { kind: 'offline' }),
  ],
  [
    'an event written over by another',
    'sequences',
    async () => patch(await eventOf(ids.cancelled, 1), { after: (await eventOf(ids.booked, 1)).after }),
  ],
  [
    'a change of settings without an event',
    'sequences',
    async () => lose(await get('PERSON#ada', 'EVENT#000001')),
  ],
  [
    'a confirmed hold without its appointment',
    'holds',
    async () => patch(await get(`APPOINTMENT#${ids.hold}`, 'HOLD'), { state: 'confirmed' }),
  ],
  [
    'a hold that was never ended',
    'holds',
    async () => patch(await get(`APPOINTMENT#${ids.hold}`, 'HOLD'), { expiresAt: 1 }),
  ],
  ['two first appointments', 'relations', async () => patch(await appointment(ids.moved), { initial: true })],
  [
    'a count that is off',
    'tallies',
    async () => {
      const tally = await one('tally', ({ scheduled }) => scheduled !== undefined);
      return patch(tally, { scheduled: Number(tally.scheduled) + 1 });
    },
  ],
  [
    'a recovery counted twice',
    'recoveries',
    async () => patch(await one('recovery-totals'), { abandoned: 2 }),
  ],
  ['an abandoned booking that is not noted', 'recoveries', async () => lose(await one('recovery'))],
  [
    'an appointment in the wrong list',
    'indexes',
    async () => patch(await appointment(ids.cancelled), { gsi1pk: 'PROVIDER#ada#LIVE' }),
  ],
  ['an item that says nothing', 'kinds', async () => add({ pk: 'PERSON#ada', sk: 'NOTHING' })],
  [
    'an address that leads to another agenda',
    'people',
    async () => patch(await one('email'), { agenda: 'x' }),
  ],
  ['a lead who is not found', 'people', async () => lose(await one('lead-pointer'))],
  ['a device of two people', 'people', async () => patch(await one('device-owner'), { person: 'eve' })],
  [
    'a row that leads nowhere',
    'people',
    async () => lose(await one('row-pointer', ({ provider }) => provider === 'ada')),
  ],
  [
    'a meeting that is not found',
    'partners',
    async () => lose(await one('meeting-pointer', ({ appointmentId }) => appointmentId === ids.booked)),
  ],
  ['a connection without tokens', 'connections', async () => lose(await one('tokens'))],
  ['a connection that is in nobody’s list', 'connections', async () => lose(await one('connection-pointer'))],
  [
    'work at a calendar that nobody knows of',
    'connections',
    async () => patch(await one('mapping'), { state: 'pending' }),
  ],
  [
    'a notice that never was, as when the stream loses a record',
    'deliveries',
    async () => lose(await standing(ids.booked)),
  ],
  [
    'a doubled delivery',
    'deliveries',
    async () => {
      const delivery = await standing(ids.booked);
      return add({ ...delivery, sk: String(delivery.sk).replace('#000001#', '#000002#'), version: 2 });
    },
  ],
  [
    'one message for two deliveries',
    'deliveries',
    async () =>
      patch(await standing(ids.moved), { messageId: (await standing(ids.booked)).messageId, status: 'sent' }),
  ],
  [
    'a message whose worker died, and which nobody took over',
    'deliveries',
    async () => patch(await standing(ids.booked), { status: 'sending', claimedAt: 1 }),
  ],
  [
    'a reminder that nobody set',
    'timers',
    async () => {
      const name = (await schedulesIn(group())).find((one) => one.includes(`${ids.booked}-sms`)) ?? '';
      await new SchedulerClient().send(new DeleteScheduleCommand({ GroupName: group(), Name: name }));
      const due = Date.parse('2026-03-05T07:00:00Z');
      return () => timers().set(name, due, { kind: 'reminder', appointment_id: ids.booked, key: 'sms' });
    },
  ],
  [
    'a schedule of a cancelled appointment',
    'timers',
    async () => {
      const name = `reminder-${ids.cancelled}-sms-${Math.ceil(Date.parse('2026-03-05T09:00:00Z') / 1000).toString(36)}`;
      await timers().set(name, Date.parse('2026-03-05T09:00:00Z'), {});
      return () => timers().cancel(name);
    },
  ],
  [
    'a schedule of nothing',
    'timers',
    async () => {
      const name = 'reminder-00000000-0000-7000-8000-000000000000-sms-tb2f5s';
      await timers().set(name, Date.parse('2026-03-05T09:00:00Z'), {});
      return () => timers().cancel(name);
    },
  ],
  [
    'an appointment that no calendar knows',
    'mappings',
    async () => lose(await get(`CONNECTION#${ids.connection}`, `MAPPING#${ids.booked}`)),
  ],
  [
    'an orphan in an external calendar',
    'calendars',
    async () => lose(await get(`CONNECTION#${ids.connection}`, `MAPPING#${ids.moved}`)),
  ],
  [
    'an entry at another time than its appointment',
    'calendars',
    async () => {
      const mapping = await get(`CONNECTION#${ids.connection}`, `MAPPING#${ids.moved}`);
      return patch(mapping, { writtenStart: Number(mapping.writtenStart) + 1 });
    },
  ],
  [
    'a meeting that belongs to nothing',
    'meetings',
    async () => lose(await get(`APPOINTMENT#${ids.booked}`, 'MEETING')),
  ],
];

function timers() {
  const { SCHEDULE_GROUP = '', SCHEDULER_ROLE_ARN = '', QUEUE_ARN_SEND_REMINDER = '' } = process.env;
  return schedulerTimers({
    group: SCHEDULE_GROUP,
    roleArn: SCHEDULER_ROLE_ARN,
    queueArn: QUEUE_ARN_SEND_REMINDER,
  });
}

describe('finds', () => {
  it.each(damages)('%s', async (_, check, spoil) => {
    const restore = await spoil();
    try {
      const found = (await look()).checks.filter(({ violations }) => violations.length > 0);
      expect(found.map(({ name }) => name)).toContain(check);
    } finally {
      await restore();
    }
  });

  it('nothing any more when all of it is put back', async () => {
    expect(wrong(await look())).toEqual([]);
  });
});

describe('a run that is interrupted', () => {
  it('goes on where it was, and finds the same', async () => {
    const journal = join(directory, 'journal');
    const whole = await scan(table, { segments: 3, journal });
    const lines = readFileSync(journal, 'utf8').split('\n');
    // As a kill leaves it: some pages are there, the last one half.
    writeFileSync(journal, `${lines.slice(0, 2).join('\n')}\n${lines[2]?.slice(0, 40)}`);
    const read: number[] = [];
    const resumed = await scan(table, { segments: 8, journal, progress: (items) => read.push(items) });
    expect(resumed.counts()).toEqual(whole.counts());
    expect(read.at(-1)).toBe(whole.size);
    await expect(scan({ ...table, name: 'other' }, { segments: 1, journal })).rejects.toThrow(/other/);
  });

  it('has written down nobody’s name, address, number or words', async () => {
    const journal = join(directory, 'private');
    await scan(table, { segments: 1, journal });
    const text = readFileSync(journal, 'utf8');
    expect(text).toContain(ids.booked);
    for (const word of [
      'Private Lead',
      'x.example',
      '390612345678',
      'private words',
      'Ada Coach',
      'device-of',
    ]) {
      expect([word, text.toLowerCase().includes(word.toLowerCase())]).toEqual([word, false]);
    }
  });
});
