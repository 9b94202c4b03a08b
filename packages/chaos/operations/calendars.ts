import type { Operation } from '../plan.ts';
import { at, coachFor, type KnownCalendar, type Result, resultOf, startFor, type World } from '../world.ts';

const base = '/api/calendar-integration';
const hour = 3_600_000;

/** Walks through consent as a browser does, with an account that the provider has never seen, or one that it knows. */
export async function connect(world: World, operation: Operation): Promise<Result> {
  const [whose, which = 0, account = 0] = operation.shares;
  const coach = coachFor(world, whose);
  const provider = which < 0.5 ? 'google' : 'outlook';
  const email = `${coach.id}.${Math.floor(account * 2)}@storm-calendars.example`;
  const asked = await world.client.call({
    method: 'GET',
    path: `${base}/connect/${provider}/${coach.id}`,
    token: coach.token,
  });
  const result = resultOf(world, operation, asked);
  if (result !== 'done') return result;
  try {
    const authUrl = new URL(asked.body.data.authUrl);
    const [page, fields] =
      provider === 'google'
        ? [
            `${authUrl.origin}/o/oauth2/v2/auth/decision`,
            { request: authUrl.searchParams.toString(), decision: 'allow', email },
          ]
        : [authUrl.href, { other: email, decision: 'accept' }];
    const consent = await fetch(page, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    const back = new URL(consent.headers.get('location') ?? '');
    for (const secret of ['code', 'state']) {
      world.cast.secrets.add(back.searchParams.get(secret) ?? 'no such parameter');
    }
    const { location = '' } = await world.client.call({
      method: 'GET',
      path: `${back.pathname}${back.search}`,
    });
    const arrived = new URL(location, 'http://nowhere').searchParams;
    const id = arrived.get('connection_id');
    if (id === null) return 'refused';
    if (!world.calendars.some((one) => one.id === id)) {
      world.calendars.push({ id, coach, provider, account: email });
    }
    return 'done';
  } catch {
    // The provider was gone in the midst of it, as whoever presses its buttons sees.
    return 'unanswered';
  }
}

async function ofCalendar(
  world: World,
  operation: Operation,
  call: (known: KnownCalendar) => { method: string; path: string; body?: object },
): Promise<Result> {
  const known = at(world.calendars, operation.shares[0] ?? 0);
  if (known === undefined) return 'nothing to do';
  const { method, path, body } = call(known);
  const reply = await world.client.call({
    method,
    path: `${base}/connections/${known.id}${path}`,
    token: known.coach.token,
    key: `calendar-${operation.number}`,
    body,
  });
  return resultOf(world, operation, reply);
}

export function sync(world: World, operation: Operation): Promise<Result> {
  return ofCalendar(world, operation, () => ({ method: 'POST', path: '/sync' }));
}

export function changeSettings(world: World, operation: Operation): Promise<Result> {
  const [, what = 0] = operation.shares;
  const body =
    what < 0.3
      ? { include_client_details: what < 0.15 }
      : what < 0.7
        ? { busy_sync: what < 0.6 ? 'on' : 'off', busy_policy: 'allow_stale' }
        : { event_title_template: `Taken ${operation.number}` };
  return ofCalendar(world, operation, () => ({ method: 'PUT', path: '', body }));
}

export async function disconnect(world: World, operation: Operation): Promise<Result> {
  const result = await ofCalendar(world, operation, () => ({ method: 'DELETE', path: '' }));
  if (result === 'done')
    world.calendars.splice(Math.floor((operation.shares[0] ?? 0) * world.calendars.length), 1);
  return result;
}

/** The owner enters something of their own, which keeps their slots clear if busy time is read. */
export async function addEvent(world: World, operation: Operation): Promise<Result> {
  const [which = 0, when = 0] = operation.shares;
  const known = at(world.calendars, which);
  if (known === undefined) return 'nothing to do';
  const start = startFor(world, when);
  const end = new Date(Date.parse(start) + hour).toISOString();
  const side = ({ dateTime }: { dateTime: string }) => ({ dateTime: dateTime.slice(0, 19), timeZone: 'UTC' });
  const [path, body] =
    known.provider === 'google'
      ? ['/dev/providers/google/events', { account: known.account, start }]
      : [
          '/dev/providers/microsoft/events',
          {
            account: known.account,
            event: { subject: 'Own', start: side({ dateTime: start }), end: side({ dateTime: end }) },
          },
        ];
  const reply = await world.client.call({ method: 'POST', path, body });
  return reply.status === 0 ? 'unanswered' : reply.status < 300 ? 'done' : 'refused';
}
