import { must, type Send } from './client.ts';

export interface Coach {
  readonly id: string;
  readonly token: string;
  readonly leads: readonly string[];
  /** How many of the coach's half hours have been given out. */
  taken: number;
}

const day = 86_400_000;
/** Half hours of a working day, 6:00 to 22:00 UTC. */
const perDay = 32;
/** Days on which anybody is booked, from the day after tomorrow. */
const daysAhead = 85;

/** A half hour of the coach's that nobody has asked for yet, RFC 3339; in the end the first ones come again. */
export function nextStart(coach: Coach, now: number): string {
  const index = coach.taken % (perDay * daysAhead);
  coach.taken += 1;
  const midnight = Math.floor(now / day) * day + (2 + Math.floor(index / perDay)) * day;
  return new Date(midnight + 6 * 3_600_000 + (index % perDay) * 1_800_000).toISOString();
}

/** As many coaches as asked for, open all week, each with a few leads and appointments to list. */
export async function enterCoaches(client: Send, many: number, now: number): Promise<readonly Coach[]> {
  const coaches: Coach[] = [];
  const numbers = Array.from({ length: many }, (_, number) => number).values();
  const workingHours = [0, 1, 2, 3, 4, 5, 6].map((dayOfWeek) => ({
    dayOfWeek,
    startTime: '06:00',
    endTime: '22:00',
  }));
  const enterOne = async (number: number) => {
    const id = `coach-${number}`;
    const person = { sub: id, roles: ['coach'], name: `Coach ${number}`, email: `${id}@load.example` };
    const { access_token: token } = await must(client, { method: 'POST', path: '/dev/token', body: person });
    const call = (method: string, path: string, body: object) =>
      must(client, { method, path: `/api/coach-dashboard${path}`, token, body });
    await call('PUT', '/availability', { timeZone: 'UTC', advanceBookingDays: 90, workingHours });
    const leads: string[] = [];
    for (const lead of [0, 1, 2]) {
      const made = await call('POST', '/leads', {
        name: `Lead ${lead}`,
        email: `lead-${lead}@${id}.example`,
      });
      leads.push(made.data._id);
    }
    const coach: Coach = { id, token, leads, taken: 0 };
    for (const leadId of leads) {
      await call('POST', '/appointments', bookingOf(leadId, nextStart(coach, now)));
    }
    coaches.push(coach);
  };
  const lane = async () => {
    for (const number of numbers) await enterOne(number);
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  return coaches;
}

/** Face to face: a meeting would be made at its provider within the call, whose speed is not ours. */
export const bookingOf = (leadId: string | undefined, startTime: string) => ({
  leadId,
  startTime,
  duration: 30,
  appointmentType: 'offline',
});
