import { createHmac, randomUUID } from 'node:crypto';
import { bookingOf, type Coach, nextStart } from './cast.ts';
import type { Call, Reply } from './client.ts';

/** One kind of request in the mix. */
export interface Shot {
  readonly call: Call;
  /** What it is told, for requests that need something of an earlier one. */
  readonly seen?: (reply: Reply) => void;
}

export interface Kind {
  readonly name: string;
  /** How often it comes, compared with the others: many look, some book. */
  readonly weight: number;
  /** Statuses that are no error. */
  readonly good: readonly number[];
  next(): Shot;
}

export interface MixOptions {
  readonly coaches: readonly Coach[];
  /** Of Zoom's webhooks; without it there are none. */
  readonly zoomSecret: string | undefined;
  readonly now: () => number;
}

/** Requests that a visitor's address makes before the next visitor comes; 60 an hour are allowed. */
const perVisitor = 40;
const day = 86_400_000;
const base = '/api/coach-dashboard';

/** The mix of requests. Callers take turns, so that none reaches a limit per hour. */
export function createMix({ coaches, zoomSecret, now }: MixOptions): readonly Kind[] {
  const turns = new Map<string, number>();
  /** The coaches one after the other, each kind of request by itself. */
  const coachFor = (kind: string): Coach => {
    const turn = turns.get(kind) ?? 0;
    turns.set(kind, turn + 1);
    const coach = coaches[turn % coaches.length];
    if (coach === undefined) throw new Error('a load needs coaches');
    return coach;
  };
  let visits = 0;
  const visitor = (): string => {
    const number = Math.floor(visits / perVisitor);
    visits += 1;
    return `127.${1 + ((number >> 14) % 250)}.${1 + ((number >> 7) % 128)}.${1 + (number % 128)}`;
  };
  const date = (daysAhead: number) => new Date(now() + daysAhead * day).toISOString().slice(0, 10);
  const get =
    (kind: string, path: (coach: Coach) => string): Kind['next'] =>
    () => {
      const coach = coachFor(kind);
      return { call: { method: 'GET', path: `${base}${path(coach)}`, token: coach.token } };
    };
  const etags = new Map<string, string>();

  const kinds: readonly Kind[] = [
    {
      name: 'public slots, with ETag',
      weight: 25,
      good: [200, 304],
      next() {
        const path = `/api/v1/public/coaches/${coachFor('public').id}/slots?from=${date(2)}&to=${date(8)}`;
        const known = etags.get(path);
        return {
          call: {
            method: 'GET',
            path,
            from: visitor(),
            ...(known !== undefined && { headers: { 'if-none-match': known } }),
          },
          seen: ({ etag }) => etag && etags.set(path, etag),
        };
      },
    },
    {
      name: 'slots of a day',
      weight: 15,
      good: [200],
      next: get('slots', () => `/available-slots?date=${date(3)}`),
    },
    {
      name: 'upcoming appointments',
      weight: 12,
      good: [200],
      next: get('upcoming', () => '/appointments/upcoming'),
    },
    {
      name: 'calendar of a week',
      weight: 8,
      good: [200],
      next: get('calendar', () => `/calendar?startDate=${date(2)}&endDate=${date(8)}`),
    },
    {
      name: 'statistics of 30 days',
      weight: 4,
      good: [200],
      next: get('statistics', () => '/appointments/stats'),
    },
    {
      name: 'recommendations',
      weight: 4,
      good: [200],
      next: get('recommend', ({ leads }) => `/ai-recommendations?leadId=${leads[0]}`),
    },
    {
      name: 'book',
      weight: 12,
      good: [201],
      next() {
        const coach = coachFor('book');
        return {
          call: {
            method: 'POST',
            path: `${base}/appointments`,
            token: coach.token,
            headers: { 'idempotency-key': randomUUID() },
            body: bookingOf(coach.leads[coach.taken % coach.leads.length], nextStart(coach, now())),
          },
        };
      },
    },
    {
      name: 'hold',
      weight: 6,
      good: [201],
      next() {
        const coach = coachFor('hold');
        const contact = { name: 'Visitor', email: `${randomUUID()}@load.example`, timeZone: 'Europe/Rome' };
        return {
          call: {
            method: 'POST',
            path: '/api/v1/public/holds',
            from: visitor(),
            body: { coachId: coach.id, startTime: nextStart(coach, now()), duration: 30, contact },
          },
        };
      },
    },
    {
      name: 'intake',
      weight: 4,
      good: [201],
      next: () => ({
        call: {
          method: 'POST',
          path: '/api/v1/public/booking',
          from: visitor(),
          body: {
            firstName: 'In',
            lastName: 'Take',
            companyName: 'Company',
            companyWebsite: 'https://company.example',
            position: 'Owner',
            isDecisionMaker: true,
            email: `${randomUUID()}@load.example`,
          },
        },
      }),
    },
    ...(zoomSecret === undefined ? [] : [webhook(zoomSecret, now)]),
  ];
  return kinds;
}

/** News of meetings that nobody knows: verified, queued, and looked up by the worker. */
function webhook(secret: string, now: () => number): Kind {
  return {
    name: 'webhook of Zoom',
    weight: 10,
    good: [200],
    next() {
      const object = {
        id: String(Math.floor(Math.random() * 1e10)),
        uuid: randomUUID(),
        start_time: new Date(now()).toISOString(),
      };
      const body = { event: 'meeting.started', event_ts: now(), payload: { object } };
      const timestamp = String(Math.floor(now() / 1000));
      const signature = createHmac('sha256', secret)
        .update(`v0:${timestamp}:${JSON.stringify(body)}`)
        .digest('hex');
      const headers = { 'x-zm-request-timestamp': timestamp, 'x-zm-signature': `v0=${signature}` };
      return { call: { method: 'POST', path: '/webhooks/zoom', body, headers } };
    },
  };
}

/** Draws kinds by their weights; `random` answers numbers from 0 to 1. */
export function draw(kinds: readonly Kind[], random: () => number): Kind {
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
  let rest = random() * total;
  for (const kind of kinds) {
    rest -= kind.weight;
    if (rest < 0) return kind;
  }
  const last = kinds.at(-1);
  if (last === undefined) throw new Error('a mix needs requests');
  return last;
}
