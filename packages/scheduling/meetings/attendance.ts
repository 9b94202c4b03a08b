import { type Instant, type Interval, MINUTE } from '../time/instant.ts';

/** Somebody who came into a meeting, as its provider knows them. */
export interface Attendee {
  /** Empty for people who are not signed in. */
  readonly name: string;
  readonly email: string;
  /** Whether they are signed in as the host of the meeting. */
  readonly isHost: boolean;
}

export interface Recording {
  readonly downloadUrl: string | undefined;
  /** Of all files together. */
  readonly bytes: number;
  readonly minutes: number;
}

/**
 * One thing that happened in a meeting. A meeting that is begun again after its end is another instance of it; `stay`
 * tells one coming and going from another of the same person.
 */
export type Observation = { readonly instance: string; readonly at: Instant } & (
  | { readonly kind: 'started' | 'ended' }
  | { readonly kind: 'joined' | 'left'; readonly stay: string; readonly who: Attendee }
  | { readonly kind: 'recorded'; readonly recording: Recording }
);

export interface Participant {
  readonly name: string;
  readonly email: string;
  readonly isHost: boolean;
  /** When they first came. */
  readonly joinedAt: Instant;
  /** When they last went; undefined while they are there. */
  readonly leftAt: Instant | undefined;
  /** All stays that are over added up, time on several devices at once counted once. Whole minutes, rounded. */
  readonly minutes: number;
}

export interface MeetingInstance {
  readonly id: string;
  readonly startedAt: Instant;
  /** Undefined while it goes on. */
  readonly endedAt: Instant | undefined;
  readonly participants: readonly Participant[];
}

export interface Attendance {
  /** By start. */
  readonly instances: readonly MeetingInstance[];
  /** Over all instances, by when they first came. */
  readonly participants: readonly Participant[];
  /** Of all instances together; the link is the latest. */
  readonly recording: Recording | undefined;
}

interface Stay {
  readonly person: string;
  readonly who: Attendee;
  readonly joinedAt: Instant;
  readonly leftAt: Instant | undefined;
}

/**
 * What came of a meeting, by everything that was seen of it. The order in which it was seen does not matter, nor does
 * what was seen twice. Who was seen leaving only was there for no known time; who was not seen leaving left with the end.
 */
export function attendanceOf(observations: readonly Observation[]): Attendance {
  const sorted = distinct(observations);
  const byInstance = Map.groupBy(sorted, ({ instance }) => instance);
  const found = [...byInstance].map(([id, seen]) => instanceOf(id, seen));
  const took = found.filter(({ hasTakenPlace }) => hasTakenPlace);
  return {
    instances: took
      .map(({ instance }) => instance)
      .sort((a, b) => a.startedAt - b.startedAt || compare(a.id, b.id)),
    participants: participantsOf(took.flatMap(({ stays }) => stays)),
    recording: recordingOf(sorted),
  };
}

function instanceOf(id: string, seen: readonly Observation[]) {
  const timesOf = (kind: Observation['kind']) => seen.flatMap((one) => (one.kind === kind ? [one.at] : []));
  const during = seen.filter(({ kind }) => kind !== 'recorded');
  const endedAt = timesOf('ended').at(-1);
  const stays = staysOf(seen, endedAt);
  const participants = participantsOf(stays);
  const startedAt = Math.min(...during.map(({ at }) => at));
  // A recording alone tells nothing of when it took place.
  const hasTakenPlace = during.length > 0;
  return { hasTakenPlace, stays, instance: { id, startedAt, endedAt, participants } };
}

/** Pairs comings and goings of the same stay in the order of their times. */
function staysOf(seen: readonly Observation[], endedAt: Instant | undefined): readonly Stay[] {
  const moves = seen.flatMap((one) => (one.kind === 'joined' || one.kind === 'left' ? [one] : []));
  const byStay = Map.groupBy(moves, ({ stay }) => stay);
  return [...byStay.values()].flatMap((ofStay) => {
    const stays: Stay[] = [];
    let open: (typeof ofStay)[number] | undefined;
    const who = bestKnown(ofStay.map((one) => one.who));
    const add = (joinedAt: Instant, leftAt: Instant | undefined) =>
      stays.push({ person: personOf(who), who, joinedAt, leftAt });
    for (const move of ofStay) {
      if (move.kind === 'joined') {
        // Seen coming twice: there was no going that we know of, and the first counts.
        open ??= move;
      } else {
        add(open?.at ?? move.at, move.at);
        open = undefined;
      }
    }
    if (open !== undefined) add(open.at, endedAt === undefined ? undefined : Math.max(open.at, endedAt));
    return stays;
  });
}

function participantsOf(stays: readonly Stay[]): readonly Participant[] {
  const byPerson = Map.groupBy(stays, ({ person }) => person);
  return [...byPerson]
    .map(([person, ofPerson]) => {
      const { name, email, isHost } = bestKnown(ofPerson.map(({ who }) => who));
      const leaves = ofPerson.map(({ leftAt }) => leftAt);
      const over = ofPerson.flatMap(({ joinedAt, leftAt }) =>
        leftAt === undefined ? [] : [{ start: joinedAt, end: leftAt }],
      );
      const joinedAt = Math.min(...ofPerson.map((stay) => stay.joinedAt));
      const leftAt = leaves.includes(undefined)
        ? undefined
        : Math.max(...leaves.flatMap((at) => (at === undefined ? [] : [at])));
      const participant: Participant = {
        name,
        email,
        isHost,
        joinedAt,
        leftAt,
        minutes: Math.round(lengthOf(over) / MINUTE),
      };
      return { person, participant };
    })
    .sort((a, b) => a.participant.joinedAt - b.participant.joinedAt || compare(a.person, b.person))
    .map(({ participant }) => participant);
}

/** The length of all of them together, where they overlap counted once. */
function lengthOf(intervals: readonly Interval[]): number {
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { start, end } of intervals.toSorted((a, b) => a.start - b.start)) {
    total += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return total;
}

function recordingOf(sorted: readonly Observation[]): Recording | undefined {
  const recorded = sorted.flatMap((one) => (one.kind === 'recorded' ? [one] : []));
  // A recording that is told of again, perhaps with more files, replaces what was told of the same instance.
  const latest = [...new Map(recorded.map((one) => [one.instance, one.recording])).values()];
  if (latest.length === 0) return undefined;
  return {
    downloadUrl: recorded.at(-1)?.recording.downloadUrl,
    bytes: latest.reduce((sum, { bytes }) => sum + bytes, 0),
    minutes: latest.reduce((sum, { minutes }) => sum + minutes, 0),
  };
}

/** People without an address are told apart by their names. */
function personOf({ name, email, isHost }: Attendee): string {
  if (isHost) return 'host';
  return email === '' ? `name ${fold(name)}` : `email ${fold(email)}`;
}

/** The host is called host once anybody says so; else the first in an order that is always the same. */
function bestKnown(all: readonly Attendee[]): Attendee {
  const rank = ({ name, email, isHost }: Attendee) =>
    `${isHost ? 0 : 1}${email === '' ? 1 : 0}${name === '' ? 1 : 0} ${email} ${name}`;
  const [best] = all.toSorted((a, b) => compare(rank(a), rank(b)));
  return best ?? { name: '', email: '', isHost: false };
}

/** Each once, by time, coming before going. */
function distinct(observations: readonly Observation[]): readonly Observation[] {
  const order = ['started', 'joined', 'left', 'ended', 'recorded'];
  const unique = new Map(observations.map((one) => [textOf(one), one]));
  return [...unique]
    .sort(
      ([textA, a], [textB, b]) =>
        a.at - b.at || order.indexOf(a.kind) - order.indexOf(b.kind) || compare(textA, textB),
    )
    .map(([, one]) => one);
}

/** The same for the same observation, whatever the order of its fields. */
export function textOf(one: Observation): string {
  const common = [one.kind, one.instance, one.at];
  switch (one.kind) {
    case 'started':
    case 'ended':
      return JSON.stringify(common);
    case 'joined':
    case 'left':
      return JSON.stringify([...common, one.stay, one.who.name, one.who.email, one.who.isHost]);
    case 'recorded': {
      const { downloadUrl = null, bytes, minutes } = one.recording;
      return JSON.stringify([...common, downloadUrl, bytes, minutes]);
    }
  }
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
