import {
  at,
  type Check,
  type Context,
  dayLength,
  findings,
  minute,
  ofAgenda,
  ofAppointment,
  ofPerson,
} from '../check.ts';
import type { AppointmentFact, HoldFact, Instant } from '../fact-kinds.ts';
import type { Facts } from '../facts.ts';

type Standing = AppointmentFact | HoldFact;

const endOf = ({ start, durationMinutes }: Standing): Instant => start + durationMinutes * minute;

/** What takes time: every appointment that is not cancelled, and every hold that has not run out. */
function standing({ facts, now }: Context): readonly Standing[] {
  return [
    ...facts.of('appointment').filter(({ status }) => status !== 'cancelled'),
    ...facts.of('hold').filter(({ state, expiresAt }) => state === 'held' && expiresAt > now),
  ];
}

interface Stretch {
  readonly agenda: string;
  readonly one: Standing;
  readonly start: Instant;
  readonly end: Instant;
  /** The provider whose buffer is kept clear around it here. */
  readonly provider: string | undefined;
}

/**
 * No two on one agenda overlap. A buffer is that of whichever was decided last: it had to keep clear of the other. Buffers
 * that were changed since that decision are not known any more and not judged.
 */
export const overlaps: Check = {
  name: 'overlaps',
  proves: 'no two live appointments or holds overlap on an agenda, buffers included',
  run(context) {
    const { saw, wrong, done } = findings('overlaps');
    const decisions = decisionTimes(context.facts);
    const bufferOf = buffersOf(context);
    const stretches = standing(context).flatMap((one): readonly Stretch[] => {
      const { providerAgenda, clientAgenda, providerId: provider, start } = one;
      const times = { one, start, end: endOf(one) };
      return [
        { ...times, agenda: providerAgenda, provider },
        ...(clientAgenda === providerAgenda ? [] : [{ ...times, agenda: clientAgenda, provider: undefined }]),
      ];
    });
    const largest = Math.max(0, ...context.facts.of('settings').map(({ bufferMinutes }) => bufferMinutes));
    for (const [agenda, all] of Map.groupBy(stretches, (stretch) => stretch.agenda)) {
      const sorted = all.toSorted((a, b) => a.start - b.start || (a.one.id < b.one.id ? -1 : 1));
      for (const [index, a] of sorted.entries()) {
        saw();
        let reached = index + 1;
        for (let b = sorted[reached]; b !== undefined; b = sorted[++reached]) {
          // Later ones begin later still. An end may lie far ahead, so every one that begins before it is looked at.
          if (b.start >= a.end + Math.max(largest, 24 * 60) * minute) break;
          if (a.one.id === b.one.id) continue;
          const [decidedA, decidedB] = [decisions.get(a.one.id) ?? 0, decisions.get(b.one.id) ?? 0];
          const gapOf = ({ provider }: Stretch, decided: Instant) =>
            provider === undefined ? 0 : bufferOf(provider, decided) * minute;
          const gap =
            decidedA === decidedB
              ? Math.min(gapOf(a, decidedA), gapOf(b, decidedB))
              : decidedA > decidedB
                ? gapOf(a, decidedA)
                : gapOf(b, decidedB);
          if (b.start < a.end + gap) {
            wrong(
              `${a.one.id} (${at(a.start)} to ${at(a.end)}) and ${b.one.id} (from ${at(b.start)}) on agenda ${agenda}, gap ${gap / minute} min`,
              ofAppointment(a.one.id),
              ofAppointment(b.one.id),
              ...[a, b].map(({ one }) => ofPerson(one.providerId)),
            );
          }
        }
      }
    }
    return done();
  },
};

/** When each got the time that it has, by its events: that is when it had to keep clear of others. */
function decisionTimes(facts: Facts): ReadonlyMap<string, Instant> {
  const times = new Map<string, Instant>();
  for (const { appointmentId = '', type, at: decided, before } of facts.of('event')) {
    const hold = facts.hold(appointmentId);
    // A hold that was confirmed in time brings its slot along.
    const kept = type === 'appointment.booked' && before !== undefined && decided < (hold?.expiresAt ?? 0);
    const decides = ['appointment.held', 'appointment.rescheduled', 'appointment.booked'].includes(type);
    if (decides && !kept) times.set(appointmentId, Math.max(decided, times.get(appointmentId) ?? 0));
  }
  return times;
}

/** A decision may have read the settings a moment before a change of them that bears an earlier time. */
const settingsInFlight = minute;

function buffersOf({ facts, bufferOf }: Context): (provider: string, decided: Instant) => number {
  if (bufferOf !== undefined) return bufferOf;
  const changes = new Map<string, Instant>();
  for (const { type, providerId = '', at: changedAt, changed = [] } of facts.of('event')) {
    if (type !== 'settings.changed' || !changed.includes('bufferMinutes')) continue;
    changes.set(providerId, Math.max(changedAt, changes.get(providerId) ?? 0));
  }
  return (provider, decided) => {
    const isKnown = (changes.get(provider) ?? 0) + settingsInFlight < decided;
    return isKnown ? (facts.settings(provider)?.bufferMinutes ?? 0) : 0;
  };
}

const pageName = (day: number): string => `DAY#${new Date(day * dayLength).toISOString().slice(0, 10)}`;

/** Agenda pages say what appointments and holds say, in both directions. */
export const pages: Check = {
  name: 'pages',
  proves:
    'agenda pages hold every live appointment and hold on each day that it touches, once, and nothing else',
  run(context) {
    const { facts, now } = context;
    const { saw, wrong, done } = findings('pages');
    const placesOf = (one: Standing) => {
      const days: number[] = [];
      for (let day = Math.floor(one.start / dayLength); day * dayLength < endOf(one); day += 1)
        days.push(day);
      const agendas = [...new Set([one.providerAgenda, one.clientAgenda])];
      return agendas.flatMap((agenda) => days.map((day) => ({ agenda, day })));
    };
    const expiryOf = (one: Standing) => ('expiresAt' in one ? one.expiresAt : undefined);
    const text = (day: number, one: { readonly id: string }, start: number, end: number, expiry?: number) =>
      `${pageName(day)} ${one.id} ${at(start)} to ${at(end)}${expiry === undefined ? '' : ` until ${at(expiry)}`}`;
    const expected = new Map<string, readonly [string, string]>();
    const tolerated = new Set<string>();
    const enter = (one: Standing, note: (key: string, agenda: string) => void) => {
      for (const { agenda, day } of placesOf(one)) {
        note(`${agenda} ${text(day, one, one.start, endOf(one), expiryOf(one))}`, agenda);
      }
    };
    for (const one of standing(context)) {
      enter(one, (key, agenda) => expected.set(key, [ofAgenda(agenda), ofAppointment(one.id)]));
    }
    // One that has run out may stay on a page until that is written the next time.
    for (const hold of facts.of('hold')) {
      if (hold.expiresAt <= now && hold.state === 'held') enter(hold, (key) => tolerated.add(key));
    }
    const found = new Set<string>();
    for (const page of facts.of('page')) {
      saw(page.entries.length + 1);
      if (page.pk !== ofAgenda(page.agenda) || page.sk !== pageName(page.day)) {
        wrong(`a page of agenda ${page.agenda} stands under ${page.pk} ${page.sk}`, page.pk);
      }
      for (const entry of page.entries) {
        const key = `${page.agenda} ${text(page.day, entry, entry.start, entry.end, entry.expiresAt)}`;
        if (found.has(key)) wrong(`twice on one page: ${key}`, page.pk);
        found.add(key);
        if (!expected.has(key) && !tolerated.has(key)) {
          wrong(`on a page without a reason: ${key}`, page.pk, ofAppointment(entry.id));
        }
      }
    }
    for (const [key, partitions] of expected) {
      if (!found.has(key)) wrong(`missing from its page: ${key}`, ...partitions);
    }
    return done();
  },
};

/** One person, one agenda: whatever is live stands where its people's time is looked up. */
export const oneAgenda: Check = {
  name: 'one agenda',
  proves: 'live appointments and holds stand in the agendas of their provider and client',
  run(context) {
    const { facts, now } = context;
    const { saw, wrong, done } = findings('one agenda');
    const isLive = (one: Standing) => !('status' in one) || endOf(one) > now;
    for (const one of standing(context).filter(isLive)) {
      saw();
      for (const [id, agenda] of [
        [one.providerId, one.providerAgenda],
        [one.clientId, one.clientAgenda],
      ] as const) {
        const person = facts.person(id);
        const own = person?.agenda ?? id;
        if (own !== agenda) {
          wrong(
            `${one.id} stands in agenda ${agenda}, ${id} has ${own}`,
            ofAppointment(one.id),
            ofPerson(id),
          );
        }
      }
    }
    return done();
  },
};
