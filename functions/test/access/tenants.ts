import type { Role } from '@punctual/contracts/route.ts';
import type { Api } from '@punctual/testkit/api.ts';
import { comeBack, googleSide } from '../calendar-providers.ts';
import { intakeRequest } from '../calendly.ts';
import { enterCoach } from '../coach.ts';
import { must } from '../operations.ts';

/** Somebody with one role, who is in the directory already. */
export interface Member {
  readonly id: string;
  readonly role: Role;
  readonly token: string;
}

/** A coach, their staff and their client. Whatever they are called and own has the name of the tenant in it. */
export interface Tenant {
  readonly coach: Member;
  readonly staff: Member;
  readonly client: Member;
}

export async function enterMember(api: Api, id: string, role: Role): Promise<Member> {
  const token = await api.token({
    sub: id,
    roles: [role],
    name: `Name of ${id}`,
    email: `${id}@example.com`,
  });
  return { id, role, token };
}

/** Works Monday to Friday, 9 to 17 in New York. */
export async function enterTenant(api: Api, name: string, admin: Member): Promise<Tenant> {
  const { id, token } = await enterCoach(api, `coach.${name}`, { advanceBookingDays: 60 });
  const coach: Member = { id, role: 'coach', token };
  const staff = await enterMember(api, `staff.${name}`, 'staff');
  const client = await enterMember(api, `client.${name}`, 'client');
  const member = { id: staff.id, name: `Name of ${staff.id}`, email: `${staff.id}@example.com` };
  await must(api, 'addStaff', { body: member }, coach.token);
  await must(api, 'assignClient', { body: { providerId: coach.id, clientId: client.id } }, admin.token);
  await must(api, 'listLeads', {}, staff.token);
  await must(api, 'listMeetings', {}, client.token);
  return { coach, staff, client };
}

/** Makes things of one tenant, a new one each time, and remembers the ids that nobody else may learn. */
export interface Stock {
  readonly ids: ReadonlySet<string>;
  /** The next start at which the coach is free. */
  time(): string;
  /** The next quarter of an hour of a Saturday. */
  window(): { readonly dayOfWeek: number; readonly startTime: string; readonly endTime: string };
  /** The client's, scheduled. */
  appointment(): Promise<string>;
  lead(): Promise<string>;
  /** A row of the working hours. */
  row(): Promise<string>;
  hold(): Promise<{ readonly id: string; readonly token: string }>;
  /** The token of a self-service link. */
  link(): Promise<string>;
  /** The last part of the address of the client's calendar; the one before no longer leads anywhere. */
  feed(): Promise<string>;
  /** A calendar that a member has connected, always the same one. */
  calendar(of: Member): Promise<string>;
  /** Another one, which nothing else is asked for. */
  spareCalendar(of: Member): Promise<string>;
  /** What a provider has answered to a member who gives access, good once. */
  consent(of: Member): Promise<{ readonly code: string; readonly state: string }>;
  /** A request for a consultation, of nobody in particular; scheduled: with a meeting at Calendly. */
  intake(state?: 'scheduled'): Promise<string>;
  /** The coach words reminders in a way of their own. */
  words(): Promise<void>;
  /** A booking that a visitor did not finish, always the same one, which the clock is moved for. */
  abandoned(): Promise<Abandoned>;
}

export interface Abandoned {
  readonly id: string;
  /** The tokens of the links in the mail about it. */
  readonly recover: string;
  readonly unsubscribe: string;
}

const halfHour = 1_800_000;

export function stockOf(api: Api, name: string, { coach, client }: Tenant): Stock {
  const ids = new Set<string>();
  const keep = (id: string): string => {
    ids.add(id);
    return id;
  };
  let next = Date.parse('2026-03-03T14:00:00Z');
  let windows = 0;
  let people = 0;
  const calendars = new Map<string, Promise<string>>();

  function time(): string {
    const start = new Date(next);
    next += halfHour;
    // From 14:00 to 21:00 UTC the coach works in winter and in summer.
    if (new Date(next).getUTCHours() >= 21) next += 17 * 2 * halfHour;
    while ([0, 6].includes(new Date(next).getUTCDay())) next += 24 * 2 * halfHour;
    return start.toISOString();
  }

  function window() {
    const at = (minute: number) =>
      `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    windows += 15;
    return { dayOfWeek: 6, startTime: at(windows), endTime: at(windows + 15) };
  }

  const stock: Stock = {
    ids,
    time,
    window,
    async appointment() {
      const body = { therapistId: coach.id, startTime: time(), duration: 30, description: `About ${name}` };
      return keep((await must(api, 'createMeeting', { body }, client.token)).id);
    },
    async lead() {
      const body = { name: `Lead of ${name}`, email: `lead${++people}@${name}.example` };
      return keep((await must(api, 'createLead', { body }, coach.token)).data._id);
    },
    async row() {
      const body = { ...window(), notes: `Weekends at ${name}` };
      return keep((await must(api, 'createAvailabilitySlot', { body }, coach.token)).id);
    },
    async words() {
      const body = { smsReminder: { body: `[Lead Name], see you at ${name}` } };
      await must(api, 'setReminderTemplates', { body }, coach.token);
    },
    async hold() {
      const contact = {
        name: `Visitor of ${name}`,
        email: `v${++people}@${name}.example`,
        timeZone: 'Europe/Rome',
      };
      const body = { coachId: coach.id, startTime: time(), duration: 30, contact };
      const { id, token } = (await must(api, 'placeHold', { body })).data;
      return { id: keep(id), token };
    },
    async link() {
      const { id, token } = await stock.hold();
      const confirmed = await must(api, 'confirmHold', { params: { id }, body: { token } });
      return confirmed.data.manageUrl.split('/').at(-1);
    },
    async feed() {
      return (await must(api, 'makeCalendarFeed', {}, client.token)).data.url.split('/').at(-1);
    },
    calendar(of) {
      const known = calendars.get(of.id) ?? stock.spareCalendar(of);
      calendars.set(of.id, known);
      return known;
    },
    async spareCalendar(of) {
      const params = { calendar_type: 'google' };
      const { auth_url } = await must(api, 'getCalendarAuthUrl', { params }, of.token);
      const back = await comeBack(await googleSide(api).consent(auth_url, `c${++people}@${name}.example`));
      return keep(String(back.connection_id));
    },
    async consent(of) {
      const params = { calendar_type: 'google' };
      const { auth_url, state } = await must(api, 'getCalendarAuthUrl', { params }, of.token);
      const back = await googleSide(api).consent(auth_url, `c${++people}@${name}.example`);
      return { state, code: new URL(back).searchParams.get('code') ?? '' };
    },
    async intake(state) {
      const asked = intakeRequest();
      const { booking, calendlyLink } = (await must(api, 'createIntake', asked)).results;
      if (state === 'scheduled') {
        const body = {
          name: 'Some Visitor',
          email: asked.body.email,
          startTime: time(),
          booking_url: calendlyLink,
        };
        await api.call({ method: 'POST', path: '/dev/providers/calendly/book', body });
        await api.cloud.settle();
      }
      return booking._id;
    },
    abandoned() {
      abandonedOnce ??= abandon();
      return abandonedOnce;
    },
  };

  let abandonedOnce: Promise<Abandoned> | undefined;

  /** Lets a hold run out, and the half hour go by after which the first mail comes. */
  async function abandon(): Promise<Abandoned> {
    const { id } = await stock.hold();
    await api.cloud.settle();
    await api.cloud.advanceTo(api.cloud.clock.now() + 41 * 60_000);
    const to = `v${people}@${name}.example`;
    const mails = (await api.call({ method: 'GET', path: `/dev/inbox?to=${to}` })).body;
    const text = mails.map((mail: { text: string }) => mail.text).join();
    const tokenOf = (kind: string) => new RegExp(`/public/${kind}/(\\S+)`).exec(text)?.[1] ?? '';
    return { id, recover: tokenOf('recover'), unsubscribe: tokenOf('unsubscribe') };
  }
  return stock;
}
