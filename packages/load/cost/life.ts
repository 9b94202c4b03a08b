import type { Cloud } from '@punctual/local/cloud.ts';
import { type Call, createClient, must, type Reply } from '../client.ts';

/*
 * The whole life of a number of bookings, with what people do around them: what the cost model counts. One coach with a
 * connected Google calendar whose busy time is read, and with meetings on Zoom.
 */

/** Of twenty bookings; one more is missed. All others take place. */
export const share = { bookings: 20, byVisitors: 10, moved: 4, cancelled: 2, missed: 1 } as const;
/** Looks at the public slots for one booking; the later ones are answered with 304. */
export const looks = 3;
/** Lists that the coach opens for one booking: upcoming, and the week. */
export const lists = 2;

const hour = 3_600_000;
const day = 24 * hour;
const base = '/api/coach-dashboard';

export interface Story {
  /** A day on which nobody books. */
  idleDay(): Promise<void>;
  /** From the first look to what is learnt of the outcome; answers the days that it took. */
  bookings(): Promise<number>;
  /** Bytes of the answers that callers got since the last call. */
  takeAnswerBytes(): number;
}

/** Head of an answer: status, our headers and those of the platform. */
const headBytes = 600;

export async function tellStory(cloud: Cloud): Promise<Story> {
  const client = createClient(cloud.url);
  let answerBytes = 0;
  const call = async (asked: Call): Promise<Reply> => {
    const reply = await client(asked);
    answerBytes += reply.text.length + headBytes;
    return reply;
  };
  const begun = cloud.clock.now();
  const firstDay = Math.floor(begun / day) * day;
  const time = (days: number, slot: number) =>
    new Date(firstDay + days * day + 8 * hour + slot * 1_800_000).toISOString();
  const date = (days: number) => time(days, 0).slice(0, 10);
  const pass = async (until: number) => {
    await cloud.advanceTo(until);
    await cloud.settle();
  };

  const person = { sub: 'ada', roles: ['coach'], name: 'Ada', email: 'ada@calendars.example' };
  const issued = await must(client, { method: 'POST', path: '/dev/token', body: person });
  const token: string = issued.access_token;
  const asCoach = (method: string, path: string, body?: object, headers?: Record<string, string>) =>
    must(call, { method, path, token, body, headers });
  const workingHours = [0, 1, 2, 3, 4, 5, 6].map((dayOfWeek) => ({
    dayOfWeek,
    startTime: '06:00',
    endTime: '22:00',
  }));
  await asCoach('PUT', `${base}/availability`, {
    timeZone: 'UTC',
    workingHours,
    defaultAppointmentDuration: 30,
    reminderSettings: {
      emailReminder: true,
      smsReminder: false,
      reminderTime: 24,
      followUpReminder: true,
    },
  });
  const contact = { name: 'John Doe', email: 'john@example.com', phone: '+1234567890' };
  const { data: lead } = await asCoach('POST', `${base}/leads`, contact);
  await connectGoogle();

  async function connectGoogle(): Promise<void> {
    const { data } = await asCoach('GET', '/api/calendar-integration/connect/google/ada');
    const url = new URL(data.authUrl);
    const consent = await fetch(`${url.origin}/o/oauth2/v2/auth/decision`, {
      method: 'POST',
      body: new URLSearchParams({
        request: url.searchParams.toString(),
        decision: 'allow',
        email: person.email,
      }),
      redirect: 'manual',
    });
    await fetch(consent.headers.get('location') ?? '', { redirect: 'manual' });
    const { data: connections } = await asCoach('GET', '/api/calendar-integration/connections/ada');
    const settings = { busy_sync: 'on' };
    await asCoach('PUT', `/api/calendar-integration/connections/${connections[0].id}`, settings);
    await cloud.settle();
  }

  async function look(visitor: string, days: number): Promise<void> {
    const path = `/api/v1/public/coaches/ada/slots?from=${date(days)}&to=${date(days + 6)}`;
    let etag: string | undefined;
    for (let time = 0; time < looks; time += 1) {
      const headers = etag === undefined ? undefined : { 'if-none-match': etag };
      ({ etag } = await call({ method: 'GET', path, from: visitor, headers }));
    }
    await asCoach('GET', `${base}/appointments/upcoming`);
    await asCoach('GET', `${base}/calendar?startDate=${date(days)}&endDate=${date(days + 6)}`);
  }

  async function byCoach(startTime: string): Promise<string> {
    const body = { leadId: lead._id, startTime, duration: 30 };
    const { data } = await asCoach('POST', `${base}/appointments`, body, { 'idempotency-key': startTime });
    return data._id;
  }

  async function byVisitor(from: string, startTime: string, number: number): Promise<string> {
    const body = {
      coachId: 'ada',
      startTime,
      duration: 30,
      contact: { ...contact, email: `visitor-${number}@example.com`, timeZone: 'Europe/Rome' },
    };
    const held = await must(call, { method: 'POST', path: '/api/v1/public/holds', body, from });
    const confirm = `/api/v1/public/holds/${held.data.id}/confirm`;
    await must(call, { method: 'POST', path: confirm, body: { token: held.data.token }, from });
    return held.data.id;
  }

  return {
    async idleDay() {
      await pass(cloud.clock.now() + day);
    },
    async bookings() {
      const from = cloud.clock.now();
      const today = Math.floor((from - firstDay) / day);
      const ids: string[] = [];
      for (let number = 0; number < share.bookings; number += 1) {
        const address = `127.0.1.${1 + number}`;
        // On two days, every other half hour, so that there is room to move.
        const start = time(today + 2 + (number % 2), 2 * Math.floor(number / 2));
        await look(address, today + 2);
        ids.push(number < share.byVisitors ? await byVisitor(address, start, number) : await byCoach(start));
        await pass(cloud.clock.now() + 10 * 60_000);
      }
      const gone = ids.slice(0, share.cancelled);
      for (const id of gone) {
        await asCoach('DELETE', `${base}/appointments/${id}`, {});
        await cloud.settle();
      }
      for (const [index, id] of ids.slice(-share.moved).entries()) {
        const newStartTime = time(today + 4, index);
        await asCoach('PUT', `${base}/appointments/${id}/reschedule`, { newStartTime });
        await cloud.settle();
      }
      await pass(firstDay + (today + 5) * day);
      for (const [index, id] of ids.slice(share.cancelled).entries()) {
        const status = index < share.missed ? 'no_show' : 'completed';
        await asCoach('PATCH', `${base}/appointments/${id}/status`, { status });
        await cloud.settle();
      }
      await pass(cloud.clock.now() + 2 * day);
      return (cloud.clock.now() - from) / day;
    },
    takeAnswerBytes() {
      const taken = answerBytes;
      answerBytes = 0;
      return taken;
    },
  };
}
