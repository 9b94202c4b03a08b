import type { Instant, Interval } from '../time/instant.ts';

/*
 * What is known of the meetings that an intake has led to. Calendly's news come late, twice and in any order, so they
 * are not steps but observations: each adds what it knows to what is known already, and the same news in any order
 * come to the same (a join-semilattice). What an intake's status is, and which meetings stand, is read off at the end.
 */

/** What Calendly told last of an invitee's meeting. */
export interface MeetingDetails extends Interval {
  /** Calendly's id of the scheduled event. */
  readonly eventId: string;
  /** E-mail addresses of those who hold it. */
  readonly hosts: readonly string[];
  readonly place: 'online' | 'offline' | 'audio';
  /** Where it is held, if it is online. */
  readonly joinUrl: string | undefined;
  readonly name: string;
  readonly email: string;
  readonly timeZone: string | undefined;
}

/** One invitee of one meeting: at Calendly a rescheduled meeting is another one. */
export interface Invitee {
  readonly id: string;
  readonly createdAt: Instant;
  readonly details: MeetingDetails;
  /** When Calendly last touched what `details` tells. */
  readonly toldAt: Instant;
  /** When it was cancelled, by either side; also the old one of a rescheduled pair. */
  readonly cancelledAt: Instant | undefined;
  /** The invitee whom this one replaces. */
  readonly replaces: string | undefined;
  /** The invitee that this one was replaced by. */
  readonly replacedBy: string | undefined;
  /** Whether the invitee did not come, as the host said last; undefined: nobody said. */
  readonly noShow: { readonly isMissed: boolean; readonly at: Instant } | undefined;
}

/** All invitees of one intake that were heard of, by id. */
export type Invitees = Readonly<Record<string, Invitee>>;

/** Adds what an observation knows. Commutative, associative and idempotent. */
export function observe(known: Invitees, seen: Invitee): Invitees {
  const before = Object.hasOwn(known, seen.id) ? known[seen.id] : undefined;
  return { ...known, [seen.id]: before === undefined ? seen : join(before, seen) };
}

function join(a: Invitee, b: Invitee): Invitee {
  const newer = greater([a.toldAt, JSON.stringify(a.details)], [b.toldAt, JSON.stringify(b.details)]) ? a : b;
  return {
    id: a.id,
    createdAt: Math.min(a.createdAt, b.createdAt),
    details: newer.details,
    toldAt: newer.toldAt,
    cancelledAt: least(a.cancelledAt, b.cancelledAt),
    replaces: greatest(a.replaces, b.replaces),
    replacedBy: greatest(a.replacedBy, b.replacedBy),
    noShow: later(a.noShow, b.noShow),
  };
}

type Ranked = readonly [number, string];

function greater(a: Ranked, b: Ranked): boolean {
  return a[0] === b[0] ? a[1] > b[1] : a[0] > b[0];
}

function least(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

function greatest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

/** Of two at the same instant the taking back: nobody takes back what was not said. */
function later(a: Invitee['noShow'], b: Invitee['noShow']): Invitee['noShow'] {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.at === b.at) return a.isMissed ? b : a;
  return a.at > b.at ? a : b;
}

/**
 * `moving`: cancelled for a new time of which nothing is known yet. `attended`: the host took a no-show back.
 */
export type MeetingState = 'standing' | 'moving' | 'cancelled' | 'missed' | 'attended';

/** One meeting with all the times that it has had. */
export interface Meeting {
  /** Ids of its invitees, known or only heard of. */
  readonly ids: readonly string[];
  /** The invitee of its latest time. */
  readonly latest: Invitee;
  readonly state: MeetingState;
  /** When the last of what is known of it happened, by Calendly's clock. */
  readonly changedAt: Instant;
}

/** The meetings of an intake, the one that counts first: a standing one before a cancelled one, of several the latest. */
export function meetingsOf(invitees: Invitees): readonly Meeting[] {
  const chains: Set<string>[] = [];
  for (const { id, replaces, replacedBy } of Object.values(invitees)) {
    const linked = new Set([id, replaces, replacedBy].filter((one) => one !== undefined));
    for (const other of chains.filter((chain) => [...chain].some((one) => linked.has(one)))) {
      for (const one of other) linked.add(one);
      chains.splice(chains.indexOf(other), 1);
    }
    chains.push(linked);
  }
  return chains
    .map((ids) => meetingOf([...ids].sort(), invitees))
    .sort((a, b) =>
      isOver(a) === isOver(b) ? ranking(b.latest, a.latest) : Number(isOver(a)) - Number(isOver(b)),
    );
}

function isOver({ state }: Meeting): boolean {
  return state === 'cancelled';
}

function ranking(a: Invitee, b: Invitee): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

function meetingOf(ids: readonly string[], invitees: Invitees): Meeting {
  const known = ids.map((id) => invitees[id]).filter((one) => one !== undefined);
  const replaced = new Set(known.map(({ replaces }) => replaces));
  const isOld = (one: Invitee) => one.replacedBy !== undefined || replaced.has(one.id);
  const [latest] = known.toSorted((a, b) => Number(isOld(a)) - Number(isOld(b)) || ranking(b, a) || 0);
  if (latest === undefined) throw new RangeError('a meeting without an invitee');
  const { createdAt, cancelledAt = 0, noShow } = latest;
  return {
    ids,
    latest,
    state: stateOf(latest, isOld(latest)),
    changedAt: Math.max(createdAt, cancelledAt, noShow?.at ?? 0),
  };
}

function stateOf({ cancelledAt, noShow }: Invitee, isReplaced: boolean): MeetingState {
  if (isReplaced) return 'moving';
  if (cancelledAt !== undefined) return 'cancelled';
  if (noShow !== undefined) return noShow.isMissed ? 'missed' : 'attended';
  return 'standing';
}

export type IntakeStatus = 'pending' | 'scheduled' | 'completed' | 'cancelled';

/** What an intake's status is as far as Calendly knows; without any meeting it waits for one. */
export function statusOfMeetings(meetings: readonly Meeting[]): IntakeStatus {
  const [first] = meetings;
  if (first === undefined) return 'pending';
  switch (first.state) {
    case 'standing':
    case 'moving':
      return 'scheduled';
    case 'cancelled':
      return 'cancelled';
    case 'missed':
    case 'attended':
      return 'completed';
  }
}

const transitions: Readonly<Record<IntakeStatus, readonly IntakeStatus[]>> = {
  pending: ['scheduled', 'completed', 'cancelled'],
  scheduled: ['completed', 'cancelled'],
  completed: [],
  cancelled: [],
};

/** Whether somebody may set the status by hand; what is so already may be said again. */
export function maySetStatus(from: IntakeStatus, to: IntakeStatus): boolean {
  return from === to || transitions[from].includes(to);
}
