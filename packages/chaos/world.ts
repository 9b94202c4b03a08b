import type { Client, Reply } from './client.ts';
import type { Cast, Coach, Member } from './people.ts';
import { marks } from './people.ts';
import type { Operation } from './plan.ts';

/** A change that the product has acknowledged, and that must be found afterwards. */
export type Acknowledged =
  | { readonly kind: 'booked' | 'held' | 'given back' | 'cancelled'; readonly id: string }
  | { readonly kind: 'moved'; readonly id: string; readonly start: number }
  | { readonly kind: 'confirmed' | 'paid'; readonly id: string };

export interface KnownAppointment {
  readonly id: string;
  /** Through which surface it can be changed by whom. */
  readonly coach: Coach;
  readonly client?: Member;
}

export interface KnownHold {
  readonly id: string;
  readonly token: string;
  readonly from: string;
  readonly coach: Coach;
}

export interface KnownCalendar {
  readonly id: string;
  readonly coach: Coach;
  readonly provider: 'google' | 'outlook';
  readonly account: string;
}

/** `invalid`: the storm has asked for what is none; `limited`: too much of it. */
export type Result = 'done' | 'refused' | 'limited' | 'unanswered' | 'nothing to do' | 'invalid';

/** What the clients of a storm know, and what they were told. */
export interface World {
  readonly client: Client;
  /** Puts an event of the payments' on the bus; whether it was taken. */
  readonly publish: (detailType: string, detail: object) => Promise<boolean>;
  readonly cast: Cast;
  /** The product's time when it was last looked at. */
  now: number;
  readonly acknowledged: Acknowledged[];
  /** By the key of a call: the ids that it was answered, which must be one. */
  readonly answers: Map<string, Set<string>>;
  readonly appointments: KnownAppointment[];
  readonly holds: KnownHold[];
  readonly links: { readonly token: string; readonly id: string; readonly from: string }[];
  readonly calendars: KnownCalendar[];
  readonly rows: { readonly id: string; readonly coach: Coach }[];
  readonly intakes: { readonly id: string; readonly link: string; readonly email: string }[];
  readonly invited: string[];
  readonly staff: { readonly id: string; readonly coach: Coach }[];
  /** Addresses of calendars that can be subscribed to, by whose they are. */
  readonly feeds: Map<string, string>;
  readonly mistakes: string[];
}

export function newWorld(known: Pick<World, 'client' | 'publish' | 'cast' | 'now'>): World {
  return {
    ...known,
    acknowledged: [],
    answers: new Map(),
    appointments: [],
    holds: [],
    links: [],
    calendars: [],
    rows: [],
    intakes: [],
    invited: [],
    staff: [],
    feeds: new Map(),
    mistakes: [],
  };
}

/** One of a list by a number in [0, 1); undefined of an empty one. */
export function at<T>(list: readonly T[], share: number): T | undefined {
  return list[Math.floor(share * list.length)];
}

/** So many of a kind are still of interest to anybody. */
const latest = 80;

/** One of the latest of a list; undefined of an empty one. */
export function recent<T>(list: readonly T[], share = 0): T | undefined {
  return at(list.slice(-latest), share);
}

const halfHour = 1_800_000;
/** Half hours ahead among which starts are chosen: few enough that people get into each other's way. */
const horizon = 160;

/** A start that somebody may ask for, on the half hour, from an hour ahead. */
export function startFor(world: World, share: number): string {
  const first = Math.ceil(world.now / halfHour) + 2;
  return new Date((first + Math.floor(share * horizon)) * halfHour).toISOString();
}

export function coachFor({ cast }: World, share = 0): Coach {
  const coach = at(cast.coaches, share);
  if (coach === undefined) throw new Error('a storm needs coaches');
  return coach;
}

export function clientFor({ cast }: World, share = 0): Member {
  const member = at(cast.clients, share);
  if (member === undefined) throw new Error('a storm needs clients');
  return member;
}

/** An address of the loopback network: visitors are limited by theirs. */
export function visitorAddress({ number }: Operation): string {
  return `127.${1 + (number % 100)}.${1 + (Math.floor(number / 100) % 200)}.7`;
}

export const words = ({ number }: Operation): string => `${marks.words} ${number}`;

export function resultOf(world: World, { number, kind }: Operation, { status, body }: Reply): Result {
  if (status > 0 && status < 400) return 'done';
  if (status === 429) return 'limited';
  if (status === 0 || status >= 500 || body?.code === 'IDEMPOTENCY_IN_FLIGHT') return 'unanswered';
  const isMistake = ['VALIDATION_FAILED', 'UNAUTHENTICATED', 'FORBIDDEN', 'IDEMPOTENCY_MISMATCH'];
  if (!isMistake.includes(body?.code)) return 'refused';
  world.mistakes.push(`operation ${number} (${kind}): ${status} ${JSON.stringify(body).slice(0, 300)}`);
  return 'invalid';
}

/** Remembers what a call with a key was answered. */
export function answered(world: World, key: string, id: string): void {
  const ids = world.answers.get(key) ?? new Set();
  world.answers.set(key, ids.add(id));
}
