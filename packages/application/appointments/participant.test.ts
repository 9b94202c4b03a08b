import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { parseDate } from '@punctual/scheduling/time/date.ts';
import { DAY, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { coachPolicy, enterCoach, enterLead, portsOn, stillClock, value } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../model.ts';
import type { Ports } from '../ports.ts';
import { dayStarts } from '../slots/available.ts';
import { bookAppointment } from './book.ts';
import { changeAppointment } from './change.ts';
import { appointmentsOf, findAppointment } from './participant.ts';

const now = Date.parse('2026-03-02T08:00:00Z');

describe('a participant', () => {
  let table: TestTable;
  let ports: Ports;
  let ada: Caller;
  let ben: Caller;
  let booked: AppointmentId[];

  beforeAll(async () => {
    table = await startTable();
    ports = portsOn(table, stillClock(now));
    ada = await enterCoach(ports, 'ada');
    ben = await enterCoach(ports, 'ben');
    // Ada is Ben's client on odd days, and has a lead of her own on even ones.
    const lead = await enterLead(ports, ada, 'kim');
    booked = [];
    for (let day = 1; day <= 6; day += 1) {
      const pair = day % 2 === 1 ? ([ben.id, ada.id] as const) : ([ada.id, lead.id] as const);
      booked.push(await book(pair[0], pair[1], now + day * DAY));
    }
    const [first, second] = booked;
    for (const id of [first, second]) {
      if (id === undefined) throw new Error('nothing was booked');
      const change = { appointmentId: id, reach: { kind: 'anything' }, to: 'cancelled' } as const;
      value(await changeAppointment(ports, ada, coachPolicy, change));
    }
  });
  afterAll(() => table.stop());

  async function book(providerId: PersonId, clientId: PersonId, start: number) {
    const request = {
      id: ports.ids.next() as AppointmentId,
      providerId,
      clientId,
      start,
      durationMinutes: 30,
      kind: 'online',
      eligible: 'anybody',
      title: 'Call',
      notes: undefined,
      timeZone: undefined,
      staffId: undefined,
      price: undefined,
    } as const;
    return value(await bookAppointment(ports, ada, coachPolicy, request)).appointment.id;
  }

  async function cost(operation: () => Promise<unknown>): Promise<string> {
    table.metered.reset();
    await operation();
    const counts = Map.groupBy(table.metered.calls, ({ command }) => command.replace('Command', ''));
    return [...counts]
      .map(([command, of]) => `${of.length} ${command}`)
      .sort()
      .join(', ');
  }

  const ids = (found: { appointments: readonly { id: string }[] }) => found.appointments.map(({ id }) => id);

  it('sees what they take part in on either side, live and ended, by start, with everybody on it', async () => {
    const found = await appointmentsOf(ports, ada.id);
    expect(ids(found)).toEqual(booked);
    expect([...found.people.values()].map(({ name }) => name).toSorted()).toEqual([
      'Coach ada',
      'Coach ben',
      'kim',
    ]);
    expect(ids(await appointmentsOf(ports, ben.id))).toEqual(booked.filter((_, index) => index % 2 === 0));
  });

  it('sees those that start last when there are too many', async () => {
    expect(ids(await appointmentsOf(ports, ada.id, 3))).toEqual(booked.slice(3));
  });

  it('costs as many requests for one appointment as for all of them', async () => {
    expect(await cost(() => appointmentsOf(ports, ada.id))).toBe('1 BatchGetItem, 4 Query');
    expect(await cost(() => appointmentsOf(ports, ben.id, 1))).toBe('1 BatchGetItem, 4 Query');
  });

  it('finds one within their reach', async () => {
    const [id] = booked;
    if (id === undefined) throw new Error('nothing was booked');
    const by = (personId: PersonId) => findAppointment(ports, { kind: 'participant', personId }, id);
    expect(value(await by(ada.id)).appointment.id).toBe(id);
    expect(value(await by(ben.id)).people.get(ada.id)?.name).toBe('Coach ada');
    expect(await by('eve' as PersonId)).toMatchObject({ failure: { kind: 'forbidden' } });
    const none = findAppointment(ports, { kind: 'anything' }, 'none' as AppointmentId);
    expect(await none).toMatchObject({ failure: { kind: 'not_found' } });
  });

  it('finds the starts of a day in one round of reads, clear of their own time', async () => {
    const date = parseDate('2026-03-05') ?? 0;
    const question = { providerId: ben.id, date, durations: [30, 60], stepMinutes: 30 };
    const own = { ...question, clientId: ada.id };
    expect(await cost(() => dayStarts(ports, { ...question, clientId: undefined }))).toBe(
      '1 BatchGetItem, 1 Query',
    );
    expect(await cost(() => dayStarts(ports, own))).toBe('1 BatchGetItem, 2 Query');
    // Ben is with Ada at 8 on that day; on the day after, she is with her lead.
    const around = (starts: Awaited<ReturnType<typeof dayStarts>>, at: number) =>
      value(starts)
        .filter(({ start }) => Math.abs(start - at) <= 60 * MINUTE)
        .map(({ start, durations }) => `${(start - at) / MINUTE}: ${durations.join()}`);
    const free = ['-60: 30,60', '-30: 30,60', '0: 30,60', '30: 30,60', '60: 30,60'];
    const taken = ['-60: 30,60', '-30: 30', '30: 30,60', '60: 30,60'];
    expect(around(await dayStarts(ports, own), now + 3 * DAY)).toEqual(taken);
    const next = { ...question, date: date + 1 };
    const later = now + 4 * DAY;
    expect(around(await dayStarts(ports, { ...next, clientId: ada.id }), later)).toEqual(taken);
    expect(around(await dayStarts(ports, { ...next, clientId: undefined }), later)).toEqual(free);
  });
});
