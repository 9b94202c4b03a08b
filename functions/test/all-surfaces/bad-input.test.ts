import { createHash } from 'node:crypto';
import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { statusOfCode } from '@punctual/contracts/problem.ts';
import { routes } from '@punctual/contracts/registry.ts';
import { type Api, startApi } from '@punctual/testkit/api.ts';
import { scan } from '@punctual/testkit/violations.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterCoach, type TestCoach } from '../coach.ts';

/* Whatever comes in: a documented 4xx in the documented form, never a 5xx, and nothing changes. */

/** The names of all fields, nested ones included, in any order. */
function allKeys(value: unknown): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.entries(value).flatMap(([key, inner]) => [key, ...allKeys(inner)]));
}

describe('bad input', () => {
  let api: Api;
  let coach: TestCoach;
  let stranger: TestCoach;
  let lead: string;
  let appointment: string;
  let before: string;

  beforeAll(async () => {
    api = await startApi();
    coach = await enterCoach(api, 'ada');
    stranger = await enterCoach(api, 'eve');
    lead = await coach.lead('John Doe');
    appointment = (await coach.book(lead, '2026-03-03T15:00:00Z')).body.data._id;
    // The workers write, too: what they are to do about the set-up is done before anything is compared.
    await api.cloud.settle();
    // What follows from the booking is done before anything is compared.
    await api.cloud.settle();
    before = await contents();
  });
  afterAll(() => api.stop());

  /** Everything in the table but the counters of the rate limits. */
  async function contents(): Promise<string> {
    const items = await scan(connectTable(String(process.env.TABLE_NAME)));
    const kept = items.filter((item) => item.entity !== 'rate' && item.entity !== 'idempotency');
    const lines = kept.map((item) => JSON.stringify(item, [...allKeys(item)].sort())).sort();
    return createHash('sha256').update(lines.join('\n')).digest('hex');
  }

  async function refuses(
    who: TestCoach,
    method: string,
    path: string,
    body: unknown,
    status: number,
    code: string,
    headers?: Record<string, string>,
  ): Promise<void> {
    const answer = await who.call(method, path, body, headers);
    expect([method, path, JSON.stringify(body)?.slice(0, 200), answer.status, answer.body?.code]).toEqual([
      method,
      path,
      JSON.stringify(body)?.slice(0, 200),
      status,
      code,
    ]);
    expect(answer.body).toMatchObject({
      success: false,
      requestId: expect.any(String),
      error: expect.any(String),
    });
    if (code === 'VALIDATION_FAILED') expect(answer.body.issues.length).toBeGreaterThan(0);
    expect(await contents()).toBe(before);
  }

  it('of a booking', async () => {
    const good = { leadId: lead, startTime: '2026-03-03T16:00:00Z', duration: 30 };
    const bad: unknown[] = [
      {},
      [],
      null,
      '{"leadId": ',
      'not json',
      '"text"',
      { ...good, leadId: 7 },
      { ...good, leadId: '' },
      { ...good, leadId: 'x'.repeat(500) },
      { ...good, startTime: 'tomorrow' },
      { ...good, startTime: '2026-03-03T16:00:00' },
      { ...good, startTime: '2026-02-30T16:00:00Z' },
      { ...good, startTime: '2026-03-03T24:30:00Z' },
      { ...good, startTime: '0001-01-01T00:00:00Z' },
      { ...good, startTime: '+275760-09-13T00:00:00Z' },
      { ...good, startTime: 1_772_553_600_000 },
      { ...good, duration: 0 },
      { ...good, duration: -30 },
      { ...good, duration: 30.5 },
      { ...good, duration: '30' },
      { ...good, duration: 1e9 },
      { ...good, appointmentType: 'telepathic' },
      { ...good, notes: 'n'.repeat(2001) },
      { ...good, price: -1 },
      { ...good, price: Number.MAX_VALUE },
      { ...good, coachId: 'eve' },
      JSON.stringify({ ...good }).replace('{', '{"__proto__": {"admin": true},'),
    ];
    for (const body of bad) await refuses(coach, 'POST', '/appointments', body, 400, 'VALIDATION_FAILED');
    await refuses(
      coach,
      'POST',
      '/appointments',
      { ...good, notes: 'n'.repeat(1_000_000) },
      413,
      'PAYLOAD_TOO_LARGE',
    );
    await refuses(coach, 'POST', '/appointments', { ...good, leadId: 'unknown' }, 404, 'NOT_FOUND');
    await refuses(coach, 'POST', '/appointments', { ...good, assignedStaffId: 'unknown' }, 404, 'NOT_FOUND');
    await refuses(
      coach,
      'POST',
      '/appointments',
      { ...good, timeZone: 'Mars/Olympus' },
      400,
      'VALIDATION_FAILED',
    );
    await refuses(coach, 'POST', '/appointments', good, 400, 'VALIDATION_FAILED', { 'idempotency-key': 'ü' });
    await refuses(
      coach,
      'PATCH',
      `/appointments/${appointment}/status`,
      { status: 'confirmed' },
      400,
      'VALIDATION_FAILED',
      { 'if-match': 'W/"v1"' },
    );
    await refuses(
      coach,
      'PATCH',
      `/appointments/${appointment}/status`,
      { status: 'held' },
      400,
      'VALIDATION_FAILED',
    );
    await refuses(
      coach,
      'PATCH',
      `/appointments/${appointment}/status`,
      { status: 'completed' },
      400,
      'INVALID_TRANSITION',
    );
    await refuses(coach, 'GET', `/appointments/${'x'.repeat(200)}`, undefined, 400, 'VALIDATION_FAILED');
    await refuses(coach, 'GET', '/appointments/unknown', undefined, 404, 'NOT_FOUND');
    await refuses(coach, 'GET', '/appointments/unknown/history', undefined, 404, 'NOT_FOUND');
  });

  it('of settings', async () => {
    const hours = (rows: unknown) => ({ workingHours: rows });
    const row = { dayOfWeek: 1, startTime: '09:00', endTime: '17:00' };
    const bad: unknown[] = [
      hours([{ ...row, endTime: '24:30' }]),
      hours([{ ...row, startTime: '24:00' }]),
      hours([{ ...row, startTime: '9:00' }]),
      hours([{ ...row, endTime: '09:00' }]),
      hours([{ ...row, dayOfWeek: 7 }]),
      hours([row, { ...row, startTime: '16:59', endTime: '18:00' }]),
      hours([
        { ...row, startTime: '22:00', endTime: '02:00' },
        { dayOfWeek: 2, startTime: '01:00', endTime: '03:00' },
      ]),
      hours([
        { dayOfWeek: 6, startTime: '22:00', endTime: '02:00' },
        { dayOfWeek: 0, startTime: '01:00', endTime: '03:00' },
      ]),
      hours('always'),
      hours(Array.from({ length: 101 }, () => row)),
      { timeZone: 'Nowhere/Land' },
      { timeZone: '+05:00' },
      { timeZone: '' },
      { bufferTime: -1 },
      { bufferTime: 241 },
      { defaultAppointmentDuration: 0 },
      { advanceBookingDays: 1.5 },
      { sameDayBooking: 'yes' },
      { unavailableSlots: [{ start: '2026-03-09T14:00:00Z', end: '2026-03-09T14:00:00Z' }] },
      { unavailableSlots: [{ start: '2026-03-09', end: '2026-03-10' }] },
      { specialHours: [{ date: '2026-02-29', windows: [] }] },
      {
        specialHours: [
          { date: '2026-03-09', windows: [] },
          { date: '2026-03-09', windows: [] },
        ],
      },
      { specialHours: [{ date: '2026-03-09', windows: [{ startTime: '09:00', endTime: '09:00' }] }] },
      { reminderSettings: { reminderTime: -1 } },
      { coachId: 'eve' },
    ];
    for (const body of bad) await refuses(coach, 'PUT', '/availability', body, 400, 'VALIDATION_FAILED');
  });

  it('of queries', async () => {
    for (const path of [
      '/calendar',
      '/calendar?startDate=2026-03-02',
      '/calendar?startDate=2026-13-01&endDate=2026-13-02',
      '/calendar?startDate=2026-03-05&endDate=2026-03-02',
      '/calendar?startDate=2026-01-01&endDate=2026-12-31',
      '/available-slots',
      '/available-slots?date=today',
      '/available-slots?date=2026-02-29',
      '/available-slots?date=2026-03-03&timeZone=Nowhere',
      '/available-slots?date=2026-03-03&duration=abc',
      '/available-slots?date=2026-03-03&explain=maybe',
      '/appointments/upcoming?limit=0',
      '/appointments/upcoming?limit=1000',
      '/appointments/stats?period=0',
      '/appointments/stats?startDate=2026-03-05&endDate=2026-03-01',
      '/leads?cursor=%00%FF',
      '/leads?limit=-1',
    ]) {
      await refuses(coach, 'GET', path, undefined, 400, 'VALIDATION_FAILED');
    }
  });

  it("of somebody else's things, which do not exist for a stranger", async () => {
    const mine = `/appointments/${appointment}`;
    await refuses(stranger, 'GET', mine, undefined, 404, 'NOT_FOUND');
    await refuses(stranger, 'GET', `${mine}/history`, undefined, 404, 'NOT_FOUND');
    await refuses(stranger, 'DELETE', mine, {}, 404, 'NOT_FOUND');
    await refuses(
      stranger,
      'PUT',
      `${mine}/reschedule`,
      { newStartTime: '2026-03-03T16:00:00Z' },
      404,
      'NOT_FOUND',
    );
    await refuses(stranger, 'PATCH', `${mine}/status`, { status: 'confirmed' }, 404, 'NOT_FOUND');
    await refuses(stranger, 'GET', `/leads/${lead}`, undefined, 404, 'NOT_FOUND');
    await refuses(stranger, 'PATCH', `/leads/${lead}`, { name: 'Mine' }, 404, 'NOT_FOUND');
    await refuses(
      stranger,
      'POST',
      '/appointments',
      { leadId: lead, startTime: '2026-03-03T16:00:00Z', duration: 30 },
      404,
      'NOT_FOUND',
    );
  });

  it('of tokens: none, expired, forged, unsigned, without a fitting role', async () => {
    const expired = await api.token({ sub: 'ada', roles: ['coach'], expiresIn: -60 });
    const [header = '', claims = '', signature = ''] = coach.token.split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const decoded = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const tokens: (string | undefined)[] = [
      undefined,
      '',
      'nonsense',
      expired,
      `${header}.${encode({ ...decoded, sub: 'eve' })}.${signature}`,
      `${encode({ alg: 'none' })}.${claims}.`,
      `${header}.${claims}.${'A'.repeat(signature.length)}`,
    ];
    const guarded = routes.filter(({ access }) => access !== 'public');
    for (const { method, path, access, otherRoles = 'FORBIDDEN' } of guarded) {
      const concrete = path.replaceAll(/\{[^}]+\}/g, appointment);
      for (const token of tokens) {
        const answer = await api.call({
          method,
          path: concrete,
          token,
          ...(method !== 'GET' && { body: {} }),
        });
        expect([method, concrete, answer.status, answer.body.code]).toEqual([
          method,
          concrete,
          401,
          'UNAUTHENTICATED',
        ]);
      }
      const roles = ['client', 'staff', 'coach', 'admin'] as const;
      const unfit = roles.filter((role) => !access.includes(role));
      const answer = await api.call({
        method,
        path: concrete,
        token: await api.token({ sub: 'ada', roles: unfit }),
        ...(method !== 'GET' && { body: {} }),
      });
      expect([method, concrete, answer.status, answer.body.code]).toEqual([
        method,
        concrete,
        statusOfCode[otherRoles],
        otherRoles,
      ]);
    }
    expect(await contents()).toBe(before);
  });

  it('of any JSON at all, on every route', async () => {
    const unsafe = routes.filter(({ body, access }) => body !== undefined && access !== 'public');
    let visitor = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...unsafe),
        fc.jsonValue({ maxDepth: 3 }),
        fc.string(),
        async (route, body, id) => {
          visitor += 1;
          const token = await api.token({ sub: `fuzz-${visitor % 7}`, roles: ['coach'] });
          const path = route.path.replaceAll(/\{[^}]+\}/g, () =>
            encodeURIComponent(id === '' ? 'x' : id).slice(0, 150),
          );
          const answer = await api.call({ method: route.method, path, token, body });
          expect(answer.status).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
  });
});
