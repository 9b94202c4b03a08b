import { inflateRawSync } from 'node:zlib';
import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { scan } from '@punctual/testkit/violations.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { conforms } from '../operations.ts';
import { adminPath, type Intake, iso, john, publicPath, startIntake } from './intake.ts';

/* Requests for a consultation as visitors and admins know them, whether or not Calendly answers. */

let intake: Intake;

beforeAll(async () => {
  intake = await startIntake();
});
afterAll(() => intake.api.stop());
beforeEach(() => intake.nextHour());

describe('recorded examples', () => {
  let id: string;

  it('create a booking request', async () => {
    const { call } = intake;
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
    const { call } = intake;
    const answer = await call('GET', `${publicPath}/${id}`);
    conforms('getIntake', answer);
    expect(JSON.stringify(answer.body)).not.toMatch(/acme|555|CEO/i);
  });

  it('change its status, for an admin', async () => {
    const { api, admin, ada, call, seen } = intake;
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
    const { admin, call, enter } = intake;
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
      const { api, fail, recover, enter, seen } = intake;
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
    const { admin, call, fail, recover, enter, nextTime, book } = intake;
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
    const { admin, call, calendly, enter, nextTime, book, seen, appointment } = intake;
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
  const { call } = intake;
  for (let calls = 0; calls < 60; calls += 1) await call('GET', `${publicPath}/nobody`);
  const answer = await call('GET', `${publicPath}/nobody`);
  expect([answer.status, answer.body.code]).toEqual([429, 'RATE_LIMITED']);
});
