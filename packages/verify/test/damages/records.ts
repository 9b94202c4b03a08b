import { type Damage, list } from '../copy.ts';

/** To people, their settings and addresses, connections, and to the table as such. */
export const recordDamages: readonly Damage[] = [
  ['an item that says nothing', 'kinds', (copy) => copy.add({ pk: 'PERSON#ada', sk: 'NOTHING' })],
  [
    'an item of a kind that nobody knows',
    'kinds',
    (copy) => copy.add({ pk: 'PERSON#ada', sk: 'NOTES', entity: 'notes' }),
  ],
  ['an item in the place of another', 'kinds', (copy) => copy.add({ ...copy.one('feed'), sk: 'OWNER' })],
  [
    'an appointment that goes by itself',
    'expiries',
    (copy) => copy.patch(copy.one('appointment'), { ttl: 9e9 }),
  ],
  ['a counter that never goes', 'expiries', (copy) => copy.patch(copy.one('rate'), { ttl: undefined })],
  [
    'a counter that is kept for a day',
    'expiries',
    (copy) => {
      const rate = copy.one('rate');
      copy.patch(rate, { ttl: Number(rate.ttl) + 86_400 });
    },
  ],
  [
    'an authorization that is good for an hour',
    'expiries',
    (copy) => {
      const one = copy.one('authorization');
      const expiresAt = Number(one.expiresAt) + 3_600_000;
      copy.patch(one, { expiresAt, ttl: expiresAt / 1000 });
    },
  ],
  [
    'an answer that is gone before its day is over',
    'expiries',
    (copy) => {
      const record = { entity: 'idempotency', sk: 'RECORD', keptUntil: 86_400_000, ttl: 43_200 };
      copy.add({ ...record, pk: `IDEMPOTENCY#${'a'.repeat(43)}` });
    },
  ],
  [
    'timers that are forgotten before they go off',
    'expiries',
    (copy) => {
      const note = copy.one('timer-note');
      copy.patch(note, { ttl: Number(note.until) / 1000 - 60 });
    },
  ],
  [
    'an address that leads to another agenda',
    'people',
    (copy) => copy.patch(copy.one('email'), { agenda: 'x' }),
  ],
  ['a lead who is not found', 'people', (copy) => copy.lose(copy.one('lead-pointer'))],
  ['a device of two people', 'people', (copy) => copy.patch(copy.one('device-owner'), { person: 'eve' })],
  ['a row that leads nowhere', 'people', (copy) => copy.lose(copy.one('row-pointer'))],
  [
    'staff of nobody',
    'directory',
    (copy) =>
      copy.patch(
        copy.one('person', ({ staffOf }) => staffOf === 'ada'),
        { staffOf: 'ghost' },
      ),
  ],
  [
    'an agenda of nobody',
    'directory',
    (copy) => copy.patch(copy.get('PERSON#ada', 'PROFILE'), { agenda: 'ghost' }),
  ],
  [
    'a coach’s address that leads to nobody',
    'directory',
    (copy) => copy.patch(copy.one('coach-pointer'), { coach: 'ghost' }),
  ],
  [
    'an appointment that is assigned to nobody',
    'directory',
    (copy, { moved }) => copy.patch(copy.appointment(moved), { staffId: 'ghost' }),
  ],
  [
    'wishes for meetings of nobody',
    'directory',
    (copy) => copy.add({ pk: 'PERSON#ghost', sk: 'ZOOM', entity: 'meeting-settings' }),
  ],
  [
    'settings that were written without their change',
    'settings',
    (copy) => copy.patch(copy.one('settings'), { updatedAt: 1 }),
  ],
  [
    'settings in a time zone that there is not',
    'settings',
    (copy) => copy.patch(copy.one('settings'), { timeZone: 'Europe/Atlantis' }),
  ],
  [
    'two rows of one id',
    'settings',
    (copy) => {
      const settings = copy.one('settings');
      const [row] = list(settings.rows);
      copy.patch(settings, { rows: [...list(settings.rows), { ...row, weekday: 6 }] });
    },
  ],
  [
    'a row that ends before it begins',
    'settings',
    (copy) => {
      const settings = copy.one('settings');
      copy.patch(settings, { rows: list(settings.rows).map((row) => ({ ...row, endMinute: 1 })) });
    },
  ],
  [
    'a row of somebody without settings',
    'settings',
    (copy) => copy.patch(copy.one('row-pointer'), { provider: 'root' }),
  ],
  ['a calendar that its person cannot take back', 'feeds', (copy) => copy.lose(copy.one('feed-pointer'))],
  ['an address that shows no calendar', 'feeds', (copy) => copy.lose(copy.one('feed'))],
  [
    'a second address of one person',
    'feeds',
    (copy) => copy.add({ ...copy.one('feed'), pk: `FEED#${'b'.repeat(43)}` }),
  ],
  ['a calendar of somebody else', 'feeds', (copy) => copy.patch(copy.one('feed'), { personId: 'root' })],
  ['a connection without tokens', 'connections', (copy) => copy.lose(copy.one('tokens'))],
  [
    'a connection that is in nobody’s list',
    'connections',
    (copy) => copy.lose(copy.one('connection-pointer')),
  ],
  [
    'work at a calendar that nobody knows of',
    'connections',
    (copy) => copy.patch(copy.one('mapping'), { state: 'pending' }),
  ],
  [
    'a connection that no sweep finds',
    'indexes',
    (copy) => copy.patch(copy.one('connection'), { gsi2pk: undefined }),
  ],
  [
    'a calendar that is never read again',
    'indexes',
    (copy) => copy.patch(copy.one('import'), { gsi1sk: '2099' }),
  ],
  [
    'a calendar that is read, and not waited for',
    'busy sources',
    (copy) => copy.lose(copy.one('busy-sources')),
  ],
  [
    'a calendar that is waited for, and not read',
    'busy sources',
    (copy) => {
      const connection = copy.one('connection');
      copy.patch(connection, { settings: { ...(connection.settings as object), busySync: false } });
    },
  ],
  [
    'a calendar that is waited for by other rules than its own',
    'busy sources',
    (copy, { connection }) => {
      const sources = copy.one('busy-sources');
      const source = sources[connection] as object;
      copy.patch(sources, { [connection]: { ...source, policy: 'allow_stale' } });
    },
  ],
  [
    'a wait for a calendar that was given back',
    'busy sources',
    (copy) => {
      const sources = copy.one('busy-sources');
      copy.patch(sources, { gone: { connectionId: 'gone', policy: 'fail_closed', maximumAgeMinutes: 60 } });
    },
  ],
  [
    'a day that shows as free what an event takes',
    'busy sources',
    (copy) =>
      copy.patch(
        copy.one('external', ({ connectionId }) => connectionId !== undefined),
        { busy: [] },
      ),
  ],
];
