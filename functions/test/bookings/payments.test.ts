import { eventBridge } from '@punctual/adapters/events/event-bus.ts';
import type { Api } from '@punctual/testkit/api.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestCoach } from '../coach.ts';
import { type Bookings, coachId, startBookings } from './bookings.ts';

/* What a payment provider tells on the bus, and what it does to a booking. */

let api: Api;
let coach: TestCoach;
let client: string;
let other: string;
let call: Bookings['call'];
let book: Bookings['book'];
let setStatus: Bookings['setStatus'];

beforeAll(async () => {
  ({ api, coach, client, other, call, book, setStatus } = await startBookings());
});
afterAll(() => api.stop());

describe('payments', () => {
  let bus: ReturnType<typeof eventBridge>;
  beforeEach(() => {
    bus = eventBridge(String(process.env.EVENT_BUS_NAME), 'payments.example');
  });

  async function pay(
    kind: 'Succeeded' | 'Failed',
    id: string,
    paymentId: string,
    at = api.cloud.clock.now(),
  ) {
    const detail = { booking_id: id, payment_id: paymentId };
    expect(await bus.publish([{ detailType: `Payment${kind}`, detail, at }])).toBe(1);
    await call(undefined, 'POST', '/dev/settle');
  }
  const advance = (duration: string) => call(undefined, 'POST', '/dev/clock', { advance: duration });
  const shown = async (id: string) => {
    const { status, payment_id } = (await call(client, 'GET', `/booking/${id}`)).body;
    return [status, payment_id];
  };
  const versionOf = async (id: string) => (await call(client, 'GET', `/booking/${id}`)).headers.get('etag');

  it('that succeed confirm, once', async () => {
    const id = await book();
    await pay('Succeeded', id, 'p-1');
    expect(await shown(id)).toEqual(['confirmed', 'p-1']);
    const version = await versionOf(id);
    await pay('Succeeded', id, 'p-1');
    await pay('Succeeded', id, 'p-2');
    expect([await shown(id), await versionOf(id)]).toEqual([['confirmed', 'p-1'], version]);
    const history = (await coach.call('GET', `/appointments/${id}/history`)).body.data;
    expect(history.at(-1)).toMatchObject({
      type: 'appointment.confirmed',
      actor: 'payments',
      surface: 'payments',
    });
  });

  it('that fail cancel after the grace, and the time is free', async () => {
    const id = await book();
    const { session_datetime } = (await call(client, 'GET', `/booking/${id}`)).body;
    await pay('Failed', id, 'p-1');
    await advance('PT29M');
    expect(await shown(id)).toEqual(['pending', null]);
    await advance('PT2M');
    expect(await shown(id)).toEqual(['cancelled', null]);
    const appointment = (await coach.call('GET', `/appointments/${id}`)).body.data;
    expect(appointment).toMatchObject({ cancellationReason: 'payment failed', cancelledBy: 'payments' });
    const again = { coach_id: coachId, session_datetime, duration_minutes: 30 };
    expect((await call(other, 'POST', '/booking', again)).status).toBe(201);
  });

  it('that succeed within the grace keep the booking', async () => {
    const id = await book();
    await pay('Failed', id, 'p-1');
    await advance('PT20M');
    await pay('Succeeded', id, 'p-2');
    await advance('PT1H');
    expect(await shown(id)).toEqual(['confirmed', 'p-2']);
  });

  it('that fail again begin the grace anew, and old news told again do not', async () => {
    const id = await book();
    const failedAt = api.cloud.clock.now();
    await pay('Failed', id, 'p-1');
    await advance('PT20M');
    await pay('Failed', id, 'p-1', failedAt);
    await advance('PT11M');
    expect(await shown(id)).toEqual(['cancelled', null]);
    const version = await versionOf(id);
    await pay('Failed', id, 'p-1', failedAt);
    await pay('Succeeded', id, 'p-2');
    expect([await shown(id), await versionOf(id)]).toEqual([['cancelled', null], version]);

    const second = await book();
    await pay('Failed', second, 'p-3');
    await advance('PT20M');
    await pay('Failed', second, 'p-4');
    await advance('PT20M');
    expect(await shown(second)).toEqual(['pending', null]);
    await advance('PT11M');
    expect(await shown(second)).toEqual(['cancelled', null]);
  });

  it('that come in the other order change nothing', async () => {
    const id = await book();
    const failedAt = api.cloud.clock.now() - 60 * 60_000;
    await pay('Succeeded', id, 'p-2');
    await pay('Failed', id, 'p-1', failedAt);
    await advance('PT1H');
    expect(await shown(id)).toEqual(['confirmed', 'p-2']);
  });

  it('are remembered by a booking that somebody confirmed by hand', async () => {
    const id = await book();
    await setStatus(coach.token, id, 'confirmed');
    await pay('Failed', id, 'p-1');
    await pay('Succeeded', id, 'p-2');
    await advance('PT1H');
    expect(await shown(id)).toEqual(['confirmed', 'p-2']);
  });

  it('of bookings that nobody knows are dropped', async () => {
    await pay('Succeeded', 'nothing', 'p-1');
    await pay('Failed', '019cad8f-acc9-71b0-80b5-aef15a6be971', 'p-1');
    await advance('PT1H');
    const { queues } = (await call(undefined, 'GET', '/dev/queues')).body;
    const ours = queues.find(({ name }: { name: string }) => name === 'settle-payment');
    expect(ours).toEqual({ name: 'settle-payment', visible: 0, inFlight: 0, delayed: 0, dead: 0 });
  });
});
