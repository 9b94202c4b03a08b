import { type Damage, list } from '../copy.ts';

const instant = (text: string): number => Date.parse(text);

/** To appointments and holds, and what is written with them. */
export const appointmentDamages: readonly Damage[] = [
  [
    'two appointments at one time, as without the condition of the transaction',
    'overlaps',
    (copy, { moved }) => copy.patch(copy.appointment(moved), { start: instant('2026-03-05T09:15:00Z') }),
  ],
  [
    'an appointment within the buffer of another',
    'overlaps',
    (copy, { moved }) => copy.patch(copy.appointment(moved), { start: instant('2026-03-05T09:35:00Z') }),
  ],
  [
    'a page that has lost an entry',
    'pages',
    (copy, { booked }) => copy.patch(copy.pageOf(booked), { entries: [] }),
  ],
  [
    'a page with the same entry twice',
    'pages',
    (copy, { booked }) => {
      const page = copy.pageOf(booked);
      copy.patch(page, { entries: [...list(page.entries), ...list(page.entries)] });
    },
  ],
  [
    'a cancelled appointment that still takes time',
    'pages',
    (copy, { moved, cancelled }) => {
      const page = copy.pageOf(moved);
      const entries = list(page.entries);
      copy.patch(page, { entries: [...entries, { ...entries[0], id: cancelled }] });
    },
  ],
  [
    'a hold that is not on its page',
    'pages',
    (copy, { hold }) => copy.patch(copy.pageOf(hold), { entries: [] }),
  ],
  [
    'an appointment in an agenda that is not its client’s',
    'one agenda',
    (copy, { booked }) => copy.patch(copy.appointment(booked), { clientAgenda: 'somebody' }),
  ],
  [
    'an event that was never written, as with the outbox skipped',
    'sequences',
    (copy, { moved }) => copy.lose(copy.event(moved, 2)),
  ],
  [
    'a change without an event',
    'sequences',
    (copy, { booked }) => copy.patch(copy.appointment(booked), { kind: 'offline' }),
  ],
  [
    'an event written over by another',
    'sequences',
    (copy, { booked, cancelled }) =>
      copy.patch(copy.event(cancelled, 1), { after: copy.event(booked, 1).after }),
  ],
  [
    'a change of settings without an event',
    'sequences',
    (copy) => copy.lose(copy.get('PERSON#ada', 'EVENT#000001')),
  ],
  [
    'a confirmed hold without its appointment',
    'holds',
    (copy, { hold }) => copy.patch(copy.get(`APPOINTMENT#${hold}`, 'HOLD'), { state: 'confirmed' }),
  ],
  [
    'a hold that was never ended',
    'holds',
    (copy, { hold }) => copy.patch(copy.get(`APPOINTMENT#${hold}`, 'HOLD'), { expiresAt: 1 }),
  ],
  [
    'two first appointments',
    'relations',
    (copy, { moved }) => copy.patch(copy.appointment(moved), { initial: true }),
  ],
  [
    'a count that is off',
    'tallies',
    (copy) => {
      const tally = copy.one('tally', ({ scheduled }) => scheduled !== undefined);
      copy.patch(tally, { scheduled: Number(tally.scheduled) + 1 });
    },
  ],
  [
    'a recovery counted twice',
    'recoveries',
    (copy) => copy.patch(copy.one('recovery-totals'), { abandoned: 2 }),
  ],
  ['an abandoned booking that is not noted', 'recoveries', (copy) => copy.lose(copy.one('recovery'))],
  [
    'an appointment in the wrong list',
    'indexes',
    (copy, { cancelled }) => copy.patch(copy.appointment(cancelled), { gsi1pk: 'PROVIDER#ada#LIVE' }),
  ],
  [
    'a payment that nobody told of',
    'payments',
    (copy, { booked }) => copy.patch(copy.appointment(booked), { paymentId: 'pay-2' }),
  ],
  [
    'a payment that was forgotten',
    'payments',
    (copy, { paid }) => copy.patch(copy.appointment(paid), { paymentId: undefined }),
  ],
  [
    'a payment that was taken twice',
    'payments',
    (copy, { paid }) => {
      const event = copy.one('event', (one) => one.appointmentId === paid && isOfPayments(one));
      copy.add({ ...event, sk: 'EVENT#000009', id: 'again', at: Number(event.at) + 1 });
    },
  ],
  [
    'a paid appointment that was cancelled as not paid',
    'payments',
    (copy, { paid }) => {
      const event = copy.one('event', (one) => one.appointmentId === paid && isOfPayments(one));
      copy.add({ ...event, sk: 'EVENT#000009', id: 'late', type: 'appointment.cancelled' });
    },
  ],
];

const isOfPayments = ({ actor }: Record<string, unknown>): boolean =>
  (actor as { readonly surface?: string }).surface === 'payments';
