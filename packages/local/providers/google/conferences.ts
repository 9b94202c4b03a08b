import { randomInt } from 'node:crypto';
import type { Clock, Instant } from '../../clock.ts';
import type { Records } from '../records.ts';
import { invalid, required } from './answers.ts';
import type { EventBody } from './shapes.ts';
import type { KeptEvent, Store } from './store.ts';

type ConferenceData = NonNullable<EventBody['conferenceData']>;

/** How the next requests for a conference go, in place of being met at once. */
export interface ConferenceDelay {
  readonly times: number;
  /** Seconds for which a request is pending. */
  readonly seconds: number;
  readonly outcome: 'success' | 'failure';
}

interface PendingConference {
  readonly calendar: string;
  readonly event: string;
  readonly requestId: string;
  readonly at: Instant;
  readonly outcome: 'success' | 'failure';
}

export interface Conference {
  readonly conferenceData?: ConferenceData;
  readonly hangoutLink?: string;
}

/** Google Meet, as far as an event shows it. */
export interface Conferences {
  delay(delay: ConferenceDelay): void;
  /**
   * The conference of an event that is being written. Version 0 of the protocol knows nothing of conferences and leaves
   * what is there.
   */
  decide(
    calendar: string,
    eventId: string,
    version: number,
    given: ConferenceData | undefined,
    former: KeptEvent | undefined,
  ): Conference;
  nextDueAt(): Instant | undefined;
  /** Ends what has been pending for long enough; the calendars in which an event changed thereby. */
  fireDue(): string[];
}

function letters(count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join('');
}

function meeting(requestId: string): Required<Conference> {
  const id = `${letters(3)}-${letters(4)}-${letters(3)}`;
  const key = { type: 'hangoutsMeet' };
  const hangoutLink = `https://meet.google.com/${id}`;
  return {
    hangoutLink,
    conferenceData: {
      createRequest: { requestId, conferenceSolutionKey: key, status: { statusCode: 'success' } },
      entryPoints: [{ entryPointType: 'video', uri: hangoutLink, label: `meet.google.com/${id}` }],
      conferenceSolution: {
        key,
        name: 'Google Meet',
        iconUri: 'https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/logo_meet_2020q4.png',
      },
      conferenceId: id,
    },
  };
}

function unmet(requestId: string, statusCode: 'pending' | 'failure'): Conference {
  const conferenceSolutionKey = { type: 'hangoutsMeet' };
  return {
    conferenceData: { createRequest: { requestId, conferenceSolutionKey, status: { statusCode } } },
  };
}

function formerConference({ body, hangoutLink }: KeptEvent): Conference {
  return {
    ...(body.conferenceData === undefined ? {} : { conferenceData: body.conferenceData }),
    ...(hangoutLink === undefined ? {} : { hangoutLink }),
  };
}

export function createConferences(records: Records, store: Store, clock: Clock): Conferences {
  const delayOf = () => records.get<ConferenceDelay>('setting', 'conferences');
  const pending = () => records.list<PendingConference>('conference');

  const create = (calendar: string, event: string, requestId: string): Conference => {
    const delay = delayOf();
    if (delay === undefined || delay.times === 0) return meeting(requestId);
    records.put('setting', 'conferences', { ...delay, times: delay.times - 1 });
    const { outcome, seconds } = delay;
    if (seconds === 0) return outcome === 'success' ? meeting(requestId) : unmet(requestId, 'failure');
    const entry: PendingConference = {
      calendar,
      event,
      requestId,
      outcome,
      at: clock.now() + seconds * 1000,
    };
    records.put('conference', `${calendar} ${event}`, entry);
    return unmet(requestId, 'pending');
  };

  return {
    delay: (delay) => records.put('setting', 'conferences', delay),
    decide(calendar, eventId, version, given, former) {
      const before = former === undefined ? {} : formerConference(former);
      if (version === 0) return before;
      if (given === undefined) return {};
      const { createRequest } = given;
      if (createRequest === undefined) {
        if (given.conferenceSolution === undefined || (given.entryPoints ?? []).length === 0) {
          return invalid('Invalid conference data.');
        }
        return { ...before, conferenceData: given };
      }
      const { requestId, conferenceSolutionKey } = createRequest;
      if (requestId === undefined || requestId === '') return required('Missing conference request id.');
      const type = conferenceSolutionKey?.type ?? 'hangoutsMeet';
      if (type !== 'hangoutsMeet') return invalid('Invalid conference type value.');
      if (before.conferenceData?.createRequest?.requestId === requestId) return before;
      return create(calendar, eventId, requestId);
    },
    nextDueAt() {
      const instants = pending().map(({ at }) => at);
      return instants.length === 0 ? undefined : Math.min(...instants);
    },
    fireDue() {
      const due = pending().filter(({ at }) => at <= clock.now());
      return due.flatMap(({ calendar, event: id, requestId, outcome }) => {
        records.delete('conference', `${calendar} ${id}`);
        const event = store.event(calendar, id);
        if (event?.body.conferenceData?.createRequest?.requestId !== requestId) return [];
        const { conferenceData, hangoutLink }: Conference =
          outcome === 'success' ? meeting(requestId) : unmet(requestId, 'failure');
        store.save(calendar, {
          ...event,
          updated: clock.now(),
          body: { ...event.body, ...(conferenceData === undefined ? {} : { conferenceData }) },
          ...(hangoutLink === undefined ? {} : { hangoutLink }),
        });
        return [calendar];
      });
    },
  };
}
