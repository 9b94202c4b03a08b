import type { AgendaPage, UtcDay } from '@punctual/scheduling/appointments/agenda.ts';
import type {
  AgendaId,
  Appointment,
  AppointmentId,
  PersonId,
  Status,
} from '@punctual/scheduling/appointments/appointment.ts';
import type { Changes } from '@punctual/scheduling/appointments/changes.ts';
import type { AppointmentEvent } from '@punctual/scheduling/appointments/event.ts';
import type { Hold } from '@punctual/scheduling/appointments/hold.ts';
import type { BusySource } from '@punctual/scheduling/calendars/entry.ts';
import type { Instant, Interval } from '@punctual/scheduling/time/instant.ts';
import type { Person, ProviderSettings, SettingsEvent, WeeklyRow } from './model.ts';
import type { ClientHistory, ForecastWanted, StoredKnowledge } from './recommendations/ports.ts';

export interface Clock {
  now(): Instant;
}

export interface Ids {
  /** A new UUIDv7. */
  next(): string;
}

/** Waits before another try: exponential with full jitter, `attempt` from 1. */
export type Pause = (attempt: number) => Promise<void>;

/** Messages that come at a later time, to the queue of the worker that they are for. */
export interface Timers {
  /**
   * Sends `message` once at `at`, by the second or up to a minute later, never earlier. A timer of that name that has not
   * gone off is replaced.
   *
   * @param name at most 64 letters, digits, dots, hyphens and underscores
   */
  set(name: string, at: Instant, message: object): Promise<void>;
  /** Takes back the timer of that name. It may have gone off, or never have been set. */
  cancel(name: string): Promise<void>;
}

/** Work for the worker behind a queue, which gets each message at least once, in any order. */
export interface Queue {
  /**
   * @param delaySeconds until they can be received, at most 900
   * @throws when any of them was not taken; the others may have been
   */
  send(messages: readonly object[], delaySeconds?: number): Promise<void>;
}

/** What a link is about: one appointment or hold, and who follows the link. */
export interface LinkSubject {
  readonly appointmentId: AppointmentId;
  readonly personId: PersonId;
}

export type LinkPurpose = 'hold' | 'manage' | 'recover' | 'unsubscribe';

/** Tokens that stand in links: signed, expiring, good for one purpose. */
export interface Links {
  sign(purpose: LinkPurpose, subject: LinkSubject, expiresAt: Instant): Promise<string>;
  /** Undefined for a token that is forged, expired or meant for something else. */
  verify(purpose: LinkPurpose, token: string, now: Instant): Promise<LinkSubject | undefined>;
}

/** The days of one agenda, with what external calendars report for them. */
export interface AgendaRange {
  readonly pages: readonly AgendaPage[];
  readonly external: readonly Interval[];
}

/** People, settings and appointments that one request reads by key. */
export interface Records {
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly settings: ProviderSettings | undefined;
  readonly appointment: Appointment | undefined;
  readonly hold: Hold | undefined;
  readonly relation: Relation | undefined;
  /** Those of `busySourcesOf`: how far its external calendars are to be believed. */
  readonly busySources: readonly BusySource[];
  /** Those of `forecast`, as far as anything was learnt. */
  readonly knowledge?: readonly StoredKnowledge[];
  readonly history?: ClientHistory | undefined;
}

/** What a provider and a client have to do with each other. */
export interface Relation {
  /** Undefined: they have never booked with each other. */
  readonly firstAppointment: AppointmentId | undefined;
  /** When an admin assigned the client to the provider; undefined: nobody did. */
  readonly assignedAt: Instant | undefined;
  /** When the client declined further mail about bookings that they did not finish. */
  readonly recoveryOptOutAt?: Instant | undefined;
}

export interface RecordsWanted {
  readonly people?: readonly PersonId[];
  readonly settingsOf?: PersonId;
  readonly busySourcesOf?: PersonId;
  readonly appointment?: AppointmentId;
  readonly relation?: { readonly providerId: PersonId; readonly clientId: PersonId };
  /** What forecasts about these two people rest on. */
  readonly forecast?: ForecastWanted;
}

export interface ListQuery {
  readonly of: { readonly providerId: PersonId } | { readonly clientId: PersonId };
  /** Live: scheduled, confirmed or in progress; ended: completed, cancelled or missed. */
  readonly state: 'live' | 'ended';
  /** Starts in [from, before). */
  readonly from?: Instant;
  readonly before?: Instant;
  readonly limit?: number;
  /** Latest first. */
  readonly descending?: boolean;
  /** Only these of the state. */
  readonly statuses?: readonly Status[];
}

export type PersonRole = 'provider' | 'client';

/** How many of a person's appointments start in a month (`2026-03`, UTC), by status. */
export interface Tally {
  readonly month: string;
  readonly counts: Readonly<Partial<Record<Status, number>>>;
}

/** Appointments, agendas and events: what a booking reads and writes. */
export interface Ledger {
  /** One request for up to 100 keys. */
  records(wanted: RecordsWanted): Promise<Records>;
  /** One request for a range of days, which may be up to 93 of them. */
  agenda(agenda: AgendaId, firstDay: UtcDay, lastDay: UtcDay): Promise<AgendaRange>;
  /**
   * One transaction. `lost` when anything that was read has moved on meanwhile: read again and decide again.
   *
   * @throws when the outcome is unknown; `wasWritten` tells it
   */
  commit(changes: Changes): Promise<'committed' | 'lost'>;
  wasWritten(event: AppointmentEvent): Promise<boolean>;
  /** By start, earliest first unless asked otherwise. The index follows the table after a moment. */
  list(query: ListQuery): Promise<readonly Appointment[]>;
  count(query: ListQuery): Promise<number>;
  /** One request however many appointments there are; earliest month first. */
  tallies(person: PersonId, role: PersonRole): Promise<readonly Tally[]>;
  /** All events of one appointment in order. */
  events(appointment: AppointmentId): Promise<readonly AppointmentEvent[]>;
  /**
   * One transaction of the settings, of who owns their new rows, at most 90 of them, and of the event that tells of it.
   * False when the settings have moved on since `settings.version - 1` was read.
   */
  saveSettings(
    settings: ProviderSettings,
    newRows: readonly WeeklyRow[],
    event: SettingsEvent,
  ): Promise<boolean>;
  /** The provider in whose settings a weekly row was once saved; it may have been deleted since. */
  ownerOfRow(rowId: string): Promise<PersonId | undefined>;
  /** Assigns a client to a provider, or (undefined) takes the assignment back. */
  assign(providerId: PersonId, clientId: PersonId, at: Instant | undefined): Promise<void>;
}

export interface PageQuery {
  readonly limit: number;
  readonly cursor: string | undefined;
  /** Matches anywhere in name, e-mail and phone, case ignored. */
  readonly term: string | undefined;
}

export interface LeadQuery extends PageQuery {
  readonly coachId: PersonId;
}

export interface PeoplePage {
  readonly people: readonly Person[];
  /** Undefined: there are no more. */
  readonly cursor: string | undefined;
}

export interface Directory {
  get(id: PersonId): Promise<Person | undefined>;
  getMany(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Person>>;
  /** The agenda that belongs to an e-mail address (compared case folded), if anybody has it. */
  agendaOf(email: string): Promise<AgendaId | undefined>;
  /**
   * False when the id is taken, or the e-mail address has meanwhile got another agenda.
   *
   * @param unlessKnown also false when the coach has a lead with this address already
   */
  enter(person: Person, unlessKnown?: 'unless_known'): Promise<boolean>;
  /** False when the person has moved on since `person.version - 1`, or the e-mail address has got another agenda. */
  update(person: Person): Promise<boolean>;
  /** Newest first. */
  listLeads(query: LeadQuery): Promise<PeoplePage | 'bad_cursor'>;
  listStaff(coachId: PersonId): Promise<readonly Person[]>;
  /** Everybody, newest first. */
  listPeople(query: PageQuery): Promise<PeoplePage | 'bad_cursor'>;
  /** A coach's lead with an e-mail address; of several the one that came first. */
  leadWith(coachId: PersonId, email: string): Promise<PersonId | undefined>;
  /** Who is a coach under an e-mail address; of several the one that came last. */
  coachWith(email: string): Promise<Person | undefined>;
}

export interface Ports {
  readonly ledger: Ledger;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly pause: Pause;
}
