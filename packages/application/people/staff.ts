import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Person } from '../model.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import { enterPerson } from './introduce.ts';

export interface StaffFields {
  /** The `sub` with which they log in; a new id for somebody who is only named on appointments. */
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
}

const maximumTries = 5;

/**
 * Makes somebody staff of a coach. Somebody who logs in already (first seen through their own token) keeps what is
 * known of them; staff of another coach, a lead or the coach themselves are refused as a conflict.
 */
export async function addStaff(
  ports: Pick<Ports, 'directory' | 'clock'>,
  coachId: PersonId,
  fields: StaffFields,
): Promise<Outcome<Person>> {
  const conflict = failed({ kind: 'conflict', message: 'This person cannot become staff of this coach' });
  if (fields.id === coachId) return conflict;
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const entered = await enterPerson(ports, {
      ...fields,
      phone: undefined,
      timeZone: undefined,
      roles: [],
      lead: undefined,
      staffOf: coachId,
    });
    if (entered !== undefined) return done(entered);
    const known = await ports.directory.get(fields.id);
    if (known === undefined) continue;
    if (known.staffOf === coachId) return done(known);
    if (known.staffOf !== undefined || known.lead !== undefined) return conflict;
    // The answer tells their name and address, so the coach must know the address, and they must log in as staff.
    const isStaff = known.roles.every((role) => role === 'staff');
    if (!isStaff || known.email?.toLowerCase() !== fields.email.toLowerCase()) return conflict;
    const joined: Person = {
      ...known,
      staffOf: coachId,
      updatedAt: ports.clock.now(),
      version: known.version + 1,
    };
    if (await ports.directory.update(joined)) return done(joined);
  }
  return failed({ kind: 'busy' });
}

/** Everybody who may act for the coach. */
export async function listStaff(
  { directory }: Pick<Ports, 'directory'>,
  coachId: PersonId,
): Promise<readonly Person[]> {
  return directory.listStaff(coachId);
}
