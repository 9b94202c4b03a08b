import type { AgendaId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Caller, Person } from '../model.ts';
import type { Ports } from '../ports.ts';

/**
 * The person who calls, as the directory knows them; somebody seen for the first time is entered from the claims of
 * the token, and a change of roles is noted.
 */
export async function introduce(
  ports: Pick<Ports, 'directory' | 'clock'>,
  caller: Omit<Caller, 'staffOf'>,
): Promise<Person> {
  const known = await ports.directory.get(caller.id);
  if (known === undefined) {
    const { id, name = '', email, roles } = caller;
    const details = { phone: undefined, timeZone: undefined, lead: undefined, staffOf: undefined };
    const entered = await enterPerson(ports, { id, name, email, roles, ...details });
    return entered ?? introduce(ports, caller);
  }
  if (sameRoles(known, caller)) return known;
  const changed = {
    ...(known.roles.length === 0 ? await firstLogin(ports, known, caller) : known),
    roles: caller.roles,
    updatedAt: ports.clock.now(),
    version: known.version + 1,
  };
  // Whoever changed the person meanwhile was right as well; the next call notes the roles.
  return (await ports.directory.update(changed)) ? changed : known;
}

/** Somebody whom a coach entered as staff before they came: from now on they are who their own token says. */
async function firstLogin(
  { directory }: Pick<Ports, 'directory'>,
  known: Person,
  { name = known.name, email }: Pick<Caller, 'name' | 'email'>,
): Promise<Person> {
  if (email === undefined || email === known.email) return { ...known, name };
  const agenda = (await directory.agendaOf(email)) ?? (known.id as string as AgendaId);
  return { ...known, name, email, agenda };
}

function sameRoles(a: Pick<Person, 'roles'>, b: Pick<Person, 'roles'>): boolean {
  return [...a.roles].sort().join() === [...b.roles].sort().join();
}

export type NewPerson = Omit<Person, 'agenda' | 'createdAt' | 'updatedAt' | 'version'>;

/** Times a lost race for the same e-mail address is tried again; two people at once is already rare. */
const maximumTries = 5;

/**
 * Enters a person with the agenda of their e-mail address: a new one, or that of whoever has the address already.
 * Returns undefined when the id is taken, or, if that is asked for, when the coach knows a lead with the address.
 */
export async function enterPerson(
  { directory, clock }: Pick<Ports, 'directory' | 'clock'>,
  person: NewPerson,
  unlessKnown?: 'unless_known',
): Promise<Person | undefined> {
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const shared = person.email === undefined ? undefined : await directory.agendaOf(person.email);
    const agenda = shared ?? (person.id as string as AgendaId);
    const now = clock.now();
    const entered: Person = { ...person, agenda, createdAt: now, updatedAt: now, version: 1 };
    if (await directory.enter(entered, unlessKnown)) return entered;
    if ((await directory.get(person.id)) !== undefined) return undefined;
    const { lead, email } = person;
    if (unlessKnown && lead && email && (await directory.leadWith(lead.coachId, email))) return undefined;
  }
  throw new Error('the e-mail address changed hands too often');
}
