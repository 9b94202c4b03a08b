import {
  type Appointment,
  type AppointmentId,
  intervalOf,
  type PersonId,
} from '@punctual/scheduling/appointments/appointment.ts';
import { DAY, type Instant, type Interval } from '@punctual/scheduling/time/instant.ts';
import { identityOf, oneLine } from '../messages/notice.ts';
import type { Person } from '../model.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { Clock, Directory, Ledger } from '../ports.ts';

/** What stands behind the secret address of a calendar. */
export interface CalendarFeed {
  readonly personId: PersonId;
  readonly includeClientDetails: boolean;
}

/** Secret addresses of people's calendars, one a person. Only whoever is told the token has it. */
export interface CalendarFeeds {
  /** Answers the token of a new address, this once; the one before no longer leads anywhere. */
  replace(feed: CalendarFeed, at: Instant): Promise<string>;
  revoke(personId: PersonId): Promise<void>;
  find(token: string): Promise<CalendarFeed | undefined>;
}

/** One appointment as a calendar program reads it (RFC 5545). */
export interface FeedEntry extends Interval {
  readonly uid: string;
  readonly sequence: number;
  readonly status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';
  readonly title: string;
  readonly description: string | undefined;
  /** Where an online appointment is held. */
  readonly location: string | undefined;
  readonly createdAt: Instant;
  readonly changedAt: Instant;
}

/** How far back a calendar goes. */
const past = 90 * DAY;

/** Of each list, the latest by start: far more than anybody has, and an answer far below the 6 MB of a function's. */
const maximumOfList = 1000;

/** The person's appointments as provider and as client, cancelled ones too, by start. */
export async function calendarFeed(
  { ledger, directory, feeds, clock }: FeedPorts,
  token: string,
): Promise<Outcome<readonly FeedEntry[]>> {
  const feed = await feeds.find(token);
  if (feed === undefined) return notFound('Calendar');
  const { personId, includeClientDetails } = feed;
  const from = clock.now() - past;
  const lists = await Promise.all(
    ([{ providerId: personId }, { clientId: personId }] as const).flatMap((of) =>
      (['live', 'ended'] as const).map((state) =>
        ledger.list({ of, state, from, descending: true, limit: maximumOfList }),
      ),
    ),
  );
  const byId = new Map<AppointmentId, Appointment>(lists.flat().map((one) => [one.id, one]));
  const appointments = [...byId.values()].sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  const otherOf = ({ providerId, clientId }: Appointment) =>
    providerId === personId ? clientId : providerId;
  const people = includeClientDetails
    ? await directory.getMany([...new Set(appointments.map(otherOf))])
    : new Map<PersonId, Person>();
  return done(
    appointments.map((one) => ({
      ...entryOf(one),
      ...(includeClientDetails && detailsOf(one, people.get(otherOf(one)))),
    })),
  );
}

export interface FeedPorts {
  readonly ledger: Pick<Ledger, 'list'>;
  readonly directory: Pick<Directory, 'getMany'>;
  readonly feeds: Pick<CalendarFeeds, 'find'>;
  readonly clock: Clock;
}

/** Titles name clients, and the link lets whoever has it into the meeting: neither is told unless asked for. */
function entryOf(appointment: Appointment): FeedEntry {
  const { status, createdAt, updatedAt } = appointment;
  return {
    ...intervalOf(appointment),
    ...identityOf(appointment),
    status: status === 'cancelled' ? 'CANCELLED' : status === 'scheduled' ? 'TENTATIVE' : 'CONFIRMED',
    title: 'Appointment',
    description: undefined,
    location: undefined,
    createdAt,
    changedAt: updatedAt,
  };
}

function detailsOf({ title, meetingUrl }: Appointment, other: Person | undefined) {
  const name = oneLine(other?.name ?? '');
  return {
    title: oneLine(title),
    description: name === '' ? undefined : `With ${name}`,
    location: meetingUrl,
  };
}
