import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Copy, Damage, Item } from '../copy.ts';

interface State {
  readonly version: string;
  readonly ledger: { readonly count: number; readonly happened: number };
  readonly learnt: { readonly latest: readonly (readonly [string, number])[] };
}

/** Changes a state of knowledge. */
function state(copy: Copy, pk: string, sk: string, change: (before: State) => object): void {
  const item = copy.get(pk, sk);
  const before = JSON.parse(inflateRawSync(item.state as Uint8Array).toString()) as State;
  copy.patch(item, { state: deflateRawSync(JSON.stringify({ ...before, ...change(before) })) });
}

const own = ['PERSON#ada', 'RECOMMENDER#kept'] as const;
const everybodys = ['MODEL#kept', 'EVERYBODY'] as const;

/** Changes one outcome; undefined: it is not known. */
function outcome(copy: Copy, id: string, target: string, change: Item | string | undefined): void {
  const decision = copy.decision(id);
  const before = decision.outcomes as Record<string, Item>;
  const known = typeof change === 'object' ? { ...before[target], ...change } : change;
  copy.patch(decision, { outcomes: { ...before, [target]: known } });
}

const history = (copy: Copy, id: string): Item => {
  const { clientId } = copy.appointment(id);
  return copy.get('PERSON#ada', `HISTORY#${clientId}`);
};
const abandoned = (copy: Copy): Item => copy.one('client-history', (one) => one.abandoned !== undefined);

/** To what was forecast and learnt. */
export const learningDamages: readonly Damage[] = [
  ['an appointment without a forecast', 'decisions', (copy, { booked }) => copy.lose(copy.decision(booked))],
  [
    'a forecast for the time that an appointment had',
    'decisions',
    (copy, { moved }) => copy.patch(copy.decision(moved), { start: Date.parse('2026-03-05T10:00:00Z') }),
  ],
  [
    'a forecast as of the booking of what was moved since',
    'decisions',
    (copy, { moved }) =>
      copy.patch(copy.decision(moved), { decidedAt: Number(copy.appointment(moved).createdAt) }),
  ],
  [
    'a forecast about somebody else',
    'decisions',
    (copy, { booked }) => copy.patch(copy.decision(booked), { clientId: 'cleo' }),
  ],
  [
    'a forecast that is no probability',
    'decisions',
    (copy, { booked }) => copy.patch(copy.decision(booked), { forecasts: { kept: 1.2, converted: 0.4 } }),
  ],
  [
    'a conversion forecast for nobody new',
    'decisions',
    (copy, { moved }) => outcome(copy, moved, 'converted', { happened: true, knownAt: 1 }),
  ],
  [
    'a forecast about nothing',
    'decisions',
    (copy, { booked }) => copy.add({ ...copy.decision(booked), pk: 'APPOINTMENT#ghost' }),
  ],
  [
    'an outcome that is known before it is over',
    'outcomes',
    (copy, { booked }) => outcome(copy, booked, 'kept', { happened: true, knownAt: 1 }),
  ],
  [
    'an outcome that nobody looked for',
    'outcomes',
    (copy, { kept }) => outcome(copy, kept, 'kept', undefined),
  ],
  [
    'a missed appointment that is said to have been kept',
    'outcomes',
    (copy, { missed }) => outcome(copy, missed, 'kept', { happened: true }),
  ],
  [
    'a client who came back, and is said not to have',
    'outcomes',
    (copy, { kept }) => outcome(copy, kept, 'converted', { happened: false }),
  ],
  [
    'a client who did not come back, and is said to have',
    'outcomes',
    (copy, { missed }) => outcome(copy, missed, 'converted', { happened: true }),
  ],
  [
    'an outcome that was known on the day',
    'outcomes',
    (copy, { kept }) => outcome(copy, kept, 'kept', { knownAt: Number(copy.appointment(kept).completedAt) }),
  ],
  ['an outcome that was left out', 'outcomes', (copy, { kept }) => outcome(copy, kept, 'kept', 'left_out')],
  [
    'an appointment that was never closed, and is waited for for ever',
    'outcomes',
    (copy, { forgotten }) => outcome(copy, forgotten, 'kept', undefined),
  ],
  ['knowledge that is lost', 'knowledge', (copy) => copy.lose(copy.get(...own))],
  [
    'an outcome that its provider learnt twice',
    'knowledge',
    (copy) => state(copy, ...own, ({ ledger }) => ({ ledger: { ...ledger, count: ledger.count + 1 } })),
  ],
  [
    'an outcome that everybody learnt twice',
    'knowledge',
    (copy) => {
      const { version } = copy.get(...everybodys);
      copy.patch(copy.get(...everybodys), { version: Number(version) + 1 });
      state(copy, ...everybodys, ({ ledger, learnt }) => ({
        ledger: { ...ledger, count: ledger.count + 1 },
        learnt: { ...learnt, latest: [...learnt.latest, ...learnt.latest.slice(0, 1)] },
      }));
    },
  ],
  [
    'an outcome that only its provider learnt',
    'knowledge',
    (copy) =>
      state(copy, ...everybodys, ({ ledger, learnt }) => ({
        ledger: { ...ledger, count: ledger.count - 1 },
        learnt: { ...learnt, latest: learnt.latest.slice(1) },
      })),
  ],
  [
    'an outcome that was learnt as another',
    'knowledge',
    (copy) =>
      state(copy, ...own, ({ learnt }) => ({
        learnt: { ...learnt, latest: learnt.latest.map(([, at]) => ['other', at]) },
      })),
  ],
  [
    'an outcome that was learnt as its contrary',
    'knowledge',
    (copy) => state(copy, ...own, ({ ledger }) => ({ ledger: { ...ledger, happened: ledger.happened + 1 } })),
  ],
  [
    'a provider’s knowledge that was written over by an older one',
    'knowledge',
    (copy) => copy.patch(copy.get(...own), { version: 1 }),
  ],
  [
    'knowledge that cannot be read',
    'knowledge',
    (copy) => copy.patch(copy.get(...own), { state: new Uint8Array([1, 2, 3]) }),
  ],
  [
    'an open appointment that a forecast would not see',
    'histories',
    (copy, { booked }) => copy.patch(history(copy, booked), { open: undefined }),
  ],
  [
    'an appointment that stays open for ever',
    'histories',
    (copy, { kept, missed }) => copy.patch(history(copy, missed), { open: new Set([kept]) }),
  ],
  ['a history that is lost', 'histories', (copy, { booked }) => copy.lose(history(copy, booked))],
  [
    'a hold that ran out, and is not noted',
    'histories',
    (copy) => copy.patch(abandoned(copy), { abandoned: undefined }),
  ],
  [
    'a hold that is noted, and did not run out',
    'histories',
    (copy, { hold }) =>
      copy.patch(abandoned(copy), {
        abandoned: new Set([...(abandoned(copy).abandoned as Set<string>), hold]),
      }),
  ],
];
