import type { Outside } from '../../check.ts';
import type { Copy, Damage, Item } from '../copy.ts';

const told = (copy: Copy, id: string): Item =>
  copy.one('delivery', (item) => item.appointmentId === id && item.kind === 'booked');

const schedules = (copy: Copy, change: (all: readonly string[]) => readonly string[]): void => {
  copy.outside = { ...copy.outside, schedules: change(copy.outside.schedules ?? []) };
};

const meetings = (copy: Copy): NonNullable<Outside['meetings']> => copy.outside.meetings ?? [];

const secondsOf = (text: string): string => Math.ceil(Date.parse(text) / 1000).toString(36);

/** To what follows from an appointment, here and elsewhere. */
export const effectDamages: readonly Damage[] = [
  [
    'a notice that never was, as when the stream loses a record',
    'deliveries',
    (copy, { booked }) => copy.lose(told(copy, booked)),
  ],
  [
    'a doubled delivery',
    'deliveries',
    (copy, { booked }) => {
      const delivery = told(copy, booked);
      copy.add({ ...delivery, sk: String(delivery.sk).replace('#000001#', '#000002#'), version: 2 });
    },
  ],
  [
    'one message for two deliveries',
    'deliveries',
    (copy, { booked, moved }) =>
      copy.patch(told(copy, moved), { messageId: told(copy, booked).messageId, status: 'sent' }),
  ],
  [
    'a message whose worker died, and which nobody took over',
    'deliveries',
    (copy, { booked }) => copy.patch(told(copy, booked), { status: 'sending', claimedAt: 1 }),
  ],
  [
    'a reminder that nobody set',
    'timers',
    (copy, { booked }) => schedules(copy, (all) => all.filter((name) => !name.includes(`${booked}-sms`))),
  ],
  [
    'a schedule of a cancelled appointment',
    'timers',
    (copy, { cancelled }) =>
      schedules(copy, (all) => [...all, `reminder-${cancelled}-sms-${secondsOf('2026-03-05T09:00:00Z')}`]),
  ],
  [
    'a schedule of nothing',
    'timers',
    (copy) => schedules(copy, (all) => [...all, 'reminder-00000000-0000-7000-8000-000000000000-sms-tb2f5s']),
  ],
  [
    'an outcome that nobody will look for',
    'timers',
    (copy, { booked }) =>
      schedules(copy, (all) => all.filter((name) => !name.startsWith(`outcome-${booked}-c`))),
  ],
  [
    'a look at what came of nothing',
    'timers',
    (copy) => schedules(copy, (all) => [...all, 'outcome-00000000-0000-7000-8000-000000000000-k-tb2f5s']),
  ],
  [
    'an appointment that a change of wishes would miss',
    'timer notes',
    (copy, { booked }) => copy.lose(copy.get('PERSON#ada', `TIMERS#${booked}`)),
  ],
  [
    'a note of the time that an appointment had',
    'timer notes',
    (copy, { moved }) => copy.patch(copy.get('PERSON#ada', `TIMERS#${moved}`), { until: 1 }),
  ],
  [
    'a timer that nobody could take back',
    'timer notes',
    (copy, { booked }) => copy.patch(copy.get('PERSON#ada', `TIMERS#${booked}`), { timers: [] }),
  ],
  [
    'a note under another provider',
    'timer notes',
    (copy, { booked }) =>
      copy.add({ ...copy.get('PERSON#ada', `TIMERS#${booked}`), pk: 'PERSON#root', providerId: 'root' }),
  ],
  [
    'an appointment that no calendar knows',
    'mappings',
    (copy, { connection, booked }) => copy.lose(copy.get(`CONNECTION#${connection}`, `MAPPING#${booked}`)),
  ],
  [
    'an orphan in an external calendar',
    'calendars',
    (copy, { connection, moved }) => copy.lose(copy.get(`CONNECTION#${connection}`, `MAPPING#${moved}`)),
  ],
  [
    'an entry at another time than its appointment',
    'calendars',
    (copy, { connection, moved }) => {
      const mapping = copy.get(`CONNECTION#${connection}`, `MAPPING#${moved}`);
      copy.patch(mapping, { writtenStart: Number(mapping.writtenStart) + 1 });
    },
  ],
  [
    'a meeting that belongs to nothing',
    'meetings',
    (copy, { booked }) => copy.lose(copy.get(`APPOINTMENT#${booked}`, 'MEETING')),
  ],
  [
    'a meeting at another time than its appointment',
    'meetings',
    (copy) => {
      const moved = meetings(copy).map((one) => ({ ...one, start: one.start + 1 }));
      copy.outside = { ...copy.outside, meetings: moved };
    },
  ],
  [
    'a meeting that is not found',
    'partners',
    (copy, { booked }) =>
      copy.lose(copy.one('meeting-pointer', ({ appointmentId }) => appointmentId === booked)),
  ],
  [
    'a meeting that leads to nothing',
    'partners',
    (copy) => copy.patch(copy.one('meeting-pointer'), { appointmentId: 'ghost' }),
  ],
  [
    'something seen at no meeting',
    'partners',
    (copy) =>
      copy.add({ pk: 'APPOINTMENT#ghost', sk: `OBSERVATION#${'c'.repeat(43)}`, entity: 'observation' }),
  ],
  [
    'a message that was given up',
    'dead letters',
    (copy) => {
      copy.outside = { ...copy.outside, deadLetters: [{ queue: 'send-notice', messages: 1 }] };
    },
  ],
];
