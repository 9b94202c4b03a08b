import { createServer, type IncomingMessage, type Server } from 'node:http';
import {
  CalendarFault,
  type CalendarProvider,
  type EntryIdentity,
} from '@punctual/application/calendars/ports.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { CalendarEntry } from '@punctual/scheduling/calendars/entry.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { googleEventId } from '../google/entries.ts';
import { googleCalendar } from '../google/google.ts';
import { transactionIdOf } from '../microsoft/entries.ts';
import { outlookCalendar } from '../microsoft/microsoft.ts';
import { isLoopback, originOf } from './settings.ts';

/*
 * What stand-ins do not do, and the real ones might: answers that are odd, hostile or of other times. A server answers what
 * each test gives it.
 */

interface Odd {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const now = Date.UTC(2026, 2, 2, 8);
let server: Server;
let origin: string;
let google: CalendarProvider;
let outlook: CalendarProvider;
let answer: (request: IncomingMessage) => Odd;
let seen: string[];

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      seen.push(`${request.method} ${request.url}`);
      const { status = 200, headers = {}, body } = answer(request);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  origin = `http://127.0.0.1:${port}`;
  const settings = {
    clientId: 'client',
    clientSecret: async () => 'client-secret',
    apiUrl: origin,
    oauthUrl: origin,
    clock: { now: () => now },
  };
  google = googleCalendar(settings);
  outlook = outlookCalendar(settings);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  seen = [];
});

const identity: EntryIdentity = {
  connectionId: 'c',
  appointmentId: 'a' as AppointmentId,
  generation: 3,
};
const entry: CalendarEntry = {
  start: now,
  end: now + 3_600_000,
  title: 'Title',
  description: 'Text',
  timeZone: 'Europe/Berlin',
  status: 'confirmed',
  attendees: [],
  location: undefined,
  conference: true,
};
const window = { start: now, end: now + 86_400_000 };
const everything = { kind: 'everything', window, page: undefined } as const;

async function faultOf(work: Promise<unknown>): Promise<CalendarFault> {
  const caught: unknown = await work.then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (!(caught instanceof CalendarFault)) throw new Error(`no fault, but ${String(caught)}`);
  return caught;
}

describe('origins', () => {
  it('replace the own ones only where tokens stay secret', () => {
    expect(originOf(undefined, 'https://own.example')).toBe('https://own.example');
    expect(originOf('', 'https://own.example')).toBe('https://own.example');
    expect(originOf('https://other.example/', 'https://own.example')).toBe('https://other.example');
    for (const local of ['http://127.0.0.1:4001', 'http://localhost:1', 'http://[::1]:1']) {
      expect(originOf(local, 'https://own.example')).toBe(local);
      expect(isLoopback(local)).toBe(true);
    }
    for (const refused of [
      'http://other.example',
      'http://127.0.0.1.other.example',
      'ftp://localhost',
      'https://other.example/v3',
      'https://other.example/?x=1',
    ]) {
      expect(() => originOf(refused, 'https://own.example')).toThrow();
    }
  });
});

describe('both providers', () => {
  it('read a time to come again in both of its forms', async () => {
    for (const provider of [google, outlook]) {
      for (const [header, seconds] of [
        ['42', 42],
        [new Date(now + 90_000).toUTCString(), 90],
        [new Date(now - 90_000).toUTCString(), 0],
        ['soon', undefined],
      ] as const) {
        answer = () => ({ status: 429, headers: { 'retry-after': header } });
        const fault = await faultOf(provider.describe('token'));
        expect([fault.kind, fault.retryAfterSeconds]).toEqual(['throttled', seconds]);
      }
    }
  });

  it('take no redirection along, and no other place', async () => {
    for (const provider of [google, outlook]) {
      answer = () => ({ status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' } });
      expect((await faultOf(provider.describe('token'))).kind).toBe('unavailable');
    }
    answer = () => ({ body: { value: [], '@odata.nextLink': 'http://elsewhere.example/v1.0/me' } });
    expect((await faultOf(outlook.changes('token', everything))).kind).toBe('unavailable');
    seen = [];
    for (const cursor of [
      'http://elsewhere.example/v1.0/me',
      '//elsewhere.example/v1.0/',
      '@elsewhere.example/',
    ]) {
      const since = { kind: 'since', cursor, window, page: undefined } as const;
      expect((await faultOf(outlook.changes('token', since))).kind).toBe('cursor_void');
    }
    expect(seen).toEqual([]);
  });

  it('never quote an answer', async () => {
    const secret = 'eyJhbGciOi.secret';
    for (const provider of [google, outlook]) {
      for (const odd of [
        { body: { access_token: secret, token_type: 'mac' } },
        { body: { refresh_token: secret } },
        { body: `{"access_token": "${secret}"` },
        { status: 400, body: { error: secret, error_description: secret } },
        { status: 400, body: { error: 'invalid_request', error_description: secret } },
        { status: 418, body: { error: { code: secret, errors: [{ reason: `${secret} x` }] } } },
      ]) {
        answer = () => odd;
        for (const work of [
          () => provider.exchange('the-code', { codeVerifier: 'v'.repeat(43), redirectUri: origin }),
          () => provider.refresh('the-refresh-token'),
        ]) {
          const fault = await faultOf(work());
          const told = `${fault.stack} ${JSON.stringify(fault)} ${String(fault.cause)}`;
          for (const word of [secret, 'the-code', 'the-refresh-token', 'client-secret']) {
            expect(told).not.toContain(word);
          }
        }
      }
    }
  });

  it('believe no token answer without the calendar in its scope', async () => {
    answer = () => ({ body: { access_token: 't', token_type: 'Bearer', scope: 'email User.Read' } });
    for (const provider of [google, outlook]) {
      const work = provider.exchange('code', { codeVerifier: 'v'.repeat(43), redirectUri: origin });
      expect((await faultOf(work)).kind).toBe('refused');
    }
  });

  it('do not take an event that makes no sense for a free time', async () => {
    answer = () => ({ body: { items: [{ id: 'x', status: 'confirmed', start: {}, end: {} }] } });
    expect((await faultOf(google.changes('token', everything))).kind).toBe('unavailable');
    answer = () => ({ body: { value: [{ id: 'x', type: 'singleInstance', showAs: 'busy' }] } });
    expect((await faultOf(outlook.changes('token', everything))).kind).toBe('unavailable');
  });
});

describe('Google', () => {
  it('tells a copy of an entry from the entry', async () => {
    const times = {
      start: { dateTime: '2026-03-02T09:00:00+01:00' },
      end: { dateTime: '2026-03-02T10:00:00+01:00' },
    };
    const properties = {
      punctual: '1',
      punctualConnection: 'c',
      punctualAppointment: 'a',
      punctualGeneration: '3',
    };
    const marked = { ...times, extendedProperties: { private: properties } };
    answer = () => ({
      body: {
        timeZone: 'Europe/Berlin',
        items: [
          { id: googleEventId(identity), ...marked },
          { id: 'acopyofit', ...marked },
        ],
        nextSyncToken: 's',
      },
    });
    const { events } = await google.changes('token', everything);
    expect(events.map(({ appointmentId }) => appointmentId)).toEqual(['a', undefined]);
    expect(events[0]?.event?.time).toMatchObject({ start: now });
    expect(googleEventId(identity)).toMatch(/^[a-v0-9]{5,1024}$/);
  });

  it('asks for nothing of an event but when it is', async () => {
    answer = () => ({ body: { items: [] } });
    await google.changes('token', everything);
    const fields = new URL(origin + String(seen[0]).slice('GET '.length)).searchParams.get('fields') ?? '';
    for (const private_ of ['summary', 'description', 'location', 'email'])
      expect(fields).not.toContain(private_);
  });
});

describe('Outlook', () => {
  const made = (request: IncomingMessage): Odd =>
    request.method === 'GET'
      ? { body: { allowedOnlineMeetingProviders: [] } }
      : {
          status: 201,
          body: {
            id: 'x',
            subject: 'Title',
            body: { content: '<div id="punctual-details">Text</div>' },
            start: { dateTime: '2026-03-02T08:00:00.0000000' },
            end: { dateTime: '2026-03-02T09:00:00.0000000' },
            showAs: 'busy',
          },
        };

  it('asks for no meeting in Teams where there is no Teams', async () => {
    answer = made;
    const written = await outlook.create('token', identity, entry);
    expect([written.conferenceUrl, written.conferencePending]).toEqual([undefined, false]);
    // No further request: what was made is what was asked for.
    expect(seen.map((line) => line.split('?')[0])).toEqual(['GET /v1.0/me/calendar', 'POST /v1.0/me/events']);
  });

  it('tells times that are taken from those that are not, and zones that it knows from others', async () => {
    const event = (id: string, change: object) => ({
      id,
      type: 'singleInstance',
      showAs: 'busy',
      start: { dateTime: '2026-03-02T00:00:00.0000000' },
      end: { dateTime: '2026-03-03T00:00:00.0000000' },
      ...change,
    });
    answer = () => ({
      body: {
        value: [
          event('1', { showAs: 'workingElsewhere' }),
          event('2', { showAs: 'oof' }),
          event('3', { showAs: 'unknown' }),
          event('4', { isCancelled: true }),
          event('5', { isAllDay: true, originalStartTimeZone: 'Pacific Standard Time' }),
          event('6', { isAllDay: true, originalStartTimeZone: 'tzone://Microsoft/Custom' }),
          event('7', { transactionId: transactionIdOf(identity) }),
          event('8', { transactionId: 'of another app' }),
        ],
        '@odata.deltaLink': `${origin}/v1.0/me/calendarView/delta?$deltatoken=d`,
      },
    });
    const { events, cursor } = await outlook.changes('token', everything);
    expect(cursor).toBe('/v1.0/me/calendarView/delta?$deltatoken=d');
    expect(events.map(({ event: it }) => it?.busy)).toEqual([
      false,
      true,
      true,
      false,
      true,
      true,
      true,
      true,
    ]);
    const zones = events.map(({ event: it }) => (it?.time.kind === 'days' ? it.time.timeZone : undefined));
    expect(zones.slice(4, 6)).toEqual(['America/Los_Angeles', 'tzone://Microsoft/Custom']);
    expect(events.slice(6).map((it) => [it.connectionId, it.appointmentId])).toEqual([
      ['c', 'a'],
      [undefined, undefined],
    ]);
  });

  it('asks for a series that a page may have cut in two', async () => {
    const at = (hour: number) => ({ dateTime: `2026-03-02T${hour}:00:00.0000000` });
    const master = { id: 'm', type: 'seriesMaster', showAs: 'busy', start: at(10), end: at(11) };
    const instance = (id: string, hour: number) => ({
      id,
      type: 'occurrence',
      seriesMasterId: 'm',
      start: at(hour),
      end: at(hour + 1),
    });
    const next = `${origin}/v1.0/me/calendarView/delta?$skiptoken=s`;
    const pages: Readonly<Record<string, object>> = {
      cutAtItsEnd: { value: [master, instance('1', 10)], '@odata.nextLink': next },
      cutAtItsBeginning: { value: [instance('2', 12)], '@odata.deltaLink': next },
      whole: { value: [master, instance('1', 10), instance('2', 12)], '@odata.deltaLink': next },
    };
    const all = [instance('1', 10), instance('2', 12)].map((one) => ({ ...one, showAs: 'busy' }));
    for (const [name, page] of Object.entries(pages)) {
      seen = [];
      answer = ({ url = '' }) => ({ body: url.includes('/instances') ? { value: all } : page });
      const { events } = await outlook.changes('token', everything);
      expect(events.map(({ externalId, event }) => [externalId, event?.time])).toMatchObject([
        [
          'm',
          {
            kind: 'series',
            times: [{ start: Date.UTC(2026, 2, 2, 10) }, { start: Date.UTC(2026, 2, 2, 12) }],
          },
        ],
      ]);
      expect(seen.length).toBe(name === 'whole' ? 1 : 2);
    }
  });

  it('waits where two writes met in the mailbox, and gives up on an account without one', async () => {
    const coded = (status: number, code: string) => () => ({
      status,
      body: { error: { code, message: 'x' } },
    });
    answer = coded(409, 'ErrorIrresolvableConflict');
    expect((await faultOf(outlook.remove('token', 'x'))).kind).toBe('unavailable');
    answer = coded(404, 'MailboxNotEnabledForRESTAPI');
    const fault = await faultOf(outlook.describe('token'));
    expect([fault.kind, fault.message]).toEqual([
      'refused',
      'Outlook refuses this (404 MailboxNotEnabledForRESTAPI).',
    ]);
  });
});
