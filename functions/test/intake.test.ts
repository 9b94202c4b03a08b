import { inflateRawSync } from 'node:zlib';
import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { routes } from '@punctual/contracts/registry.ts';
import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { scan } from '@punctual/testkit/violations.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { enterCoach, type TestCoach } from './coach.ts';

/* Intake as visitors, admins and Calendly know it, with Calendly's stand-in. Monday, 2 March 2026, 8:00 UTC. */

let api: Api;
let admin: string;
let ada: TestCoach;

beforeAll(async () => {
  api = await startApi();
  admin = await api.token({ sub: 'root', roles: ['admin'], name: 'Rosa Root', email: 'root@example.com' });
  ada = await enterCoach(api, 'ada');
  await calendly('host', { email: 'ada@example.com', name: 'Ada' });
});
afterAll(() => api.stop());
// Public calls are limited to 60 an hour.
beforeEach(() => {
  api.cloud.clock.set(api.cloud.clock.now() + 3_600_000);
});

const publicPath = '/api/v1/public/booking';
const adminPath = '/api/v1/admin/booking';

const john = {
  firstName: 'John',
  lastName: 'Doe',
  companyName: 'Acme Corp',
  companyWebsite: 'https://acme.com',
  position: 'CEO',
  isDecisionMaker: true,
  email: 'john@acme.com',
  businessPhone: { code: '+1', number: '5551234567' },
};

const call = (method: string, path: string, body?: unknown, token?: string) =>
  api.call({ method, path, body, token });

async function calendly(what: string, body: object): Promise<ApiAnswer['body']> {
  const answer = await call('POST', `/dev/providers/calendly/${what}`, body);
  if (answer.status !== 200) throw new Error(`${what}: ${JSON.stringify(answer.body)}`);
  await api.cloud.settle();
  return answer.body;
}

const fail = (how: object) => call('POST', '/dev/providers/calendly/fail', how);
const recover = () => call('DELETE', '/dev/providers/calendly/fail');

/** The answer has the shape that is published, nothing missing and nothing unpublished. */
function conforms(operationId: string, answer: ApiAnswer): void {
  const route = routes.find((one) => one.operationId === operationId);
  expect(answer.status, JSON.stringify(answer.body)).toBe(route?.success.status);
  const parsed = z.safeParse(route?.success.body ?? z.never(), answer.body);
  expect(parsed.error?.issues ?? []).toEqual([]);
  expect(answer.body).toEqual(parsed.data);
}

let people = 0;

/** A visitor of their own for each test. */
async function enter(more: object = {}) {
  people += 1;
  const email = `visitor${people}@example.com`;
  const answer = await call('POST', publicPath, { ...john, lastName: `Doe ${people}`, email, ...more });
  conforms('createIntake', answer);
  const { booking, calendlyLink } = answer.body.results;
  return { id: String(booking._id), link: String(calendlyLink), email };
}

let hours = 0;

/** A time of its own, on weekdays from 3 March 2026, 15:00 UTC. */
function nextTime(): string {
  const start = Date.parse('2026-03-03T15:00:00Z') + hours * 7_200_000;
  hours += 1;
  return new Date(start).toISOString();
}

const book = ({ link, email }: { link: string; email: string }, startTime: string) =>
  calendly('book', { name: 'John Doe', email, startTime, booking_url: link });

async function seen(id: string) {
  const answer = await call('GET', `${adminPath}/${id}`, undefined, admin);
  conforms('getIntakeForAdmin', answer);
  return answer.body.results.booking;
}

async function appointment(id: string) {
  const answer = await ada.call('GET', `/appointments/${id}`);
  return answer.body.data;
}

const iso = (time: string) => time.replace('.000Z', 'Z');

describe('recorded examples', () => {
  let id: string;

  it('create a booking request', async () => {
    const answer = await call('POST', publicPath, john);
    conforms('createIntake', answer);
    const { booking } = answer.body.results;
    id = booking._id;
    // 201 where the document says nothing; instants without milliseconds, as everywhere.
    expect(answer.body).toEqual({
      success: true,
      message: 'Booking request created successfully! Please use the provided link to schedule your meeting.',
      results: {
        booking: {
          _id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          firstName: 'John',
          lastName: 'Doe',
          calendlyLink: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/d\//),
          status: 'pending',
          createdAt: expect.stringMatching(/^2026-03-02T/),
        },
        calendlyLink: booking.calendlyLink,
      },
    });
    const query = new URL(booking.calendlyLink).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      name: 'John Doe',
      email: 'john@acme.com',
      utm_content: id,
    });
    expect(answer.headers.get('ratelimit-policy')).toBe('"public";q=60;w=3600');
  });

  it('show it to whoever has the id, without what is nobody’s business', async () => {
    const answer = await call('GET', `${publicPath}/${id}`);
    conforms('getIntake', answer);
    expect(JSON.stringify(answer.body)).not.toMatch(/acme|555|CEO/i);
  });

  it('change its status, for an admin', async () => {
    const eventUri = 'https://api.calendly.com/scheduled_events/event_id';
    const body = {
      status: 'scheduled',
      eventData: {
        eventUri,
        inviteeUri: `${eventUri}/invitees/invitee_id`,
        scheduledAt: '2024-01-15T10:00:00.000Z',
      },
    };
    const path = `${publicPath}/${id}/status`;
    expect((await call('PATCH', path, body)).body.code).toBe('UNAUTHENTICATED');
    expect((await call('PATCH', path, body, ada.token)).body.code).toBe('FORBIDDEN');
    expect((await seen(id)).status).toBe('pending');
    const answer = await call('PATCH', path, body, admin);
    conforms('changeIntakeStatus', answer);
    await api.cloud.settle();
    expect(await seen(id)).toMatchObject({
      status: 'scheduled',
      calendlyEventUri: eventUri,
      calendlyInviteeUri: `${eventUri}/invitees/invitee_id`,
      scheduledAt: '2024-01-15T10:00:00Z',
    });
    expect((await call('PATCH', path, { status: 'pending' }, admin)).body.code).toBe('INVALID_TRANSITION');
  });

  it('list, update, look up, cancel and delete', async () => {
    const list = await call(
      'GET',
      `${adminPath}?page=1&limit=10&term=acm&sortBy=createdAt`,
      undefined,
      admin,
    );
    conforms('listIntakes', list);
    expect(list.body.results.pagination).toEqual({ page: 1, limit: 10, total: 1, totalPages: 1 });
    const update = {
      _id: id,
      status: 'completed',
      isRead: true,
      meetingNotes: 'Great meeting, follow up scheduled',
    };
    const updated = await call('PUT', adminPath, update, admin);
    conforms('updateIntake', updated);
    expect(updated.body.results.booking).toMatchObject(update);
    const reason = 'Client requested cancellation';
    const late = await call('POST', `${adminPath}/${id}/cancel`, { reason }, admin);
    expect(late.body.code).toBe('INVALID_TRANSITION');
    // The event of the example is not Calendly's.
    expect((await call('GET', `${adminPath}/${id}/calendly/event`, undefined, admin)).status).toBe(404);
    const info = await call('GET', `${adminPath}/calendly/info`, undefined, admin);
    conforms('getCalendlyInfo', info);
    const other = await enter();
    const deleted = await call('DELETE', `${adminPath}/${id},${other.id}`, undefined, admin);
    conforms('deleteIntakes', deleted);
    expect(deleted.body.results).toEqual({ deletedCount: 2 });
    expect((await call('GET', `${publicPath}/${id}`)).status).toBe(404);
  });
});

describe('a meeting at Calendly', () => {
  it('enters its coach’s agenda, moves, is missed and is not, and writes to no client', async () => {
    const visitor = await enter();
    const start = nextTime();
    const booked = await book(visitor, start);
    let shown = await seen(visitor.id);
    expect(shown).toMatchObject({
      status: 'scheduled',
      scheduledAt: iso(start),
      calendlyInviteeUri: booked.uri,
      clash: null,
    });
    expect(await appointment(shown.appointmentId)).toMatchObject({
      status: 'confirmed',
      startTime: iso(start),
    });
    for (const order of ['created_first', 'canceled_first']) {
      const { appointmentId } = shown;
      const next = nextTime();
      await calendly('reschedule', { invitee: visitor.email, startTime: next, order });
      shown = await seen(visitor.id);
      expect(shown).toMatchObject({ status: 'scheduled', scheduledAt: iso(next), appointmentId });
      expect((await appointment(appointmentId)).startTime).toBe(iso(next));
    }
    const list = await call('GET', `${adminPath}?term=${visitor.email}`, undefined, admin);
    expect(list.body.results.pagination.total).toBe(1);

    await calendly('no-show', { invitee: visitor.email });
    expect((await seen(visitor.id)).status).toBe('completed');
    expect((await appointment(shown.appointmentId)).status).toBe('no_show');
    await calendly('no-show/undo', { invitee: visitor.email });
    expect((await seen(visitor.id)).status).toBe('completed');
    expect((await appointment(shown.appointmentId)).status).toBe('completed');
    const inbox = await call('GET', `/dev/inbox?to=${visitor.email}`);
    const subjects = inbox.body.map(({ subject }: { subject: string }) => subject);
    expect(subjects.filter((subject: string) => /booked|moved|cancelled|confirmed/.test(subject))).toEqual(
      [],
    );
  });

  it('is cancelled by either side, and by an admin there as well', async () => {
    for (const by of ['host', 'invitee']) {
      const visitor = await enter();
      await book(visitor, nextTime());
      const { appointmentId } = await seen(visitor.id);
      await calendly('cancel', { invitee: visitor.email, by });
      expect((await seen(visitor.id)).status).toBe('cancelled');
      expect((await appointment(appointmentId)).status).toBe('cancelled');
    }
    const visitor = await enter();
    await book(visitor, nextTime());
    const { appointmentId } = await seen(visitor.id);
    await fail({ status: 503, times: 2, match: 'cancellation' });
    const answer = await call('POST', `${adminPath}/${visitor.id}/cancel`, { reason: 'No time' }, admin);
    conforms('cancelIntake', answer);
    expect(answer.body.results.booking.status).toBe('cancelled');
    await api.cloud.advanceTo(api.cloud.clock.now() + 600_000);
    const event = await call('GET', `${adminPath}/${visitor.id}/calendly/event`, undefined, admin);
    conforms('getCalendlyEvent', event);
    expect(event.body.results.event.status).toBe('canceled');
    const invitee = await call('GET', `${adminPath}/${visitor.id}/calendly/invitee`, undefined, admin);
    conforms('getCalendlyInvitee', invitee);
    expect((await appointment(appointmentId)).status).toBe('cancelled');
  });

  it('that the coach cancels here is cancelled there', async () => {
    const visitor = await enter();
    await book(visitor, nextTime());
    const { appointmentId } = await seen(visitor.id);
    await ada.call('DELETE', `/appointments/${appointmentId}`, { reason: 'Ill' });
    expect((await appointment(appointmentId)).status).toBe('cancelled');
    await api.cloud.settle();
    const event = await call('GET', `${adminPath}/${visitor.id}/calendly/event`, undefined, admin);
    expect(event.body.results.event.status).toBe('canceled');
    expect((await seen(visitor.id)).status).toBe('cancelled');
  });

  it('of somebody unknown makes an intake, found by e-mail when there is one', async () => {
    await calendly('book', { name: 'Zoë Ångström', email: 'zoe@example.com', startTime: nextTime() });
    const list = await call('GET', `${adminPath}?term=ANGS`, undefined, admin);
    expect(list.body.results.bookings).toMatchObject([
      { firstName: 'Zoë', lastName: 'Ångström', status: 'scheduled', companyName: '' },
    ]);
    const visitor = await enter();
    await calendly('book', { name: 'John Doe', email: visitor.email.toUpperCase(), startTime: nextTime() });
    expect((await seen(visitor.id)).status).toBe('scheduled');
  });

  it('that clashes is reported, kept busy and told once, never double-booked', async () => {
    const start = '2026-04-07T15:00:00.000Z';
    await ada.call('PUT', '/availability', { advanceBookingDays: 90 });
    const standing = (await ada.book(await ada.lead('Somebody Else'), start)).body.data._id;
    const visitor = await enter();
    await book(visitor, start);
    expect(await seen(visitor.id)).toMatchObject({
      status: 'scheduled',
      appointmentId: null,
      clash: { reason: 'BUSY', appointmentId: standing },
    });
    await calendly('replay', { times: 3 });
    const inbox = await call('GET', '/dev/inbox?to=ada@example.com');
    const mails = inbox.body.filter(({ subject }: { subject: string }) => subject.includes('clashes'));
    expect(mails).toHaveLength(1);
    expect(mails[0].text).toContain('7 April 2026');
    await ada.call('DELETE', `/appointments/${standing}`, {});
    const again = await ada.book(await ada.lead('Third Person'), start);
    expect([again.status, again.body.reason]).toEqual([409, 'EXTERNAL_BUSY']);
    // Moved to a free time, it is entered, and the old time is free.
    await calendly('reschedule', { invitee: visitor.email, startTime: '2026-04-08T15:00:00Z' });
    expect((await seen(visitor.id)).clash).toBeNull();
    expect((await seen(visitor.id)).appointmentId).not.toBeNull();
    expect((await ada.book(await ada.lead('Fourth Person'), start)).status).toBe(201);
    // And back into a clash: nobody is at the time that it left.
    await calendly('reschedule', { invitee: visitor.email, startTime: start });
    expect((await seen(visitor.id)).clash.reason).toBe('BUSY');
    expect((await ada.book(await ada.lead('Fifth Person'), '2026-04-08T15:00:00Z')).status).toBe(201);
  });

  it('is believed with Calendly’s signature only', async () => {
    const visitor = await enter();
    await book(visitor, nextTime());
    const before = await seen(visitor.id);
    for (const how of ['signature', 'body', 'timestamp', 'missing']) await calendly('bad-signature', { how });
    const requests = await call('GET', '/dev/providers/calendly/requests');
    const sent = requests.body
      .filter(({ direction }: { direction: string }) => direction === 'out')
      .slice(-4);
    expect(sent.map(({ status }: { status: number }) => status)).toEqual([401, 401, 401, 401]);
    expect(await seen(visitor.id)).toEqual(before);
  });
});

describe('while Calendly', () => {
  const ways: readonly [string, object][] = [
    ['is down', { status: 503 }],
    ['is slow', { timeoutMs: 30_000 }],
    ['talks garbage', { status: 201, body: '<html>' }],
    ['asks for patience', { status: 429, retryAfter: 30 }],
  ];
  it.each(ways.map(([name, how]) => [name, how] as const))(
    '%s, intake goes on, and is made good once',
    async (_, how) => {
      const { status, ...more } = how as { status?: number };
      await fail({
        ...more,
        ...(status !== undefined && status >= 400 && { status }),
        match: 'scheduling_links',
      });
      const visitor = await enter();
      expect(new URL(visitor.link).pathname).not.toMatch(/^\/d\//);
      expect(new URL(visitor.link).searchParams.get('utm_content')).toBe(visitor.id);
      await recover();
      await api.cloud.advanceTo(api.cloud.clock.now() + 600_000);
      const shown = await seen(visitor.id);
      expect(shown.calendlyFallback).toBe(false);
      expect(new URL(shown.calendlyLink).pathname).toMatch(/^\/d\//);
      const { version } = await stored(visitor.id);
      await api.cloud.advanceTo(api.cloud.clock.now() + 7_200_000);
      expect((await stored(visitor.id)).version).toBe(version);
    },
  );

  it('is away, look-ups say so', async () => {
    const visitor = await enter();
    await book(visitor, nextTime());
    await fail({ status: 500 });
    const answer = await call('GET', `${adminPath}/${visitor.id}/calendly/event`, undefined, admin);
    expect([answer.status, answer.body.code]).toEqual([502, 'PROVIDER_UNAVAILABLE']);
    await recover();
  });
});

async function stored(id: string): Promise<Record<string, unknown>> {
  const items = await scan(connectTable(String(process.env.TABLE_NAME)));
  return items.find((item) => item.entity === 'intake' && item.id === id) ?? {};
}

describe('deletion', () => {
  it('leaves nothing personal, and the meeting goes on following Calendly', async () => {
    const wordsOf = {
      firstName: 'Xenia',
      lastName: 'Quixote',
      email: 'xenia@quixote.example',
      companyName: 'Windmills',
    };
    const waiting = await enter({ ...wordsOf, companyWebsite: 'https://quixote.example' });
    await call('PUT', adminPath, { _id: waiting.id, meetingNotes: 'About giants' }, admin);
    // Her own meeting is entered with nobody: the host is no coach, so that no client was made of her.
    await calendly('host', { email: 'nobody@example.com', name: 'Nobody' });
    const met = await enter(wordsOf);
    await calendly('book', {
      name: 'Xenia Quixote',
      email: wordsOf.email,
      startTime: nextTime(),
      booking_url: met.link,
    });
    expect((await seen(met.id)).status).toBe('scheduled');
    await calendly('host', { email: 'ada@example.com', name: 'Ada' });
    const found = await call('GET', `${adminPath}?term=quix`, undefined, admin);
    expect(found.body.results.pagination.total).toBe(2);

    const deleted = await call('DELETE', `${adminPath}/${waiting.id},${met.id}`, undefined, admin);
    expect(deleted.body.results.deletedCount).toBe(2);
    await calendly('cancel', { invitee: wordsOf.email, by: 'invitee' });
    const after = await call('GET', `${adminPath}?term=quix`, undefined, admin);
    expect(after.body.results.pagination.total).toBe(0);
    const items = await scan(connectTable(String(process.env.TABLE_NAME)));
    const text = items
      .map((item) =>
        item.entity === 'intake-segment'
          ? inflateRawSync(item.rows as Uint8Array).toString()
          : JSON.stringify(item),
      )
      .join('\n');
    expect(text).not.toMatch(/xenia|quixote|windmills|giants/i);
    expect(
      items.filter(({ entity, sk }) => entity === 'intake-email' && String(sk).includes(waiting.id)),
    ).toEqual([]);
    // The same for one with an appointment: it stays the client's own, and still follows.
    const other = await enter();
    await book(other, nextTime());
    const { appointmentId } = await seen(other.id);
    await call('DELETE', `${adminPath}/${other.id}`, undefined, admin);
    const moved = nextTime();
    await calendly('reschedule', { invitee: other.email, startTime: moved });
    expect((await appointment(appointmentId)).startTime).toBe(iso(moved));
    await calendly('cancel', { invitee: other.email });
    expect((await appointment(appointmentId)).status).toBe('cancelled');
    expect((await call('GET', `${adminPath}/${other.id}`, undefined, admin)).status).toBe(404);
  });
});

it('limits visitors to 60 calls an hour', async () => {
  for (let calls = 0; calls < 60; calls += 1) await call('GET', `${publicPath}/nobody`);
  const answer = await call('GET', `${publicPath}/nobody`);
  expect([answer.status, answer.body.code]).toEqual([429, 'RATE_LIMITED']);
});
