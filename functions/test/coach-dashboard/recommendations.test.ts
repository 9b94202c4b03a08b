import { dynamodbRecommenders } from '@punctual/adapters/dynamodb/recommendations.ts';
import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { sqsQueue } from '@punctual/adapters/queues/sqs.ts';
import {
  learnOutcome,
  newCoach,
  newEverybody,
  packKnowledge,
} from '@punctual/recommendations/coach/coach.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { type Api, type ApiAnswer, startApi, withoutMeetings } from '@punctual/testkit/api.ts';
import { scan } from '@punctual/testkit/violations.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterCoach, type TestCoach } from '../coach.ts';
import { conforms } from '../operations.ts';

/*
 * Three weeks of a coach with whom mornings work out and afternoons don't, from Monday, 2 March 2026, 8:00 UTC on, through
 * the local cloud: bookings, timers and the worker that learns. New York is at UTC-5 until Sunday, 8 March, then at UTC-4.
 */

const hour = 3_600_000;
const day = 24 * hour;

interface Shown {
  readonly slot: string;
  readonly localStartTime: string;
  readonly confidence: number;
  readonly interval: { readonly low: number; readonly high: number };
  readonly reasons: readonly string[];
  readonly factors: readonly {
    readonly name: string;
    readonly effect: number;
    readonly interval: { readonly low: number };
  }[];
  readonly expectedOutcome: string;
}

describe('recommendations', () => {
  let api: Api;
  let ada: TestCoach;
  let leads: readonly string[];

  beforeAll(async () => {
    api = await startApi('2026-03-02T08:00:00Z', withoutMeetings);
    api.cloud.clock.freeze();
    const entered = await enterCoach(api, 'ada', {
      advanceBookingDays: 90,
      reminderSettings: { emailReminder: false, smsReminder: false, followUpReminder: false },
    });
    // A token that outlasts the test.
    const token = await api.token({ sub: 'ada', roles: ['coach'], expiresIn: 90 * 86_400 });
    const call: TestCoach['call'] = (method, path, body) =>
      api.call({ method, path: `/api/coach-dashboard${path}`, token, body });
    const book: TestCoach['book'] = (leadId, startTime, duration = 30) =>
      call('POST', '/appointments', { leadId, startTime, duration });
    ada = { ...entered, token, call, book };
    const made: string[] = [];
    for (const name of ['Kim', 'Lou', 'Max', 'Nia']) made.push(await ada.lead(name));
    leads = made;
  });
  afterAll(() => api.stop());

  const path = '/ai-recommendations';
  const recommend = (leadId = leads[0], more = '', coach = ada) =>
    coach.call('GET', `${path}?leadId=${leadId}${more}`);
  const quality = async (target = 'kept', coach = ada) =>
    (await coach.call('GET', `${path}/quality?target=${target}`)).body.data;
  const shownIn = (answer: ApiAnswer): readonly Shown[] => answer.body.data.aiRecommendations;

  /** Through everything that is due on the way. */
  async function passTo(instant: number): Promise<void> {
    await api.cloud.advanceTo(instant);
    api.cloud.clock.freeze();
    api.cloud.clock.set(instant);
  }

  async function close(id: string, status: 'completed' | 'no_show'): Promise<void> {
    const answer = await ada.call('PATCH', `/appointments/${id}/status`, { status });
    expect(answer.status).toBe(200);
  }

  it('says that it knows nothing yet, in the published shape', async () => {
    const answer = await recommend();
    conforms('getAiRecommendations', answer);
    const { data } = answer.body;
    expect([data.basedOn, data.coldStart, data.target]).toEqual([
      0,
      expect.stringContaining('no outcomes of yours'),
      'kept',
    ]);
    expect(data.aiRecommendations).toHaveLength(5);
    for (const one of shownIn(answer)) {
      // The fields of the published sample, in the surface's usual envelope, and what is told besides.
      expect(one).toMatchObject({ slot: expect.any(String), confidence: expect.any(Number) });
      expect([one.reasons, one.factors]).toEqual([[], []]);
      expect(one.interval.low).toBeLessThan(one.confidence);
      expect(one.interval.high).toBeGreaterThan(one.confidence);
      expect(one.expectedOutcome).toMatch(/^(High|Moderate|Low) probability of being kept$/);
    }
    const converted = await recommend(leads[0], '&target=converted');
    expect(shownIn(converted)[0]?.expectedOutcome).toMatch(/^(High|Moderate|Low) probability of conversion$/);
    const nothing = await ada.call('GET', `${path}/quality`);
    conforms('getAiRecommendationQuality', nothing);
    expect(nothing.body.data).toMatchObject({ count: 0, rate: null, logLoss: null, reliability: [] });
  });

  it('offers what can be booked, as it was asked for, the same every time', async () => {
    const more = '&startDate=2026-03-10&endDate=2026-03-11&duration=45&limit=3';
    const answer = await recommend(leads[0], more);
    expect((await recommend(leads[0], more)).body).toEqual(answer.body);
    const shown = shownIn(answer);
    expect(shown).toHaveLength(3);
    for (const { localStartTime } of shown) expect(localStartTime).toMatch(/^2026-03-1[01]T/);
    const [first] = shown;
    const booked = await ada.book(leads[0] ?? '', first?.slot ?? '', 45);
    expect(booked.status).toBe(201);
    expect(shownIn(await recommend(leads[0], more)).map(({ slot }) => slot)).not.toContain(first?.slot);
    // The other lead can't have it either; nor can this one elsewhere at that time, which another coach isn't told.
    expect(shownIn(await recommend(leads[1], more)).map(({ slot }) => slot)).not.toContain(first?.slot);
    expect((await ada.call('DELETE', `/appointments/${booked.body.data._id}`, {})).status).toBe(200);
  });

  it('refuses strangers, odd ranges and somebody else’s leads', async () => {
    const eve = await enterCoach(api, 'eve');
    for (const [answer, status] of [
      [await recommend('nobody'), 404],
      [await recommend(leads[0], '', eve), 404],
      [await recommend(leads[0], '&startDate=2026-03-10&endDate=2026-03-09'), 400],
      [await recommend(leads[0], '&startDate=2026-03-10&endDate=2026-07-09'), 400],
      [await recommend(leads[0], '&endDate=2026-02-01'), 400],
      [await recommend(leads[0], '&limit=0'), 400],
      [await recommend(leads[0], '&target=best'), 400],
      [await ada.call('GET', path), 400],
    ] as const) {
      expect([answer.body.code, answer.status]).toEqual([expect.any(String), status]);
    }
    const far = await recommend(leads[0], '&startDate=9999-12-29');
    expect([far.status, far.body.data?.aiRecommendations]).toEqual([200, []]);
    const old = await ada.call('GET', '/available-slots?date=9999-12-29');
    expect(old.status).toBe(200);
  });

  it('ranks thousands of slots', async () => {
    const busy = await enterCoach(api, 'zoe', {
      slotInterval: 10,
      advanceBookingDays: 120,
      workingHours: [0, 1, 2, 3, 4, 5, 6].map((dayOfWeek) => ({
        dayOfWeek,
        startTime: '08:00',
        endTime: '18:00',
      })),
    });
    const leadId = await busy.lead('Otto');
    const answer = await recommend(leadId, '&startDate=2026-03-02&endDate=2026-06-02&limit=20', busy);
    expect(answer.status).toBe(200);
    expect(new Set(shownIn(answer).map(({ slot }) => slot)).size).toBe(20);
  });

  it('learns what works out, the day after each slot', async () => {
    const monday = Date.parse('2026-03-09T00:00:00Z');
    for (let week = 0; week < 3; week += 1) {
      for (let weekday = 0; weekday < 4; weekday += 1) {
        const today = monday + (week * 7 + weekday) * day;
        // The evening before; 10:00 and 15:00 in New York.
        await passTo(today - 2 * hour);
        const booked: string[] = [];
        for (const [index, at] of [14, 19].entries()) {
          const leadId = leads[(week + weekday + index) % leads.length] ?? '';
          const answer = await ada.book(leadId, new Date(today + at * hour).toISOString());
          expect(answer.status).toBe(201);
          booked.push(answer.body.data._id);
        }
        await passTo(today + 20 * hour);
        await close(booked[0] ?? '', 'completed');
        await close(booked[1] ?? '', 'no_show');
      }
    }
    // The last two slots are not a day old.
    await api.cloud.settle();
    const cancelled = 1;
    expect(await quality()).toMatchObject({ count: 22 + cancelled });
    await passTo(api.cloud.clock.now() + day);
    const known = await quality();
    expect(known).toMatchObject({ count: 24 + cancelled, rate: 12 / (24 + cancelled) });
    expect(known.logLoss).toBeLessThan(known.baseline.logLoss);

    const answer = await recommend(leads[3], '&startDate=2026-04-06&endDate=2026-04-10&limit=20');
    conforms('getAiRecommendations', answer);
    const { data } = answer.body;
    expect([data.basedOn, data.coldStart]).toEqual([25, expect.stringContaining('only 25 outcomes')]);
    // The last place may be an explored one.
    const shown = shownIn(answer).slice(0, 19);
    expect(shown.filter(({ localStartTime }) => localStartTime.slice(11) >= '12:00')).toEqual([]);
    const afternoons = await recommend(leads[3], '&startDate=2026-04-06&endDate=2026-04-06&limit=20');
    const at = (time: string) =>
      shownIn(afternoons).find(({ localStartTime }) => localStartTime === `2026-04-06T${time}`)?.confidence ??
      0;
    expect(at('10:00')).toBeGreaterThan(known.rate);
    expect(at('15:00')).toBeLessThan(known.rate);
    // Four first appointments, one of them cancelled; converted is known a month later.
    expect(await quality('converted')).toMatchObject({ count: 0 });
    await passTo(Date.parse('2026-05-04T00:00:00Z'));
    expect(await quality('converted')).toMatchObject({ count: 4 });
  });

  it('gives reasons with their figures where many outcomes carry them', async () => {
    const ruth = await enterCoach(api, 'ruth', { timeZone: 'America/New_York', advanceBookingDays: 90 });
    const leadId = await ruth.lead('Vic');
    const knowledge = newCoach(newEverybody());
    for (let index = 0; index < 400; index += 1) {
      const isEarly = index % 2 === 0;
      const local = { date: 20_000 + index, minute: isEarly ? 600 : 900 };
      const asked = {
        provider: { date: local.date - 1, minute: 600 },
        client: { date: local.date - 1, minute: 600 },
      };
      learnOutcome(knowledge, {
        id: `past ${index}`,
        target: 'kept',
        // Nineteen in twenty of the early ones, a third of the late ones.
        happened: isEarly ? index % 40 !== 0 : index % 3 === 0,
        knownAt: index,
        clientId: `client ${index}`,
        client: { temperature: 'warm', score: 50, abandonments: 0, openAppointments: 0 },
        asked,
        slot: { provider: local, client: local, durationMinutes: 30, kind: 'online' },
      });
    }
    const owner = 'ruth' as PersonId;
    const stored = { owner, target: 'kept', packed: packKnowledge(knowledge), version: 1 } as const;
    const recommenders = dynamodbRecommenders(connectTable(String(process.env.TABLE_NAME)));
    expect(await recommenders.saveKnowledge(stored)).toBe(true);
    const answer = await recommend(leadId, '&limit=3', ruth);
    conforms('getAiRecommendations', answer);
    const [best] = shownIn(answer);
    expect(best?.reasons).toContainEqual(
      expect.stringMatching(/^Starts between 09:00 and 12:00 .* work out more often .* \(\+\d+ points\)$/),
    );
    const factor = best?.factors.find(({ name }) => name === 'hour');
    expect(factor?.effect).toBeGreaterThan(0.02);
    expect(factor?.interval.low).toBeGreaterThan(0);
    expect(best?.factors).toHaveLength(best?.reasons.length ?? 0);
  });

  it('hears everything twice without harm', async () => {
    const before = [await quality(), await quality('converted')];
    const items = await scan(connectTable(String(process.env.TABLE_NAME)));
    const decided = items.filter(({ entity }) => entity === 'decision');
    expect(decided).toHaveLength(25);
    await sqsQueue(String(process.env.QUEUE_URL_LEARN_OUTCOMES)).send(
      decided.flatMap(({ appointmentId: appointment_id }) =>
        ['kept', 'converted'].map((target) => ({ kind: 'outcome_due', appointment_id, target })),
      ),
    );
    await api.cloud.settle();
    expect([await quality(), await quality('converted')]).toEqual(before);
    const { queues } = (await api.call({ method: 'GET', path: '/dev/queues' })).body;
    expect(queues).toContainEqual({ name: 'learn-outcomes', visible: 0, inFlight: 0, delayed: 0, dead: 0 });
  });
});
