import type { Appointment, AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DeliveryKey, type DeliveryResult, NotTaken, type Pusher } from '../messages/message.ts';
import { defaultSettings, type Person } from '../model.ts';
import { type ReminderPorts, sendReminder } from './send.ts';

const start = Date.parse('2026-03-04T15:00:00Z');
const due = start - 30 * MINUTE;
const id = 'a' as AppointmentId;
const [providerId, clientId] = ['ada', 'john'].map((one) => one as PersonId) as [PersonId, PersonId];

let appointment: Appointment;
let looks: number;
/** What happens to the appointment before a look at it, counted from 1. */
let before: (look: number) => void;
let settled: Map<string, DeliveryResult | 'claimed' | 'sending'>;
let phones: Map<string, () => ReturnType<Pusher['send']>>;

const nameOf = ({ version, kind, recipient }: DeliveryKey) => `${version} ${kind} ${recipient}`;

function ports(): ReminderPorts {
  const person = (personId: PersonId) => ({ id: personId, name: personId }) as unknown as Person;
  const people = new Map([providerId, clientId].map((one) => [one, person(one)]));
  const given = {
    clock: { now: () => due },
    ledger: {
      records: async () => {
        looks += 1;
        before(looks);
        return { appointment, people, settings: defaultSettings(providerId, 0) };
      },
    },
    doubt: 'AT_LEAST_ONCE',
    deliveries: {
      claim: async (key: DeliveryKey) => {
        if (settled.has(nameOf(key))) return 'settled';
        settled.set(nameOf(key), 'claimed');
        return { token: 't', inDoubt: false };
      },
      mark: async (key: DeliveryKey) => {
        settled.set(nameOf(key), 'sending');
        return true;
      },
      settle: async (key: DeliveryKey, _: string, result: DeliveryResult) => {
        settled.set(nameOf(key), result);
        return true;
      },
      release: async (key: DeliveryKey) => void settled.delete(nameOf(key)),
    },
    pusher: { send: ({ token }: { token: string }) => phones.get(token)?.() },
    devices: {
      of: async (one: PersonId) =>
        one === clientId ? [...phones.keys()].map((token) => ({ platform: 'ios', token })) : [],
      forget: async (_: PersonId, token: string) => {
        if (token === 'unforgettable') throw new Error('throttled');
        phones.delete(token);
      },
    },
    links: { sign: async () => 'token' },
    publicApiUrl: 'https://api.example.com',
  };
  return given as unknown as ReminderPorts;
}

const send = () => sendReminder(ports(), id, 'push', due);
const taken = async () => ({ messageId: 'm' });
const refused = (forGood: boolean) => async () => Promise.reject(new NotTaken('no', forGood));
const lost = async () => Promise.reject(new Error('timed out'));

beforeEach(() => {
  appointment = {
    id,
    providerId,
    clientId,
    start,
    durationMinutes: 30,
    status: 'scheduled',
    surface: 'coach-dashboard',
    timeZone: 'UTC',
    title: 'Call',
    reschedules: [],
  } as unknown as Appointment;
  looks = 0;
  before = () => undefined;
  settled = new Map();
  phones = new Map();
});

describe('a push', () => {
  const ofClient = () => settled.get('0 reminder:push john');

  it('reaches a person once one device has taken it; devices that are gone are forgotten', async () => {
    phones = new Map<string, () => ReturnType<Pusher['send']>>([
      ['gone', async () => 'gone'],
      ['refusing', refused(true)],
      ['slow', lost],
      ['good', taken],
    ]);
    await send();
    expect(ofClient()).toEqual({ status: 'sent', messageId: 'm' });
    expect([...phones.keys()]).toEqual(['refusing', 'slow', 'good']);
    expect(settled.get('0 reminder:push ada')).toEqual({ status: 'skipped', reason: 'no device' });
  });

  it.each([
    ['a device that may have shown it', [refused(false), lost], 'timed out', 'sending'],
    ['a device that may take it at the next try', [refused(true), refused(false)], 'no', undefined],
  ])('that nobody took is left open for %s', async (_, answers, message, left) => {
    phones = new Map(answers.map((answer, index) => [`phone ${index}`, answer]));
    await expect(send()).rejects.toThrow(message);
    expect(ofClient()).toBe(left);
  });

  it('is settled also when a device that is gone cannot be forgotten', async () => {
    phones = new Map<string, () => ReturnType<Pusher['send']>>([
      ['unforgettable', async () => 'gone'],
      ['good', taken],
    ]);
    await send();
    expect(ofClient()).toEqual({ status: 'sent', messageId: 'm' });
  });

  it('that no device will ever take has failed', async () => {
    phones.set('phone', refused(true));
    await send();
    expect(ofClient()).toEqual({ status: 'failed', reason: 'no' });
  });

  it('waits for nobody where nothing is configured', async () => {
    phones.set('phone', async () => 'not_configured');
    await send();
    expect(ofClient()).toEqual({ status: 'skipped', reason: 'not configured' });
  });
});

describe('a reminder', () => {
  it('of an appointment that has ended is done with, and leaves no trace', async () => {
    appointment = { ...appointment, status: 'cancelled' };
    phones.set('phone', taken);
    expect(await send()).toBe('ended');
    expect(settled.size).toBe(0);
  });

  it('for another time leaves no trace, so that the right one is not taken for it', async () => {
    appointment = { ...appointment, start: start + MINUTE };
    expect(await send()).toBe('moved');
    expect(settled.size).toBe(0);
  });

  it.each([
    ['moved', { start: start + MINUTE, reschedules: [{}] }],
    ['cancelled', { status: 'cancelled' }],
    ['made longer', { durationMinutes: 60, reschedules: [{}] }],
  ])('is given back when the appointment is %s after the claim', async (_, change) => {
    phones.set('phone', async () => expect.unreachable('it was sent'));
    before = (look) => {
      // The third look is the one after the claim.
      if (look === 3) appointment = { ...appointment, ...(change as unknown as Partial<Appointment>) };
    };
    await expect(send()).rejects.toThrow('changed meanwhile');
    expect(settled.size).toBe(0);
  });

  it('that comes when the appointment has begun is not sent, and says so', async () => {
    const late = { ...ports(), clock: { now: () => start } };
    expect(await sendReminder(late, id, 'push', due)).toBe('too_late');
    expect(settled.get('0 reminder:push john')).toEqual({ status: 'skipped', reason: 'too_late' });
  });
});
