import { createServer } from 'node:http';
import { close, listen } from '@punctual/local/ports.ts';
import { describe, expect, it } from 'vitest';
import { enterCoaches } from './cast.ts';
import { createClient, must } from './client.ts';
import { startCloudProcess } from './cloud-process.ts';
import { billFor, quantitiesOf, totalOf, without } from './cost/bill.ts';
import type { Usage } from './cost/meter.ts';
import { growth, type Measured, saturation } from './report.ts';
import { createMix, draw, type Kind } from './routes.ts';
import { percentile, runStep } from './step.ts';

const kind = (name: string, weight: number, path = '/'): Kind => ({
  name,
  weight,
  good: [200],
  next: () => ({ call: { method: 'GET', path } }),
});

describe('a step', () => {
  it('counts each kind by its status, and keeps the times of what went well', async () => {
    // Answers when three are there: were there fewer callers at once, it never would.
    const waiting: (() => void)[] = [];
    const server = createServer((request, response) => {
      waiting.push(() => response.writeHead(request.url === '/bad' ? 503 : 200).end());
      if (waiting.length === 3) for (const answer of waiting.splice(0)) answer();
    });
    const url = `http://127.0.0.1:${await listen(server, 0)}`;
    const mix = [kind('good', 1), kind('bad', 1, '/bad')];
    let turn = 0;
    const random = () => (turn++ % 2) / 2;
    const client = createClient(url);
    const step = await runStep({ client, mix, concurrency: 3, seconds: 0, random, atLeast: 10 });
    await close(server);
    const [good, bad] = [step.tallies.get('good'), step.tallies.get('bad')];
    expect([good?.statuses, bad?.statuses]).toEqual([new Map([[200, 15]]), new Map([[503, 15]])]);
    expect([good?.latencies.length, bad?.latencies.length]).toEqual([15, 0]);
    expect((await client({ method: 'GET', path: '/' })).status).toBe(0);
  });

  it('draws kinds as often as they weigh', () => {
    const kinds = [kind('often', 3), kind('seldom', 1)];
    const drawn = Array.from({ length: 8 }, (_, index) => draw(kinds, () => index / 8).name);
    expect(drawn.filter((name) => name === 'often')).toHaveLength(6);
  });

  it('knows percentiles by the nearest rank', () => {
    const values = [5, 1, 4, 2, 3];
    expect([0.5, 0.9, 1].map((share) => percentile(values, share))).toEqual([3, 5, 5]);
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('a report', () => {
  const measured = (
    concurrency: number,
    good: number,
    loopUse: number,
    databaseProcessors: number,
  ): Measured => ({
    step: {
      concurrency,
      milliseconds: 1000,
      tallies: new Map([['one', { latencies: Array(good).fill(1), statuses: new Map() }]]),
    },
    sample: {
      milliseconds: 1000,
      loopUse,
      loopDelay: { p99: 1, max: 1 },
      processors: loopUse,
      databaseProcessors,
      memory: 1,
      heap: 1,
      databaseMemory: 1,
    },
    ownProcessors: 0,
    backlog: 0,
  });

  it('names what is full where throughput rises no further', () => {
    const rising = [measured(1, 100, 0.4, 0.1), measured(2, 200, 0.8, 0.2)];
    expect(saturation(rising)).toContain('still rising at 2');
    expect(saturation([...rising, measured(4, 205, 0.99, 0.2)])).toMatch(
      /from 2 callers .*event loop of the one/,
    );
    expect(saturation([...rising, measured(4, 205, 0.5, 0.97)])).toContain('database is full');
    expect(saturation([...rising, measured(4, 205, 0.5, 0.5)])).toContain('neither is full');
  });

  it('measures growth over the later half only', () => {
    const mebibyte = 1024 ** 2;
    const samples = [0, 50, 100, 101, 102, 103].map((bytes, index) => ({
      minutes: index,
      bytes: bytes * mebibyte,
    }));
    expect(growth(samples)).toBeCloseTo(60);
  });
});

describe('a bill', () => {
  const usage = (change: Partial<Usage>): Usage => ({
    kind: 'workers',
    invocations: 1,
    messages: 1,
    milliseconds: 0,
    readUnits: 0,
    writeUnits: 0,
    logBytes: 0,
    calls: new Map(),
    ...change,
  });

  it('has a price for everything that was used', () => {
    const quantities = quantitiesOf({
      usages: new Map([
        ['http/a', usage({ kind: 'http', messages: 0, milliseconds: 500, writeUnits: 4 })],
        ['workers/publish-events', usage({ messages: 3 })],
        ['workers/b', usage({ messages: 5, milliseconds: 1000, calls: new Map([['ses POST', 2]]) })],
      ]),
      answerBytes: 0,
      storedBytes: 0,
    });
    expect(quantities).toMatchObject({
      apiRequests: 1,
      lambdaRequests: 3,
      lambdaSeconds: 1,
      writeUnits: 4,
      busEvents: 3,
      queueRequests: 7,
      mails: 2,
    });
    const bill = billFor(quantities, 1_000_000);
    expect(bill[0]).toEqual({ item: 'mails', quantity: 2_000_000, dollars: 200 });
    expect(bill.find(({ item }) => item === 'writeUnits')?.dollars).toBeCloseTo(2.5);
    expect(totalOf(bill)).toBeCloseTo(bill.reduce((sum, { dollars }) => sum + dollars, 0));
    expect(without(quantities, quantities, 2).writeUnits).toBe(0);
  });
});

it('every kind of request in the mix is answered well', async () => {
  const zoomSecret = 'of the test';
  const cloud = await startCloudProcess({
    ZOOM_WEBHOOK_SECRET: zoomSecret,
    ZOOM_ACCOUNT_ID: '',
    DEMO: 'off',
  });
  try {
    const client = createClient(cloud.url);
    const mix = createMix({ coaches: await enterCoaches(client, 2, Date.now()), zoomSecret, now: Date.now });
    for (const one of mix) {
      const { call } = one.next();
      expect([one.name, (await client(call)).status]).toEqual([one.name, one.good[0]]);
    }
    await must(client, { method: 'POST', path: '/dev/settle' });
    const { memory, databaseMemory, loopUse } = await cloud.sample();
    expect([memory > 1e6, loopUse > 0, loopUse <= 1]).toEqual([true, true, true]);
    expect(databaseMemory).toBeGreaterThanOrEqual(0);
  } finally {
    await cloud.stop();
  }
});
