import { expect, expectTypeOf, it } from 'vitest';
import { createClient, isRefused } from './client.ts';

function answering(status: number, body: unknown, seen: Request[] = []) {
  return async (request: Request) => {
    seen.push(request);
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  };
}

const baseUrl = 'https://punctual.test';
const path = '/api/coach-dashboard/appointments';
const body = { leadId: 'lead', startTime: '2026-03-03T15:00:00Z', duration: 30 };

it('asks for the token before every call, and calls without one where there is none', async () => {
  const seen: Request[] = [];
  const tokens = ['first', 'second', undefined];
  const client = createClient({
    baseUrl,
    token: async () => tokens.shift(),
    fetch: answering(200, { status: 'ok' }, seen),
  });
  for (const _ of [1, 2, 3]) await client.GET('/health');
  expect(seen.map(({ headers }) => headers.get('authorization'))).toEqual([
    'Bearer first',
    'Bearer second',
    null,
  ]);
});

it('tells refusals apart by their code, and types what comes with each', async () => {
  const alternatives = [{ startTime: '2026-03-03T16:00:00Z', duration: 30 }];
  const refusal = { success: false, message: '', error: '', requestId: '1', code: 'SLOT_UNAVAILABLE' };
  const refuse = answering(409, { ...refusal, reason: 'HELD', alternatives });
  const { error } = await createClient({ baseUrl, fetch: refuse }).POST(path, { body });
  expect(isRefused(error, 'VALIDATION_FAILED')).toBe(false);
  if (!isRefused(error, 'SLOT_UNAVAILABLE')) throw new Error('not refused');
  expectTypeOf(error.alternatives).toEqualTypeOf<{ startTime: string; duration: number }[] | undefined>();
  expect([error.reason, error.alternatives]).toEqual(['HELD', alternatives]);
});

it.each([undefined, null, 'text', { message: 'Unauthorized' }])(
  'takes %j for no refusal of ours',
  (error) => {
    expect(isRefused(error, 'UNAUTHENTICATED')).toBe(false);
  },
);

it('does not compile with a body or a path that was not published', () => {
  const client = createClient({ baseUrl });
  type Body = NonNullable<Parameters<typeof client.POST<typeof path, { body: typeof body }>>[1]>['body'];
  expectTypeOf<typeof body>().toExtend<Body>();
  expectTypeOf<{ leadId: string }>().not.toExtend<Body>();
  expectTypeOf<'/api/coach-dashboard/nothing'>().not.toExtend<Parameters<typeof client.GET>[0]>();
});
