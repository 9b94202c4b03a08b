import type { Client, Reply } from './client.ts';

export interface Member {
  readonly id: string;
  readonly token: string;
  readonly email: string;
}

export interface Coach extends Member {
  readonly leads: string[];
}

/** Everybody in a storm, and every word about them that no log may hold. */
export interface Cast {
  readonly coaches: readonly Coach[];
  readonly clients: readonly Member[];
  readonly admin: Member;
  readonly secrets: Set<string>;
}

/** Names, words and numbers that occur nowhere else, so that one search finds any of them in a log. */
export const marks = {
  name: 'Quillfeather',
  words: 'hush-hush',
  host: 'storm-people.example',
  phone: '120255501',
} as const;

const begin = '2027-03-01T08:00:00Z';

async function must(client: Client, ...[call]: Parameters<Client['call']>): Promise<Reply> {
  const reply = await client.call(call);
  if (reply.status === 0 || reply.status >= 400) {
    throw new Error(`${call.method} ${call.path}: ${reply.status} ${JSON.stringify(reply.body)}`);
  }
  return reply;
}

/** Coaches who work nearly round the clock, their leads, and clients of all of them; while nothing goes wrong yet. */
export async function enterCast(client: Client): Promise<Cast> {
  const secrets = new Set<string>(Object.values(marks));
  await must(client, { method: 'POST', path: '/dev/clock', body: { now: begin } });
  const member = async (id: string, role: string, email: string): Promise<Member> => {
    const body = { sub: id, roles: [role], name: `${id} ${marks.name}`, email };
    const { access_token: token } = (await must(client, { method: 'POST', path: '/dev/token', body })).body;
    // The signed part may be shown by nobody; its claims are searched for by themselves.
    secrets.add(String(token).split('.')[2] ?? '');
    return { id, token, email };
  };
  const admin = await member('admin-0', 'admin', `admin@${marks.host}`);
  const days = [0, 1, 2, 3, 4, 5, 6];
  const workingHours = days.map((dayOfWeek) => ({ dayOfWeek, startTime: '00:00', endTime: '23:00' }));
  const coaches: Coach[] = [];
  for (const number of [0, 1, 2, 3]) {
    const coach = await member(`coach-${number}`, 'coach', `coach${number}@${marks.host}`);
    const path = '/api/coach-dashboard/availability';
    const settings = { timeZone: 'Europe/Rome', workingHours, bufferTime: number * 5, slotInterval: 30 };
    await must(client, { method: 'PUT', path, token: coach.token, body: settings });
    const leads: string[] = [];
    for (const lead of [0, 1, 2]) {
      const body = {
        name: `Lead ${marks.name}`,
        // The first one of each is the same person, and a client as well.
        email: lead === 0 ? `client0@${marks.host}` : `lead${lead}.${number}@${marks.host}`,
        phone: `+${marks.phone}${number}${lead}`,
      };
      const made = await must(client, {
        method: 'POST',
        path: '/api/coach-dashboard/leads',
        token: coach.token,
        body,
      });
      leads.push(made.body.data._id);
    }
    coaches.push({ ...coach, leads });
  }
  const clients: Member[] = [];
  for (const number of [0, 1, 2, 3, 4]) {
    // The last one is a coach's other self: one person, one agenda.
    const email = number === 4 ? `coach3@${marks.host}` : `client${number}@${marks.host}`;
    const one = await member(`client-${number}`, 'client', email);
    await must(client, { method: 'GET', path: '/booking/meetings', token: one.token });
    for (const { id: providerId } of coaches) {
      const body = { providerId, clientId: one.id };
      await must(client, { method: 'PUT', path: '/api/v1/admin/relationships', token: admin.token, body });
    }
    clients.push(one);
  }
  const host = { email: coaches[0]?.email, name: `Host ${marks.name}` };
  await must(client, { method: 'POST', path: '/dev/providers/calendly/host', body: host });
  return { coaches, clients, admin, secrets };
}
