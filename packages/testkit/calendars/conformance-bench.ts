import {
  CalendarFault,
  type CalendarProvider,
  type EntryIdentity,
  type FaultKind,
  type Tokens,
} from '@punctual/application/calendars/ports.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { CalendarEntry, ExternalEvent } from '@punctual/scheduling/calendars/entry.ts';
import { DAY, type Interval, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { afterAll, beforeAll, expect } from 'vitest';
import type { ProviderWorld } from './provider-world.ts';

/** A provider with its world, and how to end it. */
export interface ConformanceSetup {
  readonly world: ProviderWorld;
  stop(): Promise<void>;
}

export type ConformanceBench = ReturnType<typeof conformanceBench>;

/** What the suite's tests share. Every test has an account of its own, so that none depends on another. */
export function conformanceBench(setup: () => Promise<ConformanceSetup>) {
  let setUp: ConformanceSetup | undefined;
  const world = () => {
    if (setUp === undefined) throw new Error('the world is not there yet');
    return setUp.world;
  };
  let day = 0;
  const today = () => day;
  const told: string[] = [];
  const secrets: string[] = [];

  beforeAll(async () => {
    setUp = await setup();
    day = Math.floor(Date.now() / DAY) * DAY;
  });
  afterAll(() => setUp?.stop());

  let accounts = 0;
  const verifier = 'v'.repeat(64);

  const authorize = async (email: string) => {
    const request = { state: 'a-state', codeVerifier: verifier, redirectUri: world().redirectUri };
    return world().consent(await world().provider.authorizationUrl(request), email);
  };
  const connect = async (): Promise<{ email: string; tokens: Tokens; access: string }> => {
    accounts += 1;
    const email = `person${accounts}@contoso.example`;
    const code = await authorize(email);
    const { tokens, accountEmail } = await world().provider.exchange(code, {
      codeVerifier: verifier,
      redirectUri: world().redirectUri,
    });
    expect(accountEmail).toBe(email);
    secrets.push(code, tokens.accessToken, tokens.refreshToken ?? code);
    return { email, tokens, access: tokens.accessToken };
  };

  const identityOf = (appointment: string, generation = 0): EntryIdentity => ({
    connectionId: '019cad90-11aa-7b3c-8d22-5e6f7a8b9c0d',
    appointmentId: `019cad8f-ad75-7143-a821-${appointment.padEnd(12, '0')}` as AppointmentId,
    generation,
  });
  const at = (day: number, hour: number, minutes = 60): Interval => {
    const start = today() + day * DAY + hour * 60 * MINUTE;
    return { start, end: start + minutes * MINUTE };
  };
  const entryOf = (change: Partial<CalendarEntry> = {}): CalendarEntry => ({
    ...at(8, 10),
    title: 'ACT Coaching Session',
    description: 'Bring <paper> & a pen.\nSecond line.',
    timeZone: 'Europe/Berlin',
    status: 'confirmed',
    attendees: [],
    location: undefined,
    conference: false,
    ...change,
  });
  const window = () => ({ start: today(), end: today() + 60 * DAY });
  const unknown = (externalId: string) => ({ externalId, etag: undefined });

  const fault = async (work: Promise<unknown>): Promise<CalendarFault> => {
    const caught: unknown = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(caught instanceof CalendarFault)) throw new Error(`no fault, but ${String(caught)}`);
    told.push(`${caught.message} ${String(caught.stack)} ${JSON.stringify(caught)} ${String(caught.cause)}`);
    return caught;
  };
  const kindOf = async (work: Promise<unknown>): Promise<FaultKind> => (await fault(work)).kind;

  const readAll = async (
    ask: (page: string | undefined) => ReturnType<CalendarProvider['changes']>,
  ): Promise<{ events: readonly ExternalEvent[]; cursor: string; pages: number }> => {
    const events: ExternalEvent[] = [];
    let page: string | undefined;
    for (let pages = 1; ; pages += 1) {
      const found = await ask(page);
      events.push(...found.events);
      page = found.nextPage;
      if (page === undefined) return { events, cursor: found.cursor ?? '', pages };
    }
  };
  const everything = (access: string) =>
    readAll((page) => world().provider.changes(access, { kind: 'everything', window: window(), page }));
  const since = (access: string, cursor: string) =>
    readAll((page) => world().provider.changes(access, { kind: 'since', cursor, window: window(), page }));
  const own = (access: string) => readAll((page) => world().provider.ownEntries(access, window(), page));
  const startsOf = (events: readonly ExternalEvent[]) =>
    events.map(({ event }) => (event?.time.kind === 'interval' ? event.time.start : undefined));

  /** Starts of everything, the instances of series included. */
  const timesOf = (events: readonly Pick<ExternalEvent, 'event'>[]) =>
    events
      .flatMap(({ event }) => {
        if (event === undefined) return [];
        return event.time.kind === 'series' ? event.time.times : [event.time];
      })
      .map((time) => (time.kind === 'interval' ? time.start : 0));

  return {
    get world() {
      return world();
    },
    get provider() {
      return world().provider;
    },
    /** Midnight in UTC of the day on which the tests began. */
    today,
    authorize,
    connect,
    identityOf,
    at,
    entryOf,
    window,
    unknown,
    fault,
    kindOf,
    everything,
    since,
    own,
    startsOf,
    timesOf,
    verifier,
    told,
    secrets,
  };
}
