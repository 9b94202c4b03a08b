import { sqsQueue } from '@punctual/adapters/queues/sqs.ts';
import { type Api, startApi, withoutMeetings } from '@punctual/testkit/api.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enterCoach } from '../coach.ts';
import { ask, must } from '../operations.ts';

let api: Api;
let admin: string;
let appointmentId: string;
const client = 'cleo@example.com';
beforeAll(async () => {
  api = await startApi('2026-03-02T08:00:00Z', withoutMeetings);
  admin = await api.token({ sub: 'root', roles: ['admin'] });
  await enterCoach(api, 'ada');
  const cleo = await api.token({ sub: 'cleo', roles: ['client'], name: 'Cleo', email: client });
  const body = { coach_id: 'ada', session_datetime: '2026-03-04T15:00:00Z', duration_minutes: 60 };
  appointmentId = (await must(api, 'createBooking', { body }, cleo)).id;
  await api.cloud.settle();
});
afterAll(() => api.stop());

const mails = async () => (await api.call({ method: 'GET', path: `/dev/inbox?to=${client}` })).body.length;
const list = async (worker: string) =>
  (await must(api, 'listDeadLetters', { query: { worker } }, admin)).data as {
    workers: { worker: string; count: number }[];
    letters: { id: string; sentAt: string; detailType: string; ids: object }[];
  };
const redrive = (worker: string, body: object = {}) =>
  ask(api, 'redriveDeadLetters', { params: { worker }, body }, admin);
const give = (worker: string, body: object) =>
  sqsQueue(`${process.env.QUEUE_URL_PREFIX}${worker}-dlq`).send([body]);

it('shows what waits without naming anybody, and looking takes nothing away', async () => {
  const detail = {
    appointmentId,
    sequence: 1,
    eventId: 'e-1',
    client: { name: 'Cleo Smith', email: client },
  };
  for (let index = 0; index < 12; index += 1) {
    await give('send-notice', { 'detail-type': 'appointment.booked', detail });
  }
  for (const _ of ['once', 'and again']) {
    const { workers, letters } = await list('send-notice');
    expect(workers.find(({ worker }) => worker === 'send-notice')?.count).toBe(12);
    expect(workers.filter(({ count }) => count > 0)).toHaveLength(1);
    expect(letters).toHaveLength(12);
    expect(letters[0]).toMatchObject({
      detailType: 'appointment.booked',
      ids: { appointmentId, eventId: 'e-1' },
    });
    expect(JSON.stringify(letters)).not.toMatch(/cleo/i);
  }
});

it('gives all of it to the worker again, which does once what was done already', async () => {
  const before = await mails();
  const { status, body } = await redrive('send-notice');
  expect([status, body.data]).toEqual([200, { worker: 'send-notice', moved: 12, left: 0 }]);
  await api.cloud.settle();
  expect((await list('send-notice')).letters).toEqual([]);
  expect(await mails()).toBe(before);
});

it('publishes the events of an appointment again, where letters name places in the stream', async () => {
  await give('publish-events', { DDBStreamBatchInfo: { shardId: 's-1', startSequenceNumber: '17' } });
  expect((await list('publish-events')).letters[0]?.ids).toEqual({
    shardId: 's-1',
    startSequenceNumber: '17',
  });
  expect((await redrive('publish-events')).body.issues[0].path).toBe('body.appointmentId');
  expect((await redrive('send-notice', { appointmentId })).status).toBe(400);
  expect((await redrive('publish-events', { appointmentId: 'nothing' })).status).toBe(404);
  const before = await mails();
  const { body } = await redrive('publish-events', { appointmentId });
  expect(body.data).toEqual({ worker: 'publish-events', moved: 1, left: 1 });
  await api.cloud.settle();
  expect(await mails()).toBe(before);
});

it('knows no other worker', async () => {
  expect((await redrive('nobody')).status).toBe(404);
  expect((await ask(api, 'listDeadLetters', { query: { worker: 'nobody' } }, admin)).status).toBe(404);
});
