import { type Api, startApi } from '@punctual/testkit/api.ts';

/* The product with something of every kind in it. Since January somebody came, somebody did not, somebody was forgotten. */

const minute = 60_000;
const dashboard = '/api/coach-dashboard';
const intakes = '/api/v1/admin/booking';

export interface World {
  readonly api: Api;
  readonly ids: typeof nobody;
}

const nobody = {
  booked: '',
  moved: '',
  cancelled: '',
  hold: '',
  connection: '',
  /** Of January: took place, and another one was booked; missed; never closed. */
  kept: '',
  missed: '',
  forgotten: '',
  paid: '',
  /** Intakes: one that only asks, one with a meeting, one whose meeting clashes, one that was deleted. */
  asks: '',
  meets: '',
  clashes: '',
  deleted: '',
};

/** Words of people that stand in the table, and may stand nowhere else. */
export const secrets = [
  'Private Lead',
  'x.example',
  '390612345678',
  'private words',
  'Ada Coach',
  'device-of',
  'Acme Corp',
];

/** Monday, 2 March 2026, 8:00 UTC, is where most of it takes place. */
export async function enterWorld(): Promise<World> {
  const api = await startApi('2026-01-26T08:00:00Z');
  const ids = { ...nobody };
  const { cloud } = api;
  const call = async (method: string, path: string, token?: string, body?: unknown) => {
    const answer = await api.call({ method, path, token, body });
    if (answer.status >= 300 && answer.status !== 302) {
      throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer;
  };
  const advanceTo = async (time: string) => {
    await cloud.settle();
    await cloud.advanceTo(Date.parse(time));
  };
  const login = (sub: string, name: string, role: string) =>
    api.token({ sub, roles: [role], name, email: `${sub}@x.example`, expiresIn: 90 * 86_400 });
  const coach = await login('ada', 'Ada Coach', 'coach');
  const admin = await login('root', 'Rosa Root', 'admin');
  const client = await login('cleo', 'Cleo Client', 'client');
  const hours = [1, 2, 3, 4, 5].map((dayOfWeek) => ({ dayOfWeek, startTime: '09:00', endTime: '17:00' }));
  await call('PUT', `${dashboard}/availability`, coach, {
    timeZone: 'Europe/Rome',
    workingHours: hours,
    bufferTime: 10,
  });
  // Decisions in the minute after a change of the buffer may not know of it.
  await cloud.advanceTo(cloud.clock.now() + 2 * minute);
  const leadOf = async (name: string, email: string): Promise<string> => {
    const { body } = await call('POST', `${dashboard}/leads`, coach, { name, email, phone: '+390612345678' });
    return body.data._id;
  };
  const staff = await call('POST', `${dashboard}/staff`, coach, { name: 'Sam', email: 'sam@x.example' });
  const book = async (leadId: string, startTime: string, more: object = {}): Promise<string> => {
    const request = { leadId, startTime, duration: 30, notes: 'very private words', ...more };
    return (await call('POST', `${dashboard}/appointments`, coach, request)).body.data._id;
  };
  const close = (id: string, status: string) =>
    call('PATCH', `${dashboard}/appointments/${id}/status`, coach, { status });

  const early = await leadOf('Early Lead', 'early@x.example');
  ids.kept = await book(early, '2026-01-27T09:00:00Z');
  ids.missed = await book(await leadOf('Missing Lead', 'missing@x.example'), '2026-01-27T10:00:00Z');
  ids.forgotten = await book(early, '2026-01-28T10:00:00Z');
  await advanceTo('2026-01-27T11:00:00Z');
  await close(ids.kept, 'completed');
  await close(ids.missed, 'no_show');
  await advanceTo('2026-01-28T10:30:00Z');
  await cloud.settle();
  // Nothing but looks at what came of appointments is due in between, and they may be late.
  cloud.clock.set(Date.parse('2026-03-02T07:59:00Z'));
  await advanceTo('2026-03-02T08:02:00Z');

  const lead = await leadOf('Private Lead', 'lead@x.example');
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
  // Begun, and not finished.
  await call('GET', '/api/calendar-integration/connect/outlook/ada', coach);
  const account = 'ada@calendars.example';
  await call('POST', '/dev/providers/google/events', undefined, { account, start: '2026-03-10T12:00:00Z' });
  await call('PUT', `/api/calendar-integration/connections/${ids.connection}`, coach, {
    busy_sync: 'on',
  });
  await cloud.settle();
  ids.booked = await book(lead, '2026-03-05T09:00:00Z');
  ids.moved = await book(lead, '2026-03-05T10:00:00Z', { assignedStaffId: staff.body.data._id });
  ids.cancelled = await book(lead, '2026-03-05T11:00:00Z');
  await call('PUT', `${dashboard}/appointments/${ids.moved}/reschedule`, coach, {
    newStartTime: '2026-03-06T10:00:00Z',
  });
  await call('DELETE', `${dashboard}/appointments/${ids.cancelled}`, coach, { reason: 'ill' });
  await call('PUT', '/api/v1/me/devices', coach, { platform: 'web', token: 'device-of-ada' });
  await call('POST', '/api/v1/me/calendar-feed', coach, {});

  const { id } = (
    await call('POST', '/booking', client, {
      coach_id: 'ada',
      session_datetime: '2026-03-09T09:00:00Z',
      duration_minutes: 30,
    })
  ).body;
  ids.paid = id;
  await publish(cloud.endpoints.aws, 'PaymentSucceeded', { booking_id: id, payment_id: 'pay-1' });

  const calendly = (what: string, body: object) =>
    call('POST', `/dev/providers/calendly/${what}`, undefined, body);
  await calendly('host', { email: 'ada@x.example', name: 'Ada' });
  const intake = async (name: string, startTime?: string): Promise<string> => {
    const email = `${name}@x.example`;
    const form = {
      firstName: name,
      lastName: 'Visitor',
      companyName: 'Acme Corp',
      companyWebsite: 'https://acme.example',
      position: 'CEO',
      isDecisionMaker: true,
      email,
      businessPhone: { code: '+39', number: '0612345678' },
    };
    const { booking, calendlyLink } = (await call('POST', '/api/v1/public/booking', undefined, form)).body
      .results;
    if (startTime !== undefined) {
      await calendly('book', { name: `${name} Visitor`, email, startTime, booking_url: calendlyLink });
    }
    await cloud.settle();
    return booking._id;
  };
  ids.asks = await intake('asks');
  ids.meets = await intake('meets', '2026-03-11T15:00:00Z');
  ids.clashes = await intake('clashes', '2026-03-05T09:00:00Z');
  ids.deleted = await intake('deleted', '2026-03-11T18:00:00Z');
  await call('DELETE', `${intakes}/${ids.deleted}`, admin);

  const contact = { name: 'Vis Itor', email: 'visitor@x.example', timeZone: 'Europe/Rome' };
  const held = { coachId: 'ada', startTime: '2026-03-04T09:00:00Z', duration: 30, contact };
  await call('POST', '/api/v1/public/holds', undefined, held);
  await cloud.settle();
  await cloud.advanceTo(cloud.clock.now() + 41 * minute);
  ids.hold = (await call('POST', '/api/v1/public/holds', undefined, held)).body.data.id;
  await cloud.settle();
  return { api, ids };
}

/** As whoever takes payments tells of them. */
async function publish(endpoint: string, DetailType: string, detail: object): Promise<void> {
  const entry = { Source: 'payments.example', DetailType, Detail: JSON.stringify(detail) };
  const Entries = [{ ...entry, EventBusName: process.env.EVENT_BUS_NAME }];
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSEvents.PutEvents', 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ Entries }),
  });
  if (!answer.ok) throw new Error(`the bus answers ${answer.status}`);
}
