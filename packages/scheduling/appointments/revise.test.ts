import { describe, expect, it } from 'vitest';
import { plainSchedule } from '../test/questions.ts';
import { DAY, MINUTE } from '../time/instant.ts';
import type { AgendaPage } from './agenda.ts';
import type { AgendaId, AppointmentId, PersonId } from './appointment.ts';
import type { Calendars } from './calendars.ts';
import { newAppointment, type ReviseCommand, revise } from './decide.ts';

/* A plain schedule is open from nine to five; the appointment stands at ten, for 45 minutes. */

const day = Math.floor(Date.UTC(2025, 0, 22) / DAY);
const at = (hour: number) => day * DAY + hour * 60 * MINUTE;
const now = at(8);

const before = newAppointment(
  {
    id: 'appointment' as AppointmentId,
    providerId: 'ada' as PersonId,
    clientId: 'kim' as PersonId,
    providerAgenda: 'ada' as AgendaId,
    clientAgenda: 'kim' as AgendaId,
    surface: 'test',
    start: at(10),
    durationMinutes: 45,
    kind: 'online',
    title: 'Call',
    notes: undefined,
    timeZone: 'UTC',
    staffId: undefined,
    price: undefined,
    initial: true,
  },
  false,
  now - DAY,
  1,
);

const own = { id: before.id, start: at(10), end: at(10.75), expiresAt: undefined };
const page = (agenda: string): AgendaPage => ({
  agenda: agenda as AgendaId,
  day,
  version: 1,
  entries: [own],
});
const calendars: Calendars = {
  schedule: plainSchedule,
  pages: [page('ada'), page('kim')],
  external: [],
  unknown: [],
};

function revised(
  change: Partial<ReviseCommand>,
  clock = now,
  standing: Calendars = calendars,
  subject = before,
) {
  const command: ReviseCommand = {
    actor: { id: 'ada' as PersonId, standing: 'provider', surface: 'test' },
    eventId: 'event',
    durations: { kind: 'list', minutes: [30, 60] },
    newStart: undefined,
    durationMinutes: undefined,
    title: undefined,
    notes: undefined,
    kindOfMeeting: undefined,
    to: undefined,
    paymentId: undefined,
    meetingUrl: undefined,
    meeting: undefined,
    proposedStatus: undefined,
    reason: undefined,
    notifyClient: true,
    rescheduleOffered: false,
    ...change,
  };
  const decision = revise(standing, subject, command, clock);
  if (decision.kind !== 'changes') return decision;
  const { events, pages, appointment } = decision.changes;
  return { types: events.map(({ type }) => type), pages: pages.length, version: appointment?.value.version };
}

describe('revising an appointment', () => {
  it('takes the time that it has already for none, when it has passed as well', () => {
    const same = { newStart: before.start, durationMinutes: 45 };
    expect(revised(same)).toEqual({ types: [], pages: 0, version: 1 });
    expect(revised({ ...same, to: 'completed' }, at(11))).toEqual({
      types: ['appointment.completed'],
      pages: 0,
      version: 2,
    });
    expect(revised({ ...same, newStart: at(11) }, at(12))).toEqual({
      kind: 'refused',
      reason: 'IN_THE_PAST',
    });
  });

  it('may keep a length that is not offered, but not be given one', () => {
    expect(revised({ newStart: at(12) })).toMatchObject({ types: ['appointment.rescheduled'], pages: 2 });
    expect(revised({ newStart: at(12), durationMinutes: 60 })).toMatchObject({ version: 2 });
    expect(revised({ durationMinutes: 50 })).toEqual({ kind: 'refused', reason: 'DURATION_NOT_OFFERED' });
    expect(revised({ newStart: at(16.5) })).toEqual({ kind: 'refused', reason: 'OUTSIDE_WORKING_HOURS' });
  });
});

describe('a meeting that is managed elsewhere', () => {
  const agreed = { agreed: true };

  it('is moved wherever it double-books nobody', () => {
    expect(revised({ ...agreed, newStart: at(20) }, at(21))).toMatchObject({ pages: 2 });
    const other = { id: 'other', start: at(20), end: at(21), expiresAt: undefined };
    const busy = { ...page('ada'), entries: [own, other] };
    const full = { ...calendars, pages: [busy, page('kim')] };
    expect(revised({ ...agreed, newStart: at(20.5) }, now, full)).toEqual({
      kind: 'refused',
      reason: 'BUSY',
    });
    const clientBusy = { ...calendars, pages: [page('ada'), { ...page('kim'), entries: [own, other] }] };
    const refused = { kind: 'refused', reason: 'CLIENT_BUSY' };
    expect(revised({ ...agreed, newStart: at(20.5) }, now, clientBusy)).toEqual(refused);
    // It stands in external calendars itself.
    const external = { ...calendars, external: [other] };
    expect(revised({ ...agreed, newStart: at(20) }, now, external)).toMatchObject({ pages: 2 });
  });

  it('is missed before its start, and completed when that is taken back, there only', () => {
    expect(revised({ ...agreed, to: 'no_show' })).toMatchObject({ types: ['appointment.missed'] });
    const missed = { ...before, status: 'no_show' as const };
    const taken = { to: 'completed' as const };
    expect(revised({ ...agreed, ...taken }, now, calendars, missed)).toMatchObject({
      types: ['appointment.completed'],
    });
    const refused = { kind: 'invalid_transition', from: 'no_show', to: 'completed' };
    expect(revised(taken, at(12), calendars, missed)).toEqual(refused);
    const cancelled = { ...before, status: 'cancelled' as const };
    expect(revised({ ...agreed, ...taken }, at(12), calendars, cancelled)).toMatchObject({
      kind: 'invalid_transition',
    });
    expect(revised({ ...agreed, ...taken, newStart: at(12) }, at(12), calendars, missed)).toMatchObject({
      kind: 'invalid_transition',
    });
  });
});
