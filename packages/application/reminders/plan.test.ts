import type {
  Appointment,
  AppointmentId,
  PersonId,
  Status,
} from '@punctual/scheduling/appointments/appointment.ts';
import { planOf } from '@punctual/scheduling/reminders/reminders.ts';
import { DAY, formatInstant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings, type ProviderSettings, type ReminderSettings } from '../model.ts';
import type { Ledger, Timers } from '../ports.ts';
import { planReminders, rulesOf } from './plan.ts';

const now = Date.parse('2026-03-02T08:00:00Z');
const id = '01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10' as AppointmentId;
const providerId = 'ada' as PersonId;

interface World {
  appointment: Pick<Appointment, 'id' | 'providerId' | 'start' | 'status' | 'surface' | 'version'>;
  settings: ProviderSettings;
  readonly timers: Map<string, { readonly at: number; readonly message: object }>;
}

function newWorld(surface = 'coach-dashboard'): World {
  return {
    appointment: { id, providerId, start: now + 2 * DAY, status: 'scheduled', surface, version: 1 },
    settings: { ...defaultSettings(providerId, now), version: 1 },
    timers: new Map(),
  };
}

/** Every call takes effect at one moment and is answered at a later one, both of which `pause` chooses. */
function portsOn(world: World, pause: () => Promise<void>) {
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
      })),
  };
  const timers: Timers = {
    set: (name, at, message) => call(() => void world.timers.set(name, { at, message })),
    cancel: (name) => call(() => void world.timers.delete(name)),
  };
  return { ledger: ledger as Ledger, timers, clock: { now: () => now } };
}

function expected({ appointment, settings }: World) {
  const { set } = planOf(appointment, rulesOf(settings.reminders), now);
  return set.map(({ key, at }) => [
    `reminder-${id}-${key}`,
    { at, message: { kind: 'reminder', appointment_id: id, key, planned: formatInstant(at) } },
  ]);
}

const sorted = <T>(entries: Iterable<readonly [string, T]>) =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

/** What may happen to an appointment or its provider's wishes; each makes a new version. */
type Change = (world: World) => void;

const moved = fc.integer({ min: -DAY, max: 40 * DAY }).map(
  (by): Change =>
    (world) => {
      world.appointment = {
        ...world.appointment,
        start: now + Math.round(by / MINUTE) * MINUTE,
        version: world.appointment.version + 1,
      };
    },
);
const status = fc
  .constantFrom<Status>('confirmed', 'in_progress', 'completed', 'cancelled', 'no_show', 'scheduled')
  .map(
    (to): Change =>
      (world) => {
        world.appointment = { ...world.appointment, status: to, version: world.appointment.version + 1 };
      },
  );
const wishes = fc
  .record({
    email: fc.boolean(),
    sms: fc.boolean(),
    hoursBefore: fc.integer({ min: 0, max: 72 }),
    followUp: fc.boolean(),
  })
  .map(
    (reminders: ReminderSettings): Change =>
      (world) => {
        world.settings = { ...world.settings, reminders, version: world.settings.version + 1 };
      },
  );

/** What becomes of a worker: it may die after some of its calls, and may be slower than all others. */
const fate = fc.record({
  callsLeft: fc.option(fc.nat(12), { nil: undefined, freq: 1 }),
  slowness: fc.constantFrom(0, 0, 0, 20),
});

describe('planning reminders', () => {
  it('ends with the timers of the last version, whatever comes twice, late, in another order or dies on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.constantFrom('coach-dashboard', 'bookings'),
        fc.array(fc.oneof(moved, status, wishes), { minLength: 1, maxLength: 5 }),
        fc.array(fate, { minLength: 2, maxLength: 12 }),
        async (scheduler, surface, changes, fates) => {
          const world = newWorld(surface);
          const pause = () => scheduler.schedule(Promise.resolve());
          let deliveries = 0;
          /** As a queue does it: again, until it has been done to the end. */
          const deliver = async (): Promise<void> => {
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
              await planReminders(portsOn(world, mortal), id);
            } catch {
              await pause();
              await planReminders(portsOn(world, pause), id);
            }
          };
          const happen = async (): Promise<void> => {
            const runs = [deliver()];
            for (const change of changes) {
              await pause();
              change(world);
              runs.push(deliver(), deliver());
            }
            await Promise.all(runs);
          };
          await scheduler.waitFor(happen());
          expect(sorted(world.timers)).toEqual(sorted(expected(world) as [string, object][]));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does nothing for an appointment that does not exist, and asks again when a timer cannot be set', async () => {
    const world = newWorld();
    const ports = portsOn(world, async () => {});
    const missing = { ...ports, ledger: { ...ports.ledger, records: async () => ({ people: new Map() }) } };
    await planReminders(missing as unknown as typeof ports, id);
    expect(world.timers.size).toBe(0);
    const refusing = { ...ports.timers, set: async () => Promise.reject(new Error('throttled')) };
    await expect(planReminders({ ...ports, timers: refusing }, id)).rejects.toThrow('throttled');
  });

  it('gives up, for the queue to go on, when the appointment never comes to rest', async () => {
    const world = newWorld();
    const restless = portsOn(world, async () => {
      world.appointment = { ...world.appointment, version: world.appointment.version + 1 };
    });
    await expect(planReminders(restless, id)).rejects.toThrow('kept changing');
  });

  it('never sets a timer into the past, however little time is left', async () => {
    const world = newWorld();
    world.appointment = { ...world.appointment, start: now + 30 * MINUTE + 1 };
    await planReminders(
      portsOn(world, async () => {}),
      id,
    );
    const [timer] = world.timers.values();
    expect(timer?.at).toBeGreaterThan(now + 1);
    expect(timer?.message).toMatchObject({ key: 'push', planned: formatInstant(now + 1) });
  });
});
