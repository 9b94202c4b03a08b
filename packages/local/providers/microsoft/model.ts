import type { Instant } from './times.ts';

export interface Moment {
  /** Of a whole day: its midnight as if it were UTC, for such days float. */
  readonly at: Instant;
  /** As it was given: a Windows or IANA name. */
  readonly zone: string;
}

export interface Recurrence {
  readonly pattern: {
    readonly type:
      | 'daily'
      | 'weekly'
      | 'absoluteMonthly'
      | 'relativeMonthly'
      | 'absoluteYearly'
      | 'relativeYearly';
    readonly interval: number;
    readonly month: number;
    readonly dayOfMonth: number;
    readonly daysOfWeek: readonly string[];
    readonly firstDayOfWeek: string;
    readonly index: string;
  };
  readonly range: {
    readonly type: 'endDate' | 'noEnd' | 'numbered';
    readonly startDate: string;
    readonly endDate: string;
    readonly recurrenceTimeZone: string;
    readonly numberOfOccurrences: number;
  };
}

export interface ExtendedProperty {
  readonly id: string;
  readonly value: string;
}

/** What can differ from one occurrence of a series to the next. */
export interface Content {
  readonly subject: string;
  /** Always HTML, as Exchange keeps it. */
  readonly body: string;
  readonly start: Moment;
  readonly end: Moment;
  readonly isAllDay: boolean;
  readonly showAs: string;
  readonly sensitivity: string;
  readonly importance: string;
  readonly isReminderOn: boolean;
  readonly reminderMinutesBeforeStart: number;
  readonly responseRequested: boolean;
  readonly allowNewTimeProposals: boolean;
  readonly hideAttendees: boolean;
  readonly isCancelled: boolean;
  /** The mailbox owner's answer. */
  readonly response: string;
  /** E-mail address, where it is somebody else. */
  readonly organizer?: string;
  readonly location: object;
  readonly locations: readonly object[];
  readonly attendees: readonly object[];
  readonly categories: readonly string[];
  readonly extended: readonly ExtendedProperty[];
  /** Of a Teams meeting. */
  readonly joinUrl?: string;
}

export interface Exception {
  /** `undefined`: this occurrence has been deleted. */
  readonly change?: Partial<Content>;
}

export interface StoredEvent extends Content {
  readonly key: string;
  readonly calendar: string;
  /** The mailbox's revision when it, or one of its occurrences, was last changed. */
  readonly version: number;
  readonly createdAt: Instant;
  readonly modifiedAt: Instant;
  readonly iCalUId: string;
  readonly transactionId?: string;
  readonly recurrence?: Recurrence;
  /** By the original local date, `2026-03-29`. */
  readonly exceptions?: Readonly<Record<string, Exception>>;
}

/** What a client may set; times of creation and versions are the mailbox's. */
export type Draft = Content & Pick<StoredEvent, 'transactionId' | 'recurrence' | 'exceptions'>;

export interface StoredCalendar {
  readonly key: string;
  readonly name: string;
  readonly color: string;
  readonly version: number;
}

export interface Change {
  readonly type: 'created' | 'updated' | 'deleted';
  readonly key: string;
  readonly calendar: string;
  readonly version: number;
}
