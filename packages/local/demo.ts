import type { Cloud } from './cloud.ts';

/*
 * Demo people, a month of appointments, two weeks back and two weeks ahead, and two bookings that visitors did not finish,
 * entered through the product's own API with the clock set back: what the store holds then has gone the same way as
 * everything else.
 */

const day = 86_400_000;
const hour = 3_600_000;
const minute = 60_000;

interface DemoCoach {
  readonly sub: string;
  readonly name: string;
  readonly timeZone: string;
  readonly availability: object;
  readonly leads: readonly {
    readonly name: string;
    readonly timeZone: string;
    readonly temperature: string;
  }[];
  readonly staff?: { readonly id: string; readonly name: string };
}

const weekdays = [1, 2, 3, 4, 5];
const office = weekdays.map((dayOfWeek) => ({
  dayOfWeek,
  startTime: '09:00',
  endTime: '17:00',
  isWorking: true,
}));

const coaches: readonly DemoCoach[] = [
  {
    sub: 'demo-coach',
    name: 'Maya Rivera',
    timeZone: 'America/New_York',
    availability: {
      workingHours: office,
      defaultAppointmentDuration: 60,
      bufferTime: 15,
      sessionPrice: 120,
      slotInterval: 30,
    },
    leads: [
      { name: 'John Doe', timeZone: 'America/New_York', temperature: 'hot' },
      { name: 'Sarah Johnson', timeZone: 'America/Los_Angeles', temperature: 'warm' },
      { name: 'Mike Wilson', timeZone: 'Europe/London', temperature: 'cold' },
      { name: 'Aiko Tanaka', timeZone: 'Asia/Tokyo', temperature: 'warm' },
    ],
    staff: { id: 'demo-staff', name: 'Jane Smith' },
  },
  {
    sub: 'demo-therapist',
    name: 'Jonas Weber',
    timeZone: 'Europe/Berlin',
    availability: {
      workingHours: weekdays.flatMap((dayOfWeek) => [
        { dayOfWeek, startTime: '08:00', endTime: '12:00' },
        { dayOfWeek, startTime: '13:00', endTime: '18:00' },
      ]),
      defaultAppointmentDuration: 50,
      bufferTime: 10,
      autoConfirm: true,
      sessionPrice: 90,
    },
    leads: [
      { name: 'Lena Fischer', timeZone: 'Europe/Berlin', temperature: 'hot' },
      { name: 'Paul Novak', timeZone: 'Europe/Prague', temperature: 'warm' },
    ],
  },
];

/** What becomes of appointments that have passed, in turn. */
const endings = ['completed', 'completed', 'completed', 'no_show', 'completed', 'cancelled'] as const;

/** Visitors of the first coach's booking page who left it too early, and how long ago. */
const abandoned = [
  { name: 'Olivia Brown', timeZone: 'America/Chicago', before: 30 * hour },
  { name: 'Noah Martin', timeZone: 'Europe/Paris', before: 2 * hour },
];

/** Fills an empty store and sets the clock back to real time. Throws when the product refuses what it should take. */
export async function enterDemo(cloud: Cloud): Promise<void> {
  const today = Math.floor(cloud.clock.now() / day) * day;
  for (const coach of coaches) {
    await enterCoach(cloud, coach, today);
    await cloud.settle();
  }
  for (const visitor of abandoned) await abandonBooking(cloud, visitor, today);
  cloud.clock.reset();
}

async function enterCoach(cloud: Cloud, coach: DemoCoach, today: number): Promise<void> {
  cloud.clock.set(today - 14 * day);
  const email = `${coach.sub}@example.com`;
  const token = await post(cloud, '/dev/token', {
    sub: coach.sub,
    roles: ['coach'],
    name: coach.name,
    email,
  });
  const api = (method: string, path: string, body?: object) =>
    call(cloud, method, `/api/coach-dashboard${path}`, body, String(token.access_token));

  await api('PUT', '/availability', { timeZone: coach.timeZone, ...coach.availability });
  const leads: string[] = [];
  for (const { name, timeZone, temperature } of coach.leads) {
    const address = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
    const made = await api('POST', '/leads', {
      name,
      email: address,
      phone: '+15551234567',
      timeZone,
      temperature,
    });
    leads.push(made.data._id);
  }
  if (coach.staff !== undefined) {
    await api('POST', '/staff', { ...coach.staff, email: `${coach.staff.id}@example.com` });
  }

  let turn = 0;
  const booked: { readonly id: string; readonly start: number }[] = [];
  for (let offset = -13; offset <= 14; offset += 1) {
    const date = new Date(today + offset * day).toISOString().slice(0, 10);
    const slots: readonly { startTime: string; duration: number; slotType: string }[] = (
      await api('GET', `/available-slots?date=${date}`)
    ).data.availableSlots.filter((slot: { slotType: string }) => slot.slotType === 'standard');
    // Two a day, not at the same hours, so that the calendar looks like one.
    for (const position of [turn % 3, 5 + (turn % 4)]) {
      const slot = slots[position];
      turn += 1;
      if (slot === undefined) continue;
      const { startTime, duration } = slot;
      const made = await api('POST', '/appointments', {
        leadId: leads[turn % leads.length],
        startTime,
        duration,
      });
      booked.push({ id: made.data._id, start: Date.parse(startTime) });
    }
  }

  const past = booked.filter(({ start }) => start < today - hour).sort((a, b) => a.start - b.start);
  const ends = past.map(({ id, start }, index) => {
    const status = endings[index % endings.length];
    return { id, status, at: status === 'cancelled' ? start - 5 * hour : start + hour };
  });
  // In order of time: whoever goes back cancels what reminders were sent of.
  for (const { id, status, at } of ends.sort((a, b) => a.at - b.at)) {
    await cloud.advanceTo(at);
    await api('PATCH', `/appointments/${id}/status`, { status });
  }
}

/** Holds a slot a week ahead, lets the hold run out, and the times go by at which the visitor is written to. */
async function abandonBooking(
  cloud: Cloud,
  { name, timeZone, before }: (typeof abandoned)[number],
  today: number,
): Promise<void> {
  const began = today - before;
  cloud.clock.set(began);
  const dates = [7, 14].map((days) => new Date(today + days * day).toISOString().slice(0, 10));
  const coachId = coaches[0]?.sub;
  const slots = `/api/v1/public/coaches/${coachId}/slots?from=${dates[0]}&to=${dates[1]}`;
  const free = (await call(cloud, 'GET', slots)).data;
  const contact = { name, email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`, timeZone };
  const { startTime } = free.slots[0];
  await post(cloud, '/api/v1/public/holds', { coachId, startTime, duration: free.duration, contact });
  for (const minutes of [0, 11, 41, 24 * 60 + 11]) {
    const at = began + minutes * minute;
    if (at > today) break;
    await cloud.advanceTo(at);
  }
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, of which a field or two is read
async function call(cloud: Cloud, method: string, path: string, body?: object, token?: string): Promise<any> {
  const response = await fetch(`${cloud.url}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`demo data: ${method} ${path} answered ${JSON.stringify(answer)}`);
  return answer;
}

function post(cloud: Cloud, path: string, body: object) {
  return call(cloud, 'POST', path, body);
}
