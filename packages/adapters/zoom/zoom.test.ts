import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MeetingFault } from '@punctual/application/meetings/ports.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { defaultMeetingSettings } from '@punctual/scheduling/meetings/wanted.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { zoomMeetings } from './zoom.ts';

/** What is asked of the other side here, which answers as each test says. */
interface Asked {
  readonly call: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

interface Answered {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const id = '019cad8f-b46e-729f-a76d-40a4826e5723' as AppointmentId;
const wanted = {
  topic: 'T'.repeat(300),
  start: Date.parse('2026-03-03T15:00:00.500Z'),
  durationMinutes: 30,
  timeZone: 'Europe/Rome',
  settings: defaultMeetingSettings,
};
const meeting = {
  id: 81234567890,
  join_url: 'https://zoom.example/j/81234567890',
  start_url: 'https://zoom.example/s/81234567890?zak=x',
  password: 'abc123',
  created_at: '2026-03-02T08:00:00Z',
};

describe('Zoom', () => {
  let server: Server;
  let origin: string;
  let asked: Asked[];
  let answer: (asked: Asked) => Answered | undefined;
  let now: number;
  let tokens: number;
  const forever = new AbortController().signal;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const one: Asked = {
        call: `${request.method} ${request.url}`,
        authorization: request.headers.authorization,
        body: await textOf(request),
      };
      asked.push(one);
      const given = answer(one);
      // Nothing is answered.
      if (given === undefined) return;
      const { status, body, headers = {} } = given;
      response.writeHead(status, headers);
      response.end(typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = [];
    tokens = 0;
    now = Date.parse('2026-03-02T08:00:00Z');
    answer = good;
  });

  function good({ call }: Asked): Answered {
    if (call === 'POST /oauth/token') {
      tokens += 1;
      return { status: 200, body: { access_token: `token-${tokens}`, expires_in: 3600 } };
    }
    if (call.startsWith('POST /v2/users/')) return { status: 201, body: meeting };
    return call.startsWith('GET ') ? { status: 200, body: meeting } : { status: 204 };
  }

  const zoom = (callMilliseconds = 5000) =>
    zoomMeetings({
      accountId: 'account',
      clientId: 'client',
      clientSecret: async () => 's3cret',
      apiUrl: origin,
      oauthUrl: origin,
      clock: { now: () => now },
      limits: { callMilliseconds },
    });
  const calls = () => asked.map(({ call }) => call);
  const refusal = async (work: Promise<unknown>): Promise<MeetingFault> => {
    const fault = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(fault instanceof MeetingFault)) throw new Error('it was not refused');
    expect(`${fault.message} ${fault.stack}`).not.toMatch(/s3cret|token-|Basic|Bearer/);
    return fault;
  };

  it('is told what a meeting should be like, and whose it is', async () => {
    const made = await zoom().create('ada@example.com', id, wanted, forever);
    expect(made).toEqual({
      id: '81234567890',
      joinUrl: meeting.join_url,
      startUrl: meeting.start_url,
      password: 'abc123',
      createdAt: now,
    });
    expect(asked[1]?.call).toBe('POST /v2/users/ada%40example.com/meetings');
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({
      topic: 'T'.repeat(200),
      type: 2,
      start_time: '2026-03-03T15:00:00Z',
      duration: 30,
      timezone: 'Europe/Rome',
      agenda: `Appointment ${id}`,
      default_password: true,
      settings: {
        waiting_room: true,
        join_before_host: false,
        mute_upon_entry: true,
        auto_recording: 'cloud',
        breakout_room: { enable: false },
      },
    });
  });

  it('is asked for one token by all calls at once, and for another one a minute before it ends', async () => {
    const account = zoom();
    await Promise.all([1, 2, 3].map(() => account.get('1', forever)));
    expect(asked[0]).toEqual({
      call: 'POST /oauth/token',
      authorization: `Basic ${Buffer.from('client:s3cret').toString('base64')}`,
      body: 'grant_type=account_credentials&account_id=account',
    });
    now += 3_539_000;
    await account.get('1', forever);
    expect(tokens).toBe(1);
    now += 1000;
    await account.get('1', forever);
    expect(tokens).toBe(2);
    expect(asked.at(-1)?.authorization).toBe('Bearer token-2');
  });

  it('is asked for another token when one is not accepted, once', async () => {
    const account = zoom();
    answer = (one) =>
      one.authorization === 'Bearer token-1' ? { status: 401, body: { code: 124 } } : good(one);
    await account.get('1', forever);
    expect(calls()).toEqual([
      'POST /oauth/token',
      'GET /v2/meetings/1',
      'POST /oauth/token',
      'GET /v2/meetings/1',
    ]);
    answer = (one) => (one.call.includes('/v2/') ? { status: 401, body: { code: 124 } } : good(one));
    expect(await refusal(account.get('1', forever))).toMatchObject({ kind: 'throttled' });
    expect(calls()).toHaveLength(7);
  });

  it('says when to come again: a date, a time, seconds, or nothing', async () => {
    const waits = [
      [{ 'retry-after': '2026-03-03T00:00:00Z' }, 16 * 3600],
      [{ 'x-ratelimit-reset': String(now / 1000 + 4) }, 4],
      [{ 'retry-after': '7' }, 7],
      [{ 'retry-after': 'soon' }, undefined],
      [{}, undefined],
    ] as const;
    for (const [headers, seconds] of waits) {
      answer = (one) =>
        one.call.includes('/v2/') ? { status: 429, body: { code: 429 }, headers: { ...headers } } : good(one);
      const fault = await refusal(zoom().get('1', forever));
      expect([fault.kind, fault.retryAfterSeconds]).toEqual(['throttled', seconds]);
    }
  });

  it.each([
    ['gone', 404, { code: 3001 }],
    ['running', 400, { code: 3000 }],
    ['running', 400, { code: 3002 }],
    ['host_unknown', 404, { code: 1001 }],
    ['refused', 400, { code: 300 }],
    ['refused', 404, '<html>'],
    ['unavailable', 503, '<html>'],
    ['unavailable', 500, { code: 3001 }],
    ['unavailable', 200, '<html>'],
    ['unavailable', 200, ''],
    ['unavailable', 200, { ...meeting, id: 'x' }],
    ['unavailable', 200, { ...meeting, start_url: 'javascript:alert(1)' }],
    ['unavailable', 200, [1]],
  ])('is understood as %s: %i %j', async (kind, status, body) => {
    answer = (one) => (one.call.includes('/v2/') ? { status, body } : good(one));
    expect(await refusal(zoom().get('1', forever))).toMatchObject({ kind });
  });

  it('is not waited for longer than it may take, or than whoever asks can wait', async () => {
    answer = (one) => (one.call.includes('/v2/') ? undefined : good(one));
    expect(await refusal(zoom(50).get('1', forever))).toMatchObject({ kind: 'unanswered' });
    const limit = new AbortController();
    answer = (one) => {
      if (!one.call.includes('/v2/')) return good(one);
      limit.abort();
      return undefined;
    };
    expect(await refusal(zoom().get('1', limit.signal))).toMatchObject({ kind: 'unanswered' });
    // Without a token nothing was done.
    answer = () => undefined;
    expect(await refusal(zoom(50).create('me', id, wanted, forever))).toMatchObject({ kind: 'throttled' });
  });

  it('is searched for what was made for an appointment, page by page, the oldest first', async () => {
    const mark = `Appointment ${id}`;
    const of = (number: number, agenda: string, createdAt: string) => ({
      id: number,
      agenda,
      created_at: createdAt,
    });
    answer = (one) => {
      if (!one.call.includes('/v2/')) return good(one);
      return one.call.includes('next_page_token=second')
        ? { status: 200, body: { meetings: [of(1, mark, '2026-03-02T08:00:00Z')], next_page_token: '' } }
        : {
            status: 200,
            body: {
              meetings: [
                of(3, mark, '2026-03-02T08:00:09Z'),
                of(2, 'Appointment of others', '2026-03-01T08:00:00Z'),
              ],
              next_page_token: 'second',
            },
          };
    };
    expect(await zoom().madeFor('me', id, forever)).toEqual(['1', '3']);
  });
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
