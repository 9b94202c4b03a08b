import { deflateRawSync } from 'node:zlib';
import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { connectTable, type Table } from '@punctual/adapters/dynamodb/table-client.ts';
import { type Api, startApi, withoutMeetings } from '@punctual/testkit/api.ts';
import { verify } from '@punctual/verify/verify.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayBetween } from '../replay.ts';
import { type Deletion, deletePerson } from './delete.ts';
import { exportOf } from './export.ts';
import { prove } from './proof.ts';
import { formatDeletion, formatPlan } from './report.ts';
import { findSubject, gather } from './subject.ts';

/*
 * A practice: Ada has John as a lead, who also logs in as a client, asked for a consultation, and began a booking that he did
 * not finish. Mary stays. Everything goes through the API; Monday, 2 March 2026, 8:00 UTC.
 */

const minute = 60_000;
const john = { name: 'John Q. Dorian', email: 'John.Dorian@x.example', phone: '+39 06 1234567' };
const secrets = [
  'dorian',
  'calendars.example',
  '1234567',
  'knee hurts',
  'johns-phone',
  'forgot his wallet',
  'brunnenstrasse',
];

let api: Api;
let table: Table;
let coach: string;
let mary: string;
const ids = { past: '', future: '', marys: '' };

async function call(method: string, path: string, token?: string, body?: unknown) {
  const answer = await api.call({ method, path, token, body });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Gives access to a calendar at the imitated Google. */
async function connect(authUrl: string): Promise<void> {
  const asked = new URL(authUrl);
  const consent = await fetch(`${asked.origin}/o/oauth2/v2/auth/decision`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      request: asked.searchParams.toString(),
      decision: 'allow',
      email: 'jdorian@calendars.example',
    }),
  });
  await fetch(consent.headers.get('location') ?? '', { redirect: 'manual' });
}

async function enter() {
  const dashboard = '/api/coach-dashboard';
  const hours = [1, 2, 3, 4, 5].map((dayOfWeek) => ({ dayOfWeek, startTime: '09:00', endTime: '17:00' }));
  coach = await api.token({ sub: 'ada', roles: ['coach'], name: 'Ada Coach', email: 'ada@x.example' });
  await call('PUT', `${dashboard}/availability`, coach, { timeZone: 'Europe/Rome', workingHours: hours });
  const lead = async (who: object) => (await call('POST', `${dashboard}/leads`, coach, who)).data._id;
  const book = async (leadId: string, startTime: string, notes: string) => {
    const body = { leadId, startTime, duration: 30, notes };
    return (await call('POST', `${dashboard}/appointments`, coach, body)).data._id;
  };
  const leadId = await lead(john);
  ids.past = await book(
    leadId,
    '2026-03-02T14:00:00Z',
    'His left knee hurts since he fell off a horse in May',
  );
  ids.future = await book(leadId, '2026-03-05T10:00:00Z', 'Came to Brunnenstrasse 5');
  await call('PUT', `${dashboard}/appointments/${ids.future}/reschedule`, coach, {
    newStartTime: '2026-03-06T10:00:00Z',
    reason: 'He forgot his wallet',
  });
  const login = await api.token({ sub: 'jd', roles: ['client'], name: john.name, email: john.email });
  const booking = { coach_id: 'ada', session_datetime: '2026-03-09T10:00:00Z', duration_minutes: 60 };
  await call('POST', '/booking', login, booking);
  await call('PUT', '/api/v1/me/devices', login, { platform: 'web', token: 'johns-phone' });
  await call('POST', '/api/v1/me/calendar-feed', login, {});
  await connect((await call('GET', '/calendar/google/auth-url', login)).auth_url);
  await call('POST', '/api/v1/public/booking', undefined, {
    firstName: 'John Q.',
    lastName: 'Dorian',
    companyName: 'Sacred Heart',
    companyWebsite: 'https://heart.example',
    position: 'Doctor',
    isDecisionMaker: true,
    email: john.email,
    businessPhone: { code: '+39', number: '061234567' },
  });
  const contact = { name: john.name, email: john.email, timeZone: 'Europe/Rome' };
  const held = { coachId: 'ada', startTime: '2026-03-04T09:00:00Z', duration: 30, contact };
  await call('POST', '/api/v1/public/holds', undefined, held);
  const other = await lead({ name: 'Mary Major', email: 'mary@x.example' });
  mary = other;
  ids.marys = await book(other, '2026-03-05T12:00:00Z', `Sent by ${john.name}, ${john.email}`);
  await api.cloud.settle();
  // The hold runs out, and the first appointment goes by.
  await api.cloud.advanceTo(Date.parse('2026-03-02T15:00:00Z'));
  await call('POST', '/api/v1/public/holds', undefined, { ...held, startTime: '2026-03-04T10:00:00Z' });
  await api.cloud.settle();
}

beforeAll(async () => {
  api = await startApi('2026-03-02T08:00:00Z', withoutMeetings);
  table = connectTable(String(process.env.TABLE_NAME));
  await enter();
});
afterAll(() => api.stop());

const wanted = { id: 'jd', email: undefined };

async function everything(): Promise<string> {
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.name }));
  return JSON.stringify(Items).toLowerCase();
}

async function violations(): Promise<readonly string[]> {
  const { report } = await verify(
    { table, now: async () => api.cloud.clock.now(), outside: async () => ({}) },
    { segments: 2, grace: 0, pause: 0 },
  );
  return report.checks.flatMap((one) => one.violations.map(({ text }) => `${one.name}: ${text}`));
}

describe('exporting', () => {
  it('gives everything about one person, of all their entries, and no secret', async () => {
    const subject = await findSubject(table, wanted);
    expect(subject.ids.size).toBe(2);
    const { held, secrets: left } = exportOf(await gather(table, subject), subject, 0);
    const text = JSON.stringify(held);
    const kinds = ['person', 'appointment', 'event', 'delivery', 'device', 'feed', 'intake', 'recovery'];
    kinds.push('connection', 'mapping', 'relation');
    expect(Object.keys(held)).toEqual(expect.arrayContaining(kinds));
    for (const word of ['knee hurts', 'Brunnenstrasse', 'wallet', john.phone, 'Sacred Heart']) {
      expect([word, text.includes(word)]).toEqual([word, true]);
    }
    expect(text).not.toMatch(/johns-phone|Mary Major/);
    expect([left.tokens, held.tokens, held.idempotency]).toEqual([1, undefined, undefined]);
  });

  it('finds somebody by their address alone, and nobody by one that nobody has', async () => {
    const { ids: found } = await findSubject(table, { id: undefined, email: john.email.toUpperCase() });
    expect(found).toEqual((await findSubject(table, wanted)).ids);
    const nobody = await findSubject(table, { id: undefined, email: 'no@x.example' });
    const records = await gather(table, nobody);
    expect(formatPlan(records, nobody)).toContain('0 entries');
  });
});

describe('deleting', () => {
  let done: Deletion;

  it('leaves nothing of the person, and says so', async () => {
    const before = await everything();
    for (const word of secrets) expect([word, before.includes(word)]).toEqual([word, true]);
    expect(await violations()).toEqual([]);
    const { SCHEDULE_GROUP: scheduleGroup } = process.env;
    done = await deletePerson(table, { wanted, patience: 30_000, scheduleGroup });
    await api.cloud.settle();
    expect(done).toMatchObject({ people: 2, cancelled: 2, settled: true, intakes: 1 });
    expect(done.connections.map(({ revoked }) => revoked)).toEqual([true]);
    expect(done.proof.remaining).toEqual([]);
    // Mary's notes name him; the address in them is gone.
    expect(done.proof.elsewhere.map(({ field, kind }) => `${field} ${kind}`)).toEqual([
      'notes name',
      'notes name',
    ]);
    const after = await everything();
    for (const word of secrets.slice(1)) expect([word, after.includes(word)]).toEqual([word, false]);
    for (const word of ['john.dorian@', '"entity":"feed', '"entity":"tokens"'])
      expect(after).not.toContain(word);
    expect(formatDeletion(done)).toContain('Nothing is left.');
    expect(formatDeletion(done).toLowerCase()).not.toContain('dorian');
  });

  it('sees what is left, wherever it hides', async () => {
    const values = [
      { kind: 'e-mail', text: 'left@x.example' },
      { kind: 'name', text: 'left over' },
    ] as const;
    const put = (Item: object) => table.client.send(new PutCommand({ TableName: table.name, Item }));
    const own = { pk: 'PERSON#left', sk: 'PROFILE' };
    const places = [
      { ...own, entity: 'person', id: 'left', name: 'Left Over' },
      { pk: 'X#1', sk: 'left@x.example', entity: 'odd' },
      { pk: 'X#2', sk: 'X', entity: 'odd', rows: deflateRawSync(Buffer.from('[["Left@x.example"]]')) },
      {
        pk: 'X#3',
        sk: 'X',
        entity: 'odd',
        words: new Set(['to left@x.example']),
        deep: [{ text: 'Left over!' }],
      },
    ];
    for (const item of places) await put(item);
    const records = { partitions: new Map([[own.pk, []]]), others: [], acted: [] };
    const { remaining, elsewhere } = await prove(table, records, values);
    for (const { pk, sk } of places) {
      await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }));
    }
    expect(remaining.map(({ pk, field }) => `${pk} ${field}`).sort()).toEqual([
      'PERSON#left name',
      'X#1 sk',
      'X#2 rows',
      'X#3 words',
    ]);
    expect(elsewhere.map(({ pk, field }) => `${pk} ${field}`)).toEqual(['X#3 deep.text']);
  });

  it('told the other side of what was cancelled, and left no timer', async () => {
    const mails = (await api.call({ method: 'GET', path: '/dev/inbox?to=ada@x.example' })).body;
    const cancelled = mails.filter(({ subject }: { subject: string }) =>
      subject.startsWith('Your appointment is cancelled'),
    );
    expect(cancelled).toHaveLength(2);
    const before = (await api.call({ method: 'GET', path: '/dev/inbox?to=john.dorian@x.example' })).body
      .length;
    await api.cloud.advanceTo(api.cloud.clock.now() + 5 * 24 * 60 * minute);
    const inbox = await api.call({ method: 'GET', path: '/dev/inbox?to=john.dorian@x.example' });
    expect(inbox.body).toHaveLength(before);
  });

  it('leaves what others have a part in as consistent as it was', async () => {
    expect(await violations()).toEqual([]);
    const list = await call(
      'GET',
      '/api/coach-dashboard/calendar?startDate=2026-03-01&endDate=2026-03-31',
      coach,
    );
    expect(JSON.stringify(list)).toContain('Deleted person');
    const history = await call('GET', `/api/coach-dashboard/appointments/${ids.future}/history`, coach);
    expect(history.data.map(({ type }: { type: string }) => type)).toEqual([
      'appointment.booked',
      'appointment.rescheduled',
      'appointment.cancelled',
    ]);
    const marys = await call('GET', `/api/coach-dashboard/leads/${mary}`, coach);
    expect(marys.data.name).toBe('Mary Major');
  });

  it('can be asked for again, and lets the person come back as somebody new', async () => {
    const again = await deletePerson(table, {
      wanted: { id: 'jd', email: john.email },
      patience: 0,
      scheduleGroup: undefined,
    });
    expect(again).toMatchObject({ cancelled: 0, emptied: 0, intakes: 0 });
    expect(again.proof.remaining).toEqual([]);
    const login = await api.token({ sub: 'jd', roles: ['client'], name: 'JD', email: 'new@x.example' });
    const booking = { coach_id: 'ada', session_datetime: '2026-03-10T10:00:00Z', duration_minutes: 60 };
    await call('POST', '/booking', login, booking);
    await api.cloud.settle();
    expect(await violations()).toEqual([]);
  });

  it('of a coach takes back what they offered, and their clients keep their own', async () => {
    const one = await deletePerson(table, {
      wanted: { id: 'ada', email: undefined },
      patience: 30_000,
      scheduleGroup: process.env.SCHEDULE_GROUP,
    });
    expect(one.cancelled).toBeGreaterThan(0);
    expect(one.proof.remaining).toEqual([]);
    await api.cloud.settle();
    expect(await violations()).toEqual([]);
    expect(await everything()).toContain('mary@x.example');
  });
});

describe('publishing again', () => {
  it('takes the events of a time, in order', async () => {
    const published: string[] = [];
    const bus = {
      publish: async (all: readonly { readonly detail: Readonly<Record<string, unknown>> }[]) => {
        published.push(...all.map(({ detail }) => `${detail.appointmentId} ${detail.sequence}`));
        return all.length;
      },
    };
    const day = { from: Date.parse('2026-03-02T00:00:00Z'), to: Date.parse('2026-03-03T00:00:00Z') };
    const count = await replayBetween(table, bus, day);
    expect(count).toBeGreaterThan(5);
    // What sessions publish besides has no number.
    const future = published.filter((one) => one.startsWith(ids.future) && /\d$/.test(one));
    expect(future.slice(0, 2)).toEqual([`${ids.future} 1`, `${ids.future} 2`]);
    expect(await replayBetween(table, bus, { from: 0, to: 1 })).toBe(0);
  });
});
