import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { isTimeZone } from '@punctual/scheduling/time/zone.ts';
import type { Person, Temperature } from '../model.ts';
import { badCursor, done, failed, notFound, type Outcome, unknownZone } from '../outcome.ts';
import type { LeadQuery, PeoplePage, Ports } from '../ports.ts';
import { enterPerson } from './introduce.ts';

export interface LeadFields {
  readonly name: string;
  readonly email: string;
  readonly phone: string | undefined;
  readonly timeZone: string | undefined;
  readonly temperature: Temperature;
  readonly score: number;
}

/** `id` is the same for a repeated call, which then finds its lead again. */
export async function createLead(
  ports: Pick<Ports, 'directory' | 'clock'>,
  coachId: PersonId,
  id: PersonId,
  fields: LeadFields,
): Promise<Outcome<Person>> {
  if (!knownZone(fields.timeZone)) return unknownZone('body.timeZone');
  const { name, email, phone, timeZone, temperature, score } = fields;
  const entered = await enterPerson(ports, {
    id,
    name,
    email,
    phone,
    timeZone,
    roles: [],
    lead: { coachId, temperature, score },
    staffOf: undefined,
  });
  return entered === undefined ? getLead(ports, coachId, id) : done(entered);
}

/** A lead of this coach; somebody else's is `not_found`. */
export async function getLead(
  { directory }: Pick<Ports, 'directory'>,
  coachId: PersonId,
  id: PersonId,
): Promise<Outcome<Person>> {
  const person = await directory.get(id);
  return person?.lead?.coachId === coachId ? done(person) : notFound('Lead');
}

/** A coach's leads by pages; a cursor that was not given out is `invalid`. */
export async function listLeads(
  { directory }: Pick<Ports, 'directory'>,
  query: LeadQuery,
): Promise<Outcome<PeoplePage>> {
  const page = await directory.listLeads(query);
  return page === 'bad_cursor' ? badCursor() : done(page);
}

const maximumTries = 5;

/**
 * Changes what is given, and leaves the rest. A new e-mail address that somebody else has means that both share one
 * agenda from now on; with appointments still to come that is refused as a conflict, because those stand in the old one.
 */
export async function updateLead(
  ports: Pick<Ports, 'directory' | 'ledger' | 'clock'>,
  coachId: PersonId,
  id: PersonId,
  fields: { readonly [Field in keyof LeadFields]?: LeadFields[Field] | undefined },
): Promise<Outcome<Person>> {
  if (!knownZone(fields.timeZone)) return unknownZone('body.timeZone');
  const { directory, ledger, clock } = ports;
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const lead = await directory.get(id);
    if (lead?.lead?.coachId !== coachId) return notFound('Lead');
    const shared =
      fields.email === undefined || fields.email === lead.email
        ? undefined
        : await directory.agendaOf(fields.email);
    const agenda = shared ?? lead.agenda;
    const now = clock.now();
    if (agenda !== lead.agenda) {
      const open = await ledger.list({ of: { clientId: id }, state: 'live', limit: 1 });
      if (open.length > 0) {
        const message = 'This e-mail address cannot be taken while the lead has open appointments';
        return failed({ kind: 'conflict', message });
      }
    }
    const changed: Person = {
      ...lead,
      agenda,
      name: fields.name ?? lead.name,
      email: fields.email ?? lead.email,
      phone: fields.phone ?? lead.phone,
      timeZone: fields.timeZone ?? lead.timeZone,
      lead: {
        ...lead.lead,
        temperature: fields.temperature ?? lead.lead.temperature,
        score: fields.score ?? lead.lead.score,
      },
      updatedAt: now,
      version: lead.version + 1,
    };
    if (await directory.update(changed)) return done(changed);
  }
  return failed({ kind: 'busy' });
}

function knownZone(timeZone: string | undefined): boolean {
  return timeZone === undefined || isTimeZone(timeZone);
}
