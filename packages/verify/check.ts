import type { Instant } from './fact-kinds.ts';
import type { Facts } from './facts.ts';

/** What is asked of others than the table. What is undefined is not at hand, and its checks say so. */
export interface Outside {
  /** Names of the schedules in the product's group. */
  readonly schedules?: readonly string[];
  readonly deadLetters?: readonly { readonly queue: string; readonly messages: number }[];
  /** Entries with our marks in the calendars of connections, read from the providers. */
  readonly calendars?: readonly MarkedEntry[];
  /** Meetings that stand at the provider of video conferences. */
  readonly meetings?: readonly { readonly id: string; readonly start: Instant }[];
}

export interface MarkedEntry {
  readonly connectionId: string;
  readonly appointmentId: string;
  readonly externalId: string;
  readonly start: Instant;
  readonly end: Instant;
}

export interface Context {
  readonly facts: Facts;
  readonly now: Instant;
  /** Milliseconds that effects have to follow their cause: what is younger is not judged. */
  readonly grace: number;
  readonly outside: Outside;
  /** A provider's buffer in minutes at every decision; undefined: what the settings and their history say. */
  readonly bufferOf?: (providerId: string) => number;
}

export interface Violation {
  readonly check: string;
  /** What is wrong, by ids. The same in every look at the same things, whatever order they come in. */
  readonly text: string;
  /** Partition keys of everything that the judgement rests on. */
  readonly partitions: readonly string[];
}

export interface Findings {
  /** Things that were judged. */
  readonly seen: number;
  readonly violations: readonly Violation[];
}

export interface Check {
  readonly name: string;
  /** The promise, in words. */
  readonly proves: string;
  /** Undefined: what it needs was not at hand. */
  readonly run: (context: Context) => Findings | undefined;
}

/** Collects what a check finds. */
export function findings(check: string) {
  const violations: Violation[] = [];
  let seen = 0;
  return {
    saw: (count = 1): void => {
      seen += count;
    },
    wrong: (text: string, ...partitions: readonly string[]): void => {
      violations.push({ check, text, partitions: [...new Set(partitions)] });
    },
    done: (): Findings => ({ seen, violations }),
  };
}

export const minute = 60_000;
export const dayLength = 86_400_000;

export const ofAppointment = (id: string): string => `APPOINTMENT#${id}`;
export const ofPerson = (id: string): string => `PERSON#${id}`;
export const ofAgenda = (id: string): string => `AGENDA#${id}`;
export const ofConnection = (id: string): string => `CONNECTION#${id}`;

/** For people who read a report. */
export function at(instant: Instant): string {
  return new Date(instant).toISOString();
}

export function isLive(status: string): boolean {
  return status === 'scheduled' || status === 'confirmed' || status === 'in_progress';
}
