import type { AgendaId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Caller, Person } from '../model.ts';
import type { Ports } from '../ports.ts';

/** Enters a person seen for the first time from the claims of the token; does nothing for anybody else's id. */
export async function enterCaller(
  ports: Pick<Ports, 'directory' | 'clock'>,
  caller: Caller,
  id: PersonId,
): Promise<void> {
  if (caller.id !== id) return;
  await enterPerson(ports, {
    id,
    name: caller.name ?? '',
    email: caller.email,
    phone: undefined,
    timeZone: undefined,
    lead: undefined,
    staffOf: undefined,
  });
}

export type NewPerson = Pick<Person, 'id' | 'name' | 'email' | 'phone' | 'timeZone' | 'lead' | 'staffOf'>;

/** Times a lost race for the same e-mail address is tried again; two people at once is already rare. */
const maximumTries = 5;

/**
 * Enters a person with the agenda of their e-mail address: a new one, or that of whoever has the address already.
 * Returns undefined when the id is taken.
 */
export async function enterPerson(
  { directory, clock }: Pick<Ports, 'directory' | 'clock'>,
  person: NewPerson,
): Promise<Person | undefined> {
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const shared = person.email === undefined ? undefined : await directory.agendaOf(person.email);
    const agenda = shared ?? (person.id as string as AgendaId);
    const now = clock.now();
    const entered: Person = { ...person, agenda, createdAt: now, updatedAt: now, version: 1 };
    if (await directory.enter(entered)) return entered;
    if ((await directory.get(person.id)) !== undefined) return undefined;
  }
  throw new Error('the e-mail address changed hands too often');
}
