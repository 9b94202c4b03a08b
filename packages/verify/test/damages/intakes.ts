import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Copy, Damage, Item } from '../copy.ts';

type Row = unknown[];

/** Changes the rows of the segment in which an intake is found. */
function rows(copy: Copy, id: string, change: (all: readonly Row[]) => readonly Row[]): void {
  const rowsOf = (item: Item): readonly Row[] =>
    JSON.parse(inflateRawSync(item.rows as Uint8Array).toString());
  const segment = copy.one('intake-segment', (item) => rowsOf(item).some(([found]) => found === id));
  copy.patch(segment, { rows: deflateRawSync(JSON.stringify(change(rowsOf(segment)))) });
}

const clash = (copy: Copy): Item => copy.one('external', ({ sk }) => String(sk).includes('#intake.'));

/** Changes what an intake knows of its one meeting. */
function entry(copy: Copy, id: string, change: Item): void {
  const intake = copy.intake(id);
  const [[key, value] = ['', {}]] = Object.entries(intake.entries as Record<string, Item>);
  copy.patch(intake, { entries: { [key]: { ...value, ...change } } });
}

/** To intakes, and what finds them. */
export const intakeDamages: readonly Damage[] = [
  [
    'an intake that no search finds',
    'intake rows',
    (copy, { asks }) => rows(copy, asks, (all) => all.filter(([id]) => id !== asks)),
  ],
  [
    'an intake that is found twice',
    'intake rows',
    (copy, { asks }) => rows(copy, asks, (all) => [...all, ...all]),
  ],
  [
    'an intake in another segment',
    'intake rows',
    (copy, { asks, meets }) => {
      let moved: readonly Row[] = [];
      rows(copy, asks, (all) => {
        moved = all.filter(([id]) => id === asks);
        return all.filter(([id]) => id !== asks);
      });
      rows(copy, meets, (all) => [...all, ...moved]);
    },
  ],
  [
    'a deleted intake that is still found',
    'intake rows',
    (copy, { asks, deleted }) =>
      rows(copy, asks, (all) => [...all, ...all.slice(0, 1).map(([, ...rest]) => [deleted, ...rest])]),
  ],
  [
    'an intake with the name that it had',
    'intake rows',
    (copy, { asks }) => {
      const intake = copy.intake(asks);
      copy.patch(intake, { form: { ...(intake.form as object), lastName: 'Other' } });
    },
  ],
  [
    'an intake that was read, and is shown as new',
    'intake rows',
    (copy, { asks }) => copy.patch(copy.intake(asks), { isRead: true }),
  ],
  [
    'an intake with a status that it has not',
    'intake rows',
    (copy, { meets }) => copy.patch(copy.intake(meets), { invitees: {}, entries: {} }),
  ],
  [
    'an intake whose invitee has cancelled, and which is shown as scheduled',
    'intake rows',
    (copy, { meets }) => {
      const intake = copy.intake(meets);
      const invitees = Object.entries(intake.invitees as Record<string, Item>);
      const cancelled = invitees.map(([id, one]) => [id, { ...one, cancelledAt: Number(one.createdAt) + 1 }]);
      copy.patch(intake, { invitees: Object.fromEntries(cancelled) });
    },
  ],
  [
    'a change that no search is told of',
    'intake rows',
    (copy) => {
      const version = copy.one('intake-version');
      copy.patch(version, { version: Number(version.version) - 1 });
    },
  ],
  ['a version of nothing', 'intake rows', (copy) => copy.lose(copy.one('intake-segment'))],
  [
    'an address that leads to a deleted intake',
    'intake rows',
    (copy, { asks, deleted }) => {
      const pointer = copy.one('intake-email', ({ intake }) => intake === asks);
      copy.add({ ...pointer, sk: `INTAKE#${deleted}`, intake: deleted });
    },
  ],
  [
    'an intake that takes its appointment for standing, and it is cancelled',
    'intake meetings',
    (copy, { meets }) => entry(copy, meets, { appointment: { status: 'cancelled', start: 1 } }),
  ],
  [
    'an intake that knows of an appointment that is not there',
    'intake meetings',
    (copy, { meets }) => entry(copy, meets, { appointmentId: 'ghost' }),
  ],
  ['a clash whose time is free', 'intake meetings', (copy) => copy.lose(clash(copy))],
  [
    'time that is kept busy for a clash that is over',
    'intake meetings',
    (copy, { clashes }) => entry(copy, clashes, { clash: undefined }),
  ],
  [
    'a clash that keeps another time busy',
    'intake meetings',
    (copy) => copy.patch(clash(copy), { busy: [{ start: 1, end: 2 }] }),
  ],
  [
    'an intake that Calendly’s news do not find',
    'partners',
    (copy, { meets }) => copy.lose(copy.one('intake-pointer', ({ intake }) => intake === meets)),
  ],
];
