import { type Check, dayLength, findings, minute } from '../check.ts';
import type { Fact } from '../fact-kinds.ts';
import { type Facts, unnamed } from '../facts.ts';

const hash = '[\\w-]{43}';
const day = '\\d{4}-\\d\\d-\\d\\d';

/** Every kind of item, and how its key reads: the partition, a space, the rest. Ids may be anything. */
const keys: Readonly<Record<string, string>> = {
  person: 'PERSON#.+ PROFILE',
  settings: 'PERSON#.+ SETTINGS',
  relation: 'PERSON#.+ CLIENT#.+',
  event: '(PERSON|APPOINTMENT)#.+ EVENT#\\d{6}|CONNECTION#.+ EVENT#.+',
  tally: 'PERSON#.+ TALLY#(PROVIDER|CLIENT)#\\d{4}-\\d\\d',
  email: `EMAIL#${hash} AGENDA`,
  'lead-pointer': `EMAIL#${hash} LEAD#.+`,
  'coach-pointer': `EMAIL#${hash} COACH`,
  suppression: `EMAIL#${hash} SUPPRESSED`,
  device: `PERSON#.+ DEVICE#${hash}`,
  'device-owner': `DEVICE#${hash} OWNER`,
  feed: `FEED#${hash} FEED`,
  'feed-pointer': 'PERSON#.+ FEED',
  'row-pointer': 'ROW#.+ OWNER',
  page: `AGENDA#.+ DAY#${day}`,
  external: `AGENDA#.+ DAY#${day}#.+`,
  appointment: 'APPOINTMENT#.+ APPOINTMENT',
  hold: 'APPOINTMENT#.+ HOLD',
  delivery: 'APPOINTMENT#.+ DELIVERY#\\d{6}#.+#(email|sms|push)#.+',
  'timer-note': 'PERSON#.+ TIMERS#.+',
  meeting: 'APPOINTMENT#.+ MEETING',
  observation: `APPOINTMENT#.+ OBSERVATION#${hash}`,
  'meeting-pointer': 'ZOOM#.+ APPOINTMENT',
  'meeting-settings': 'PERSON#.+ ZOOM',
  recovery: 'APPOINTMENT#.+ RECOVERY',
  'recovery-totals': 'PERSON#.+ RECOVERIES',
  decision: 'APPOINTMENT#.+ DECISION',
  knowledge: 'PERSON#.+ RECOMMENDER#(kept|converted)|MODEL#(kept|converted) EVERYBODY',
  'client-history': 'PERSON#.+ HISTORY#.+',
  connection: 'CONNECTION#.+ CONNECTION',
  tokens: 'CONNECTION#.+ TOKENS',
  lease: 'CONNECTION#.+ LEASE#.+',
  mapping: 'CONNECTION#.+ MAPPING#.+',
  open: 'CONNECTION#.+ OPEN#.+',
  'busy-event': `CONNECTION#.+ BUSY#${hash}`,
  import: 'CONNECTION#.+ IMPORT',
  'connection-pointer': 'PERSON#.+ CONNECTION#.+',
  account: `PERSON#.+ ACCOUNT#(google|outlook)#${hash}`,
  'busy-sources': 'PERSON#.+ BUSY',
  authorization: 'AUTHORIZATION#.+ PENDING',
  intake: 'INTAKE#.+ INTAKE',
  'intake-email': `EMAIL#${hash} INTAKE#.+`,
  'intake-pointer': `CALENDLY#${hash} INTAKE|APPOINTMENT#.+ INTAKE`,
  'intake-segment': 'INTAKES#[\\da-f]{2} SEGMENT',
  'intake-version': 'INTAKES SEGMENT#[\\da-f]{2}',
  idempotency: `IDEMPOTENCY#${hash} RECORD`,
  rate: `RATE#${hash} HOUR#\\d+`,
};
const patterns = new Map(Object.entries(keys).map(([kind, key]) => [kind, new RegExp(`^(${key})$`, 's')]));

/** Nothing stands in the table of which nobody knows what it is. */
export const kinds: Check = {
  name: 'kinds',
  proves: 'every item says what it is, which is something known, and stands where such things stand',
  run({ facts }) {
    const { saw, wrong, done } = findings('kinds');
    saw(facts.size);
    for (const { pk, sk, entity } of facts.all()) {
      const pattern = patterns.get(entity);
      if (entity === unnamed) wrong(`${pk} ${sk} does not say what it is`, pk);
      else if (pattern === undefined) wrong(`${pk} ${sk} is of no known kind: ${entity}`, pk);
      else if (!pattern.test(`${pk} ${sk}`)) wrong(`${pk} ${sk} is no place for what is ${entity}`, pk);
    }
    return done();
  },
};

const hour = 60 * minute;
/** Between the moment at which it was decided how long something is kept, and the moment at which it was written. */
const unsharp = minute;

/** The second from which on an item may go, at the earliest and the latest, in milliseconds. Kinds not listed stay. */
const passing: Readonly<
  Record<string, (facts: Facts, one: Fact, now: number) => readonly [number, number] | undefined>
> = {
  idempotency(facts, { pk, sk }, now) {
    const kept = facts.get('idempotency', pk, sk)?.keptUntil;
    return kept === undefined || kept > now + dayLength + unsharp ? undefined : [kept, kept + 1000];
  },
  rate(_, { sk }) {
    const window = Number(sk.slice('HOUR#'.length));
    return [(window + 1) * hour, (window + 2) * hour];
  },
  authorization(facts, { pk, sk }, now) {
    const ends = facts.get('authorization', pk, sk)?.expiresAt;
    return ends === undefined || ends > now + 10 * minute + unsharp ? undefined : [ends, ends + 1000];
  },
  lease(facts, { pk, sk }) {
    const until = facts.get('lease', pk, sk)?.until;
    return until === undefined ? undefined : [until, until + dayLength + 1000];
  },
  'timer-note'(facts, { pk, sk }) {
    const note = facts.get('timer-note', pk, sk);
    if (note === undefined) return undefined;
    const last = Math.max(note.until, ...note.timers.map(({ at }) => at));
    return [last, last + dayLength + 1000];
  },
};

/** What is for a while is so, and nothing else goes by itself. */
export const expiries: Check = {
  name: 'expiries',
  proves:
    'answers, counters, leases and the like have an end that is theirs; nothing else ever goes by itself',
  run({ facts, now }) {
    const { saw, wrong, done } = findings('expiries');
    for (const one of facts.all()) {
      const { pk, sk, entity, ttl } = one;
      const span = Object.hasOwn(passing, entity) ? passing[entity] : undefined;
      if (span === undefined) {
        if (ttl !== undefined) wrong(`${pk} ${sk} would be gone by itself`, pk);
        continue;
      }
      saw();
      if (ttl === undefined) {
        wrong(`${pk} ${sk} would never be gone`, pk);
        continue;
      }
      const [from, to] = span(facts, one, now) ?? [];
      if (from === undefined || to === undefined) wrong(`${pk} ${sk} is kept for longer than it may`, pk);
      else if (ttl * 1000 < from || ttl * 1000 > to) {
        wrong(`${pk} ${sk} goes at ${new Date(ttl * 1000).toISOString()}, which is not its end`, pk);
      }
    }
    return done();
  },
};
