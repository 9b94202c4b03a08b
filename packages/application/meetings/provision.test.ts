import { dynamodbMeetings } from '@punctual/adapters/dynamodb/meetings.ts';
import type {
  Appointment,
  AppointmentId,
  Kind,
  Status,
} from '@punctual/scheduling/appointments/appointment.ts';
import { type ImitatedProvider, imitatedProvider, type Trouble } from '@punctual/testkit/meetings.ts';
import { forgetful, startTable, type TestTable } from '@punctual/testkit/table.ts';
import {
  bookingOf,
  coachPolicy,
  enterCoach,
  enterLead,
  portsOn,
  stillClock,
  value,
} from '@punctual/testkit/world.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bookAppointment } from '../appointments/book.ts';
import { type ChangeRequest, changeAppointment } from '../appointments/change.ts';
import type { Caller, Person } from '../model.ts';
import { withMeeting } from './at-booking.ts';
import type { MeetingProvider } from './ports.ts';
import { type ProvisionPorts, provisionMeeting } from './provision.ts';

const now = Date.parse('2026-03-02T08:00:00Z');
const clock = stillClock(now);

let table: TestTable;
let ports: ProvisionPorts;
let provider: ImitatedProvider;
let coach: Caller;
let lead: Person;
let day = 0;

beforeAll(async () => {
  table = await startTable();
  const world = portsOn(table, clock);
  coach = await enterCoach(world, 'ada');
  lead = await enterLead(world, coach, 'kim');
});
afterAll(() => table.stop());
beforeEach(() => {
  clock.time = now;
  provider = imitatedProvider(clock);
  ports = { ...portsOn(table, clock), meetings: dynamodbMeetings(table), provider };
});

async function book(kind: Kind = 'online'): Promise<Appointment> {
  day += 1;
  const booked = await bookAppointment(
    ports,
    coach,
    { ...coachPolicy, surface: 'test' },
    // Apart by five hours, so that each can be moved by one.
    bookingOf(ports, coach, lead, now + 86_400_000 + (day % 120) * 5 * 3_600_000, { kind }),
  );
  return value(booked).appointment;
}

async function change({ id }: Appointment, request: Partial<ChangeRequest>): Promise<Appointment> {
  const reach = { kind: 'anything' } as const;
  return value(await changeAppointment(ports, coach, coachPolicy, { appointmentId: id, reach, ...request }));
}

async function current(id: AppointmentId): Promise<Appointment> {
  const { appointment } = await ports.ledger.records({ appointment: id });
  if (appointment === undefined) throw new Error('the appointment is gone');
  return appointment;
}

const free = async (appointment: Appointment) => {
  if (appointment.status !== 'cancelled') await change(appointment, { to: 'cancelled' });
};

/** As the queue would: again and again, each time after what the fault asks for. */
async function untilDone(id: AppointmentId, verify = false): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await provisionMeeting(ports, id, { verify });
    } catch (fault) {
      if (tries === 30) throw fault;
      const { retryAfterSeconds = 1 } = fault as { retryAfterSeconds?: number };
      clock.time += Math.max(1, retryAfterSeconds) * 1000;
    }
  }
}

function meetingsOf(id: AppointmentId) {
  return [...provider.meetings.values()].filter(({ appointmentId }) => appointmentId === id);
}

describe('the meeting of an appointment', () => {
  it('is made, told to the appointment, moved with it and deleted when it is cancelled', async () => {
    const booked = await book();
    await provisionMeeting(ports, booked.id);
    const [made] = meetingsOf(booked.id);
    expect(made).toMatchObject({ host: 'ada@example.com', wanted: { topic: 'Call', start: booked.start } });
    expect(await current(booked.id)).toMatchObject({
      meetingUrl: made?.joinUrl,
      meeting: { id: made?.id, startUrl: made?.startUrl, password: 'secret' },
      version: 2,
    });
    const moved = await change(await current(booked.id), { newStart: booked.start + 3_600_000 });
    await provisionMeeting(ports, booked.id);
    expect(meetingsOf(booked.id)).toMatchObject([{ id: made?.id, wanted: { start: moved.start } }]);
    await provisionMeeting(ports, booked.id);
    expect(provider.calls).toEqual(['create', 'update']);
    await free(moved);
    await provisionMeeting(ports, booked.id);
    expect(meetingsOf(booked.id)).toEqual([]);
  });

  it('goes from an appointment that is held elsewhere from now on, and none is made for one that never needed it', async () => {
    const booked = await book();
    await provisionMeeting(ports, booked.id);
    await change(booked, { kind: 'offline' });
    await provisionMeeting(ports, booked.id);
    expect(meetingsOf(booked.id)).toEqual([]);
    expect(await current(booked.id)).not.toHaveProperty('meetingUrl');
    const offline = await book('offline');
    await provisionMeeting(ports, offline.id);
    expect(meetingsOf(offline.id)).toEqual([]);
    await Promise.all([free(await current(booked.id)), free(offline)]);
  });

  it('is left to whoever else has arranged it', async () => {
    const booked = await book();
    await change(booked, { meetingUrl: 'https://elsewhere.example/room' });
    await provisionMeeting(ports, booked.id);
    expect(provider.calls).toEqual([]);
    expect(await current(booked.id)).toMatchObject({ meetingUrl: 'https://elsewhere.example/room' });
    await free(await current(booked.id));
  });

  it('is made again when it has gone', async () => {
    const booked = await book();
    await provisionMeeting(ports, booked.id);
    const before = await current(booked.id);
    provider.meetings.clear();
    await provisionMeeting(ports, booked.id);
    expect(meetingsOf(booked.id)).toEqual([]);
    await provisionMeeting(ports, booked.id, { verify: true });
    expect(meetingsOf(booked.id)).toHaveLength(1);
    expect((await current(booked.id)).meetingUrl).not.toBe(before.meetingUrl);
    provider.meetings.clear();
    await change(booked, { newStart: booked.start + 3_600_000 });
    await provisionMeeting(ports, booked.id);
    const [made] = meetingsOf(booked.id);
    expect(await current(booked.id)).toMatchObject({ meetingUrl: made?.joinUrl });
    await free(await current(booked.id));
  });

  it('is the account’s own when the host is not known there', async () => {
    provider.users = new Set();
    const booked = await book();
    await provisionMeeting(ports, booked.id);
    expect(meetingsOf(booked.id)).toMatchObject([{ host: 'me' }]);
    expect(await ports.meetings.find(booked.id)).toMatchObject({ meeting: { host: 'me' } });
    await free(await current(booked.id));
  });

  it('stays as it is while it is being held, and goes afterwards', async () => {
    const booked = await book();
    await provisionMeeting(ports, booked.id);
    const [made] = meetingsOf(booked.id);
    provider.running.add(made?.id ?? '');
    await free(await current(booked.id));
    await provisionMeeting(ports, booked.id);
    expect(meetingsOf(booked.id)).toHaveLength(1);
    provider.running.clear();
    await provisionMeeting(ports, booked.id);
    expect(meetingsOf(booked.id)).toEqual([]);
  });

  it('is deleted when its appointment is cancelled while it is being made', async () => {
    const booked = await book();
    const create: MeetingProvider['create'] = async (...given) => {
      const made = await provider.create(...given);
      await free(await current(booked.id));
      return made;
    };
    await provisionMeeting({ ...ports, provider: { ...provider, create } }, booked.id);
    expect(provider.calls).toEqual(['create', 'remove']);
    expect(meetingsOf(booked.id)).toEqual([]);
  });

  it('is where its appointment was moved to while it was being made', async () => {
    const booked = await book();
    const create: MeetingProvider['create'] = async (...given) => {
      const made = await provider.create(...given);
      await change(booked, { newStart: booked.start + 3_600_000 });
      return made;
    };
    await provisionMeeting({ ...ports, provider: { ...provider, create } }, booked.id);
    expect(meetingsOf(booked.id)).toMatchObject([{ wanted: { start: booked.start + 3_600_000 } }]);
    await free(await current(booked.id));
  });

  it('is made by whoever got the right to it and did not hear of it', async () => {
    const appointment = await book();
    await provisionMeeting({ ...ports, meetings: dynamodbMeetings(forgetful(table)) }, appointment.id);
    expect((await current(appointment.id)).meeting?.id).toBeTypeOf('string');
  });

  it('is made once, however many ask for it at once', async () => {
    const booked = await book();
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => provisionMeeting(ports, booked.id)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    expect(provider.calls.filter((one) => one === 'create')).toHaveLength(1);
    await free(await current(booked.id));
  });

  it.each(['slow', 'lost', 'garbage', 'broken', 'throttled'] satisfies Trouble[])(
    'is one after a call that was %s, and the booking stands meanwhile',
    async (trouble) => {
      const booked = await book();
      provider.trouble = () => trouble;
      const notes: string[] = [];
      const answered = await withMeeting(ports, booked, (note) => notes.push(note));
      expect(answered).toEqual(await current(booked.id));
      expect(answered.meetingUrl).toBeUndefined();
      expect(notes).toHaveLength(1);
      expect((await ports.meetings.find(booked.id))?.lastError).toBeDefined();
      provider.trouble = () => undefined;
      await untilDone(booked.id);
      clock.time += 3_600_000;
      provider.catchUp();
      const [made, ...more] = meetingsOf(booked.id);
      expect(more).toEqual([]);
      expect(await current(booked.id)).toMatchObject({ meetingUrl: made?.joinUrl });
      const { lastError, doubt } = (await ports.meetings.find(booked.id)) ?? {};
      expect([lastError, doubt]).toEqual([undefined, undefined]);
      await free(await current(booked.id));
    },
  );

  it('is not waited for longer than a booking may take', async () => {
    const booked = await book();
    const limit = new AbortController();
    let wasAborted = false;
    const create: MeetingProvider['create'] = (_host, _id, _wanted, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          wasAborted = true;
          reject(new Error('aborted'));
        });
        limit.abort();
      });
    const answered = await withMeeting(
      { ...ports, provider: { ...provider, create } },
      booked,
      () => undefined,
      limit.signal,
    );
    expect(wasAborted).toBe(true);
    expect(answered.meetingUrl).toBeUndefined();
    await free(answered);
  });

  const step = fc.oneof(
    fc.record({ kind: fc.constant('run' as const), verify: fc.boolean() }),
    fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 700 }) }),
    fc.record({ kind: fc.constant('move' as const), hours: fc.integer({ min: 0, max: 1 }) }),
    fc.record({ kind: fc.constant('become' as const), where: fc.constantFrom<Kind>('online', 'offline') }),
    fc.record({ kind: fc.constant('cancel' as const) }),
    fc.record({ kind: fc.constant('vanish' as const) }),
    fc.record({ kind: fc.constant('die' as const), after: fc.integer({ min: 0, max: 3 }) }),
  );
  const trouble = fc.constantFrom<Trouble | undefined>(
    ...([undefined, undefined, undefined, 'slow', 'lost', 'garbage', 'broken', 'throttled'] as const),
  );

  it('is what the appointment says, once, whatever went wrong on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.array(trouble, { minLength: 20, maxLength: 20 }),
        async (steps, troubles) => {
          clock.time = now;
          provider = imitatedProvider(clock);
          ports = { ...ports, provider };
          const booked = await book();
          const left = [...troubles];
          provider.trouble = () => left.shift();
          for (const one of [...steps, { kind: 'run' as const, verify: false }]) {
            provider.catchUp();
            const appointment = await current(booked.id);
            const isLive = !(['cancelled'] as readonly Status[]).includes(appointment.status);
            if (one.kind === 'wait') clock.time += one.seconds * 1000;
            if (one.kind === 'vanish') provider.meetings.clear();
            if (one.kind === 'cancel') await free(appointment);
            if (one.kind === 'become' && isLive) await change(appointment, { kind: one.where });
            if (one.kind === 'move' && isLive) {
              await change(appointment, { newStart: booked.start + one.hours * 3_600_000 });
            }
            if (one.kind === 'run') {
              await provisionMeeting(ports, booked.id, { verify: one.verify }).catch(() => undefined);
            }
            if (one.kind === 'die') await dying(booked.id, one.after);
          }
          provider.trouble = () => undefined;
          // What vanished is told of by the provider.
          await untilDone(booked.id, true);
          clock.time += 3_600_000;
          provider.catchUp();
          const appointment = await current(booked.id);
          const found = meetingsOf(booked.id);
          if (appointment.status === 'cancelled' || appointment.kind !== 'online') {
            expect(found).toEqual([]);
          } else {
            expect(found).toHaveLength(1);
            expect(found).toMatchObject([{ wanted: { start: appointment.start } }]);
            expect(appointment).toMatchObject({
              meetingUrl: found[0]?.joinUrl,
              meeting: { id: found[0]?.id },
            });
          }
          await free(appointment);
        },
      ),
      { numRuns: 20 },
    );
  }, 60_000);

  /** A run whose process ends after so many calls of the provider: nothing that follows is done, nor given back. */
  async function dying(id: AppointmentId, after: number): Promise<void> {
    let isDead = false;
    let calls = 0;
    const mortal =
      <Given extends readonly unknown[], T>(work: (...given: Given) => Promise<T>, counts = false) =>
      async (...given: Given): Promise<T> => {
        if (isDead) throw new Error('dead');
        if (counts) {
          calls += 1;
          isDead = calls > after;
        }
        return work(...given);
      };
    const { meetings } = ports;
    const doomed: ProvisionPorts = {
      ...ports,
      ledger: { ...ports.ledger, records: mortal(ports.ledger.records), commit: mortal(ports.ledger.commit) },
      meetings: { ...meetings, save: mortal(meetings.save), release: mortal(meetings.release) },
      provider: {
        create: mortal(provider.create, true),
        update: mortal(provider.update, true),
        remove: mortal(provider.remove, true),
        get: mortal(provider.get, true),
        madeFor: mortal(provider.madeFor, true),
      },
    };
    await provisionMeeting(doomed, id).catch(() => undefined);
  }
});
