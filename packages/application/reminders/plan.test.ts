import type {
  Appointment,
  AppointmentId,
  PersonId,
  Status,
} from '@punctual/scheduling/appointments/appointment.ts';
import { remindersOf } from '@punctual/scheduling/reminders/reminders.ts';
import { DAY, formatInstant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings, type ProviderSettings, type ReminderSettings } from '../model.ts';
import type { Ledger, Queue, Timers } from '../ports.ts';
import { type PlanMessage, planAllOf, planReminders, type ReminderMessage, rulesOf } from './plan.ts';
import type { TimerNote, TimerNotes } from './ports.ts';

const now = Date.parse('2026-03-02T08:00:00Z');
const id = '01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10' as AppointmentId;
const providerId = 'ada' as PersonId;

type Planned = Pick<
  Appointment,
  'id' | 'providerId' | 'start' | 'status' | 'surface' | 'createdAt' | 'reschedules' | 'version'
>;

interface World {
  time: number;
  appointment: Planned;
  settings: ProviderSettings;
  note: TimerNote | undefined;
  readonly timers: Map<string, { readonly at: number; readonly message: ReminderMessage }>;
}

function newWorld(surface = 'coach-dashboard'): World {
  return {
    time: now,
    appointment: {
      id,
      providerId,
      start: now + 2 * DAY,
      status: 'scheduled',
      surface,
      createdAt: now - DAY,
      reschedules: [],
      version: 1,
    },
    settings: { ...defaultSettings(providerId, now), version: 1 },
    note: undefined,
    timers: new Map(),
  };
}

function changed(world: World, change: Partial<Planned>): void {
  world.appointment = { ...world.appointment, ...change, version: world.appointment.version + 1 };
}

function moved(world: World, start: number): void {
  const { start: from, reschedules } = world.appointment;
  const entry = { from, to: start, reason: undefined, at: world.time, by: providerId };
  changed(world, { start, reschedules: [...reschedules, entry] });
}

function wished(world: World, reminders: Partial<ReminderSettings>): void {
  const { settings } = world;
  world.settings = {
    ...settings,
    reminders: { ...settings.reminders, ...reminders },
    version: settings.version + 1,
  };
}

/** Every call takes effect at one moment and is answered at a later one, both of which `pause` chooses. */
function portsOn(world: World, pause: () => Promise<void> = async () => undefined) {
  const call = async <T>(effect: () => T): Promise<T> => {
    await pause();
    const answer = effect();
    await pause();
    return answer;
  };
  const ledger: Pick<Ledger, 'records'> = {
    records: (wanted) =>
      call(() => ({
        people: new Map(),
        settings: wanted.settingsOf && world.settings,
        appointment: wanted.appointment && (world.appointment as Appointment),
        hold: undefined,
        relation: undefined,
        busySources: [],
      })),
  };
  const timers: Timers = {
    set: (name, at, message) =>
      call(() => void world.timers.set(name, { at, message: message as ReminderMessage })),
    cancel: (name) => call(() => void world.timers.delete(name)),
  };
  const notes: TimerNotes = {
    get: () => call(() => world.note),
    save: (note) =>
      call(() => {
        if ((world.note?.version ?? 0) !== note.version - 1) return false;
        world.note = note;
        return true;
      }),
    startingAfter: (_, instant) =>
      call(() => (world.note !== undefined && world.note.until > instant ? [id] : [])),
  };
  return { ledger: ledger as Ledger, timers, notes, clock: { now: () => world.time } };
}

/** A timer for every reminder that falls due after the appointment got its time; what is late comes at once. */
function expected({ appointment, settings, time }: World) {
  const since = appointment.reschedules.at(-1)?.at ?? appointment.createdAt;
  return remindersOf(appointment, rulesOf(settings.reminders))
    .filter(({ at }) => at > since && time < appointment.start)
    .map(({ key, at }) => ({
      at: Math.max(at, time + 5000),
      message: { kind: 'reminder', appointment_id: id, key, planned: formatInstant(at) },
    }));
}

const timersOf = ({ timers }: World) => [...timers.values()];
const plannedFor = (world: World, key: string) =>
  timersOf(world).flatMap(({ message }) => (message.key === key ? [message.planned] : []));

/** What may happen to an appointment, each of which makes a new version. */
type Change = (world: World) => void;

const move = fc.integer({ min: -DAY, max: 40 * DAY }).map(
  (by): Change =>
    (world) =>
      moved(world, now + Math.round(by / MINUTE) * MINUTE),
);
const becomes = fc
  .constantFrom<Status>('confirmed', 'in_progress', 'completed', 'cancelled', 'no_show', 'scheduled')
  .map(
    (status): Change =>
      (world) =>
        changed(world, { status }),
  );
const anyReminders: fc.Arbitrary<ReminderSettings> = fc.record({
  email: fc.boolean(),
  sms: fc.boolean(),
  hoursBefore: fc.integer({ min: 0, max: 72 }),
  followUp: fc.boolean(),
});

/** What becomes of a worker: it may die after some of its calls, and may be slower than all others. */
const fate = fc.record({
  callsLeft: fc.option(fc.nat(16), { nil: undefined, freq: 1 }),
  slowness: fc.constantFrom(0, 0, 0, 20),
});

describe('planning reminders', () => {
  it('ends with the timers of the last version, whatever comes twice, late, in another order or dies on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.constantFrom('coach-dashboard', 'bookings'),
        fc.array(fc.oneof(move, becomes, anyReminders), { minLength: 1, maxLength: 6 }),
        fc.array(fate, { minLength: 2, maxLength: 12 }),
        async (scheduler, surface, changes, fates) => {
          const world = newWorld(surface);
          const pause = () => scheduler.schedule(Promise.resolve());
          let deliveries = 0;
          /** As a queue does it: again, until it has been done to the end. */
          const deliver = async (
            work: (ports: ReturnType<typeof portsOn>) => Promise<void>,
          ): Promise<void> => {
            const { callsLeft = Number.POSITIVE_INFINITY, slowness = 0 } =
              fates[deliveries++ % fates.length] ?? {};
            let left = callsLeft;
            const mortal = async () => {
              for (let step = 0; step <= slowness; step += 1) await pause();
              left -= 1;
              if (left < 0) throw new Error('killed');
            };
            await pause();
            try {
              await work(portsOn(world, mortal));
            } catch {
              await pause();
              await work(portsOn(world, pause));
            }
          };
          const plan = () => deliver((ports) => planReminders(ports, id));
          /** Nobody is told of the provider's wishes but who is found in the notes. */
          const planAll = async (): Promise<void> => {
            const asked: Promise<void>[] = [];
            const queue: Queue = {
              async send(messages) {
                for (const _ of messages) asked.push(plan());
              },
            };
            await deliver((ports) => planAllOf({ ...ports, queue }, providerId));
            await Promise.all(asked);
          };
          const happen = async (): Promise<void> => {
            const runs = [plan()];
            for (const change of changes) {
              await pause();
              if (typeof change === 'function') {
                change(world);
                runs.push(plan(), plan());
              } else {
                wished(world, change);
                runs.push(planAll());
              }
            }
            await Promise.all(runs);
          };
          await scheduler.waitFor(happen());
          const ordered = (timers: readonly { readonly message: object }[]) =>
            timers.map((timer) => JSON.stringify(timer)).sort();
          expect(ordered(timersOf(world))).toEqual(ordered(expected(world)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('does nothing for an appointment that does not exist, and asks again when a timer cannot be set', async () => {
    const world = newWorld();
    const ports = portsOn(world);
    const missing = { ...ports, ledger: { ...ports.ledger, records: async () => ({ people: new Map() }) } };
    await planReminders(missing as unknown as typeof ports, id);
    expect(world.timers.size).toBe(0);
    const refusing = { ...ports.timers, set: async () => Promise.reject(new Error('throttled')) };
    await expect(planReminders({ ...ports, timers: refusing }, id)).rejects.toThrow('throttled');
  });

  it('gives up, for the queue to go on, when the appointment never comes to rest', async () => {
    const world = newWorld();
    const restless = portsOn(world, async () => changed(world, {}));
    await expect(planReminders(restless, id)).rejects.toThrow('kept changing');
  });

  it('never sets a timer into the past, however little time is left', async () => {
    const world = newWorld();
    changed(world, { start: now + 30 * MINUTE + 1, createdAt: now });
    await planReminders(portsOn(world), id);
    const [timer, ...more] = timersOf(world);
    expect(more).toEqual([]);
    expect(timer?.at).toBeGreaterThan(now + 1);
    expect(timer?.message).toMatchObject({ key: 'push', planned: formatInstant(now + 1) });
  });

  it('names timers as the scheduler allows it, also those of the longest key', async () => {
    const world = newWorld('bookings');
    await planReminders(portsOn(world), id);
    const names = [...world.timers.keys()];
    expect(names).toHaveLength(4);
    for (const name of names) expect(name).toMatch(/^reminder-[\w.-]{1,55}$/);
    expect(names.some((name) => name.includes('email-last'))).toBe(true);
  });

  it('costs one write for a booking, and none when nothing changes', async () => {
    const world = newWorld();
    const ports = portsOn(world);
    let saves = 0;
    const save = (note: TimerNote) => {
      saves += 1;
      return ports.notes.save(note);
    };
    const counted = { ...ports, notes: { ...ports.notes, save } };
    await planReminders(counted, id);
    changed(world, { status: 'confirmed' });
    await planReminders(counted, id);
    expect(saves).toBe(1);
  });
});

describe('a reminder', () => {
  it('is not deleted along with one that has just gone off', async () => {
    const world = newWorld();
    await planReminders(portsOn(world), id);
    world.time = now + DAY;
    const gone = [...world.timers].filter(([, { at }]) => at <= world.time).map(([name]) => name);
    expect(gone).toHaveLength(1);
    for (const name of gone) world.timers.delete(name);
    // In the moment in which it went off, so that it was dropped as one for another time.
    wished(world, { hoursBefore: 3 });
    await planReminders(portsOn(world), id);
    // The scheduler deletes what has gone off, by its name and a while later.
    for (const name of gone) world.timers.delete(name);
    expect(plannedFor(world, 'email')).toEqual([formatInstant(now + 2 * DAY - 180 * MINUTE)]);
  });

  it('leaves no timer behind when its appointment is cancelled, whatever the provider has wished before', async () => {
    const world = newWorld();
    for (const hoursBefore of [24, 3, 40, 12]) {
      wished(world, { hoursBefore });
      await planReminders(portsOn(world), id);
    }
    moved(world, now + 10 * DAY);
    await planReminders(portsOn(world), id);
    expect(timersOf(world)).toHaveLength(3);
    changed(world, { status: 'cancelled' });
    await planReminders(portsOn(world), id);
    expect(timersOf(world)).toEqual([]);
  });

  it('that fell due before it could be planned comes at once, as long as the appointment has not begun', async () => {
    const world = newWorld();
    await planReminders(portsOn(world), id);
    world.time = now + DAY - 60 * MINUTE;
    wished(world, { hoursBefore: 30 });
    await planReminders(portsOn(world), id);
    expect(timersOf(world)).toContainEqual({
      at: world.time + 5000,
      message: expect.objectContaining({ key: 'email', planned: formatInstant(now + DAY - 360 * MINUTE) }),
    });
    // They have all gone off.
    world.timers.clear();
    world.time = world.appointment.start;
    await planReminders(portsOn(world), id);
    expect(timersOf(world)).toEqual([]);
  });

  it('that would have been due before the appointment got its time does not come', async () => {
    const world = newWorld();
    moved(world, now + DAY - 1);
    await planReminders(portsOn(world), id);
    expect(plannedFor(world, 'email')).toEqual([]);
    wished(world, { hoursBefore: 48 });
    await planReminders(portsOn(world), id);
    expect(plannedFor(world, 'email')).toEqual([]);
  });
});

describe('all appointments of a provider', () => {
  it('are found by what the provider wishes, also one that was moved when it had no reminders to come', async () => {
    const world = newWorld();
    changed(world, { start: now + 10 * MINUTE, createdAt: now });
    await planReminders(portsOn(world), id);
    moved(world, now + 25 * MINUTE);
    await planReminders(portsOn(world), id);
    expect(timersOf(world)).toEqual([]);
    world.time = now + 12 * MINUTE;
    wished(world, { hoursBefore: 0.1 });
    const queue: Queue = {
      async send(messages) {
        for (const _ of messages) await planReminders(portsOn(world), id);
      },
    };
    await planAllOf({ ...portsOn(world), queue }, providerId);
    expect(plannedFor(world, 'email')).toEqual([formatInstant(now + 19 * MINUTE)]);
  });

  it('are asked for one by one, in one message each', async () => {
    const world = newWorld();
    await planReminders(portsOn(world), id);
    const sent: object[] = [];
    const queue: Queue = { send: async (messages) => void sent.push(...messages) };
    await planAllOf({ ...portsOn(world), queue }, providerId);
    expect(sent).toEqual([{ kind: 'plan', appointment_id: id } satisfies PlanMessage]);
  });
});
