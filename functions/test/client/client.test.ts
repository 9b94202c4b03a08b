import { routes } from '@punctual/contracts/registry.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tellOfBooking } from './booking-chapter.ts';
import { tellOfWhatIsConnected } from './connected-chapter.ts';
import { tellOfTheDashboard } from './dashboard-chapter.ts';
import { tellOfFollowUps } from './follow-up-chapter.ts';
import { openPractice, type Practice, told } from './practice.ts';
import { createWitness } from './witness.ts';

/*
 * One week at a practice, through the typed client alone, so that the document it is generated from is known to be
 * true: a witness compares every answer with what was published. One story in chapters, each of which needs those before.
 */

describe('a practice, through the typed client', () => {
  const witness = createWitness();
  let opened: Practice;
  const practice = () => opened;

  beforeAll(async () => {
    opened = await openPractice(witness);
  });
  afterAll(() => opened.api.stop());

  tellOfTheDashboard(practice);
  tellOfBooking(practice);
  tellOfFollowUps(practice);
  tellOfWhatIsConnected(practice);

  it('shows what workers gave up on, and gives it to them again', async () => {
    const { root, appointmentId } = practice();
    const query = { worker: 'send-notice' };
    const { data } = await told(root.GET('/api/v1/admin/dead-letters', { params: { query } }));
    expect([data.letters, data.workers.every(({ count }) => count === 0)]).toEqual([[], true]);
    const redriven = root.POST('/api/v1/admin/dead-letters/{worker}/redrive', {
      params: { path: { worker: 'publish-events' } },
      body: { appointmentId },
    });
    expect((await told(redriven)).data.moved).toBeGreaterThan(0);
  });

  it('documents itself', async () => {
    const { visitor } = practice();
    expect(await told(visitor.GET('/health'))).toEqual({ status: 'ok' });
    expect(await told(visitor.GET('/openapi.json'))).toMatchObject({ openapi: '3.1.1' });
    expect(await told(visitor.GET('/docs', { parseAs: 'text' }))).toContain('<html');
    const asset = 'initialise.js';
    const script = visitor.GET('/docs/{asset}', { params: { path: { asset } }, parseAs: 'text' });
    expect(await told(script)).toContain('openapi.json');
  });

  it('has told of every operation', () => {
    const untold = routes.filter(({ operationId }) => !witness.succeeded.has(operationId));
    expect(untold.map(({ operationId }) => operationId)).toEqual([]);
  });
});
