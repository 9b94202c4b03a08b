import { at, type Check, dayLength, findings, isLive, minute, ofAppointment, ofPerson } from '../check.ts';
import type { AppointmentFact, DecisionFact, EventFact, Instant, OutcomeFact } from '../fact-kinds.ts';
import { type Facts, isEmptied } from '../facts.ts';
import { markOf } from '../packed.ts';

/*
 * What recommenders learn from. An outcome is looked for a day after the slot, a conversion thirty days after it; an
 * appointment that nobody has closed by then is looked at again every day until the eighth, a conversion is not.
 */
const firstLook: Readonly<Record<string, number>> = { kept: dayLength, converted: 30 * dayLength };
const lastLook: Readonly<Record<string, number>> = { kept: 8 * dayLength, converted: 30 * dayLength };
/** Timers go off up to a minute late, and what they start takes its time. */
const late = 2 * minute;
/** States of another model are begun anew, and say nothing of what was learnt before. */
const model = 'belief-1';
const mostAbandoned = 20;

const targetsOf = ({ initial }: { readonly initial: boolean }): readonly string[] =>
  initial ? ['kept', 'converted'] : ['kept'];

/** An appointment's past, as its events tell it. */
interface Moment {
  readonly at: Instant;
  readonly type: string;
  readonly status: string;
  readonly start: Instant;
}

function pastsOf(facts: Facts): ReadonlyMap<string, readonly Moment[]> {
  const pasts = new Map<string, Moment[]>();
  const ordered = facts.of('event').toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
  for (const { appointmentId, at, type, after } of ordered) {
    if (appointmentId === undefined || after === undefined) continue;
    const past = pasts.get(appointmentId) ?? [];
    pasts.set(appointmentId, past);
    past.push({ at, type, status: after.status, start: after.start });
  }
  return pasts;
}

const momentAt = (past: readonly Moment[], instant: Instant): Moment | undefined =>
  past.findLast((one) => one.at <= instant);

/** Every appointment has its decision: what was forecast when it got the time that it has. */
export const decisions: Check = {
  name: 'decisions',
  proves: 'every appointment has the forecast of the moment at which it got its time, and of no other',
  run({ facts, now, grace }) {
    const { saw, wrong, done } = findings('decisions');
    const pasts = pastsOf(facts);
    for (const one of facts.of('appointment')) {
      const { id, pk, providerId, clientId, start, initial } = one;
      const timed = pasts.get(id)?.findLast(({ type }) => timing.has(type));
      if (timed === undefined || timed.at + grace > now) continue;
      saw();
      const decision = facts.get('decision', pk, 'DECISION');
      if (decision === undefined) {
        if (!isEmptied(one)) wrong(`${id} has no decision`, pk);
        continue;
      }
      const said = [decision.appointmentId, decision.providerId, decision.clientId, decision.initial];
      if (said.join() !== [id, providerId, clientId, initial].join()) {
        wrong(`the decision of ${id} is about ${said.join(', ')}`, pk);
      }
      if (decision.start !== start || decision.decidedAt !== timed.at) {
        wrong(
          `the decision of ${id} is of ${at(decision.decidedAt)} for ${at(decision.start)}, it got ${at(start)} at ${at(timed.at)}`,
          pk,
        );
      }
      for (const target of targetsOf(one)) {
        const forecast = decision.forecasts[target];
        const isProbability = forecast !== undefined && forecast > 0 && forecast < 1;
        if (!isProbability) wrong(`the decision of ${id} forecasts ${forecast} for ${target}`, pk);
      }
      const other = Object.keys(decision.outcomes).find((target) => !targetsOf(one).includes(target));
      if (other !== undefined) wrong(`the decision of ${id} has an outcome of ${other}`, pk);
    }
    for (const { pk } of facts.of('decision')) {
      if (facts.get('appointment', pk, 'APPOINTMENT') === undefined)
        wrong(`${pk} DECISION is of nothing`, pk);
    }
    return done();
  },
};

const timing = new Set(['appointment.booked', 'appointment.rescheduled']);

/** What is said to have become of appointments is what their events say. */
export const outcomes: Check = {
  name: 'outcomes',
  proves: 'each outcome is known when it is due, not before, and is what became of the appointment',
  run({ facts, now, grace }) {
    const { saw, wrong, done } = findings('outcomes');
    const pasts = pastsOf(facts);
    const byPair = Map.groupBy(facts.of('appointment'), pairOf);
    for (const decision of facts.of('decision')) {
      const one = facts.get('appointment', decision.pk, 'APPOINTMENT');
      if (one === undefined || decision.start !== one.start) continue;
      const past = pasts.get(one.id) ?? [];
      const others = (byPair.get(pairOf(one)) ?? []).filter(({ id }) => id !== one.id);
      for (const target of targetsOf(decision)) {
        saw();
        const judged = { decision, one, past, others, pasts, target };
        const text = contradiction(judged, decision.outcomes[target], now - grace - late);
        if (text !== undefined) {
          wrong(`${target} of ${one.id}: ${text}`, one.pk, ...others.slice(0, 20).map(({ pk }) => pk));
        }
      }
    }
    return done();
  },
};

const pairOf = ({ providerId, clientId }: AppointmentFact): string => `${providerId} ${clientId}`;

interface Judged {
  readonly decision: DecisionFact;
  readonly one: AppointmentFact;
  readonly past: readonly Moment[];
  readonly others: readonly AppointmentFact[];
  readonly pasts: ReadonlyMap<string, readonly Moment[]>;
  readonly target: string;
}

/** @param settled what was due by then must be known */
function contradiction(
  { decision: { start, decidedAt }, one, past, others, pasts, target }: Judged,
  outcome: OutcomeFact | undefined,
  settled: Instant,
): string | undefined {
  const due = start + (firstLook[target] ?? 0);
  const givenUp = Math.max(start + (lastLook[target] ?? 0), decidedAt);
  const ended = past.find(({ status }) => !isLive(status) && status !== 'held' && status !== 'expired');
  if (outcome === undefined) {
    const wait = ended === undefined ? 0 : Math.ceil((ended.at - due) / dayLength) * dayLength;
    const look = ended === undefined ? givenUp : Math.min(due + Math.max(0, wait), givenUp);
    return Math.max(look, decidedAt) <= settled ? `nothing is known since ${at(look)}` : undefined;
  }
  if (outcome === 'left_out') {
    return ended !== undefined && ended.at < givenUp
      ? `left out, and was over at ${at(ended.at)}`
      : undefined;
  }
  if (ended === undefined) return 'known, and it is not over';
  const learntFrom = Math.max(due, ended.at);
  const endings = past.filter((moment) => moment.at >= ended.at && moment.type !== 'appointment.updated');
  if (!endings.some((ending) => Math.max(due, ending.at) === outcome.knownAt)) {
    return `known at ${at(outcome.knownAt)}, it ended at ${at(ended.at)}`;
  }
  // What has changed since it was learnt is not learnt again: every moment since then may have been the one.
  const moments = [past, ...others.map(({ id }) => pasts.get(id) ?? [])]
    .flat()
    .map((moment) => moment.at)
    .filter((instant) => instant > learntFrom);
  const happenedBy = (instant: Instant): boolean =>
    momentAt(past, instant)?.status === 'completed' &&
    (target === 'kept' || others.some((other) => bringsBack(other, instant)));
  const bringsBack = ({ id, createdAt }: AppointmentFact, instant: Instant): boolean => {
    const then = momentAt(pasts.get(id) ?? [], instant);
    return then !== undefined && createdAt <= due && then.start > start && then.status !== 'cancelled';
  };
  const isSo = [learntFrom, ...moments].some((instant) => happenedBy(instant) === outcome.happened);
  return isSo ? undefined : `${outcome.happened ? '' : 'not '}so, it is ${one.status}`;
}

interface Lesson {
  readonly pk: string;
  readonly mark: string;
  readonly happened: boolean;
  readonly knownAt: Instant;
}

/** Every outcome is in its provider's knowledge and in everybody's, once. */
export const knowledge: Check = {
  name: 'knowledge',
  proves: 'every outcome was learnt once for its provider and once for everybody, and nothing else was',
  run({ facts }) {
    const { saw, wrong, done } = findings('knowledge');
    const lessons = new Map<string, Lesson[]>();
    // The outcomes of somebody who was deleted were learnt once, and are not written down any more.
    const unknown = new Map<string, number>();
    for (const one of facts.of('appointment')) {
      if (!isEmptied(one) || facts.get('decision', one.pk, 'DECISION') !== undefined) continue;
      for (const owner of [one.providerId, 'everybody']) unknown.set(owner, (unknown.get(owner) ?? 0) + 1);
    }
    for (const { pk, appointmentId, providerId, outcomes } of facts.of('decision')) {
      for (const [target, outcome] of Object.entries(outcomes)) {
        if (outcome === 'left_out') continue;
        const lesson = { pk, mark: markOf(appointmentId), ...outcome };
        for (const owner of [providerId, 'everybody']) {
          const key = keyOf(owner, target);
          const all = lessons.get(key) ?? [];
          lessons.set(key, all);
          all.push(lesson);
        }
      }
    }
    const owners = new Set(lessons.keys());
    for (const one of facts.of('knowledge')) owners.add(`${one.pk} ${one.sk}`);
    const known = new Map(facts.of('knowledge').map((one) => [`${one.pk} ${one.sk}`, one]));
    for (const key of owners) {
      saw();
      const item = known.get(key);
      const all = lessons.get(key) ?? [];
      // A handful to read again is enough to see whether something was learnt just now.
      const partitions = [key.slice(0, key.lastIndexOf(' ')), ...all.slice(-20).map(({ pk }) => pk)];
      const tell = (text: string, ...others: readonly string[]) =>
        wrong(`${key}: ${text}`, ...partitions, ...others);
      if (item === undefined) {
        tell(`${all.length} outcomes were learnt by nobody`);
        continue;
      }
      if (keyOf(item.owner, item.target) !== key) tell(`is of ${item.owner} and about ${item.target}`);
      const { state, version } = item;
      if (state === undefined) {
        tell('cannot be read');
        continue;
      }
      if (state.model !== model) continue;
      const more = unknown.get(item.owner) ?? 0;
      const isIn = (count: number, least: number, most: number) => count >= least && count <= most;
      // Those that come after 64 later ones are written down as known, and not learnt: they may have been.
      const sure = all.filter(({ knownAt }) => knownAt > state.watermark);
      const latest = new Set(state.latest.map(([mark, knownAt]) => `${mark} ${knownAt}`));
      if (item.owner !== 'everybody' && !isIn(version, all.length, all.length + more)) {
        tell(`was written ${version} times, ${all.length} outcomes are known`);
      }
      if (!isIn(state.count, sure.length, Math.min(version, all.length + more))) {
        tell(`holds ${state.count} outcomes, ${all.length} are known`);
      }
      const happened = sure.filter((one) => one.happened).length;
      const isWhole = sure.length === all.length && more === 0;
      if (isWhole && state.count === all.length && state.happened !== happened) {
        tell(`counts ${state.happened} that happened, there are ${happened}`);
      }
      if (latest.size !== state.latest.length) tell('has learnt the same twice');
      for (const { mark, knownAt, pk } of sure) {
        if (!latest.delete(`${mark} ${knownAt}`)) tell(`has not learnt the outcome of ${pk}`, pk);
      }
      if (latest.size > more) tell(`has learnt ${latest.size} outcomes that are not known`);
    }
    return done();
  },
};

const keyOf = (owner: string, target: string): string =>
  owner === 'everybody' ? `MODEL#${target} EVERYBODY` : `${ofPerson(owner)} RECOMMENDER#${target}`;

/** What forecasts look at of a client's past is what the client's past is. */
export const histories: Check = {
  name: 'histories',
  proves: 'a client’s history lists the appointments whose outcome is to come, and the holds that ran out',
  run({ facts, now, grace }) {
    const { saw, wrong, done } = findings('histories');
    const open = new Map<string, string[]>();
    const abandoned = new Map<string, EventFact[]>();
    const note = <One>(lists: Map<string, One[]>, key: string, one: One) => {
      const list = lists.get(key) ?? [];
      lists.set(key, list);
      list.push(one);
    };
    const keyOfPair = (provider: string, client: string) => `${ofPerson(provider)} HISTORY#${client}`;
    const pairs = new Set(facts.of('client-history').map(({ pk, sk }) => `${pk} ${sk}`));
    const enter = ({ providerId = '', clientId = '' }: Partial<AppointmentFact>): string => {
      const key = keyOfPair(providerId, clientId);
      pairs.add(key);
      return key;
    };
    for (const one of facts.of('decision')) {
      if (one.outcomes.kept === undefined) note(open, enter(one), one.appointmentId);
    }
    for (const one of facts.of('event')) {
      if (one.type === 'appointment.abandoned') note(abandoned, enter(one), one);
    }
    const known = new Map(facts.of('client-history').map((one) => [`${one.pk} ${one.sk}`, one]));
    for (const key of pairs) {
      saw();
      const history = known.get(key);
      const partition = key.slice(0, key.indexOf(' HISTORY#'));
      const expected = new Set(open.get(key) ?? []);
      const listed = new Set(history?.open ?? []);
      for (const id of new Set([...expected, ...listed])) {
        if (expected.has(id) && listed.has(id)) continue;
        const text = listed.has(id) ? 'lists, as if its outcome were to come,' : 'does not list';
        wrong(`${key} ${text} ${id}`, partition, ofAppointment(id));
      }
      const events = abandoned.get(key) ?? [];
      const gone = new Set(history?.abandoned ?? []);
      if (gone.size > mostAbandoned) wrong(`${key} lists ${gone.size} holds that ran out`, partition);
      for (const id of gone) {
        if (!events.some(({ appointmentId }) => appointmentId === id)) {
          wrong(`${key} lists ${id}, which did not run out`, partition, ofAppointment(id));
        }
      }
      for (const { appointmentId = '', at: since, after } of gone.size < mostAbandoned ? events : []) {
        if (since + grace <= now && !gone.has(appointmentId) && !isEmptied(after)) {
          wrong(
            `${key} does not list ${appointmentId}, which ran out`,
            partition,
            ofAppointment(appointmentId),
          );
        }
      }
    }
    return done();
  },
};
