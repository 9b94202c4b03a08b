import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Recovery } from '@punctual/scheduling/recovery/recovery.ts';
import type { People } from '../appointments/lists.ts';
import type { Ports } from '../ports.ts';
import type { Recoveries, RecoveryTotals } from './ports.ts';

export interface AbandonedList {
  /** Most recently abandoned first. */
  readonly recoveries: readonly Recovery[];
  readonly people: People;
  /** Of all, not only of those listed. */
  readonly totals: RecoveryTotals;
}

/** A coach's abandoned bookings: three requests, and one for every hundred leads named on them. */
export async function listAbandoned(
  { recoveries, directory }: Pick<Ports, 'directory'> & { readonly recoveries: Recoveries },
  coachId: PersonId,
  limit: number,
): Promise<AbandonedList> {
  const [found, totals] = await Promise.all([recoveries.list(coachId, limit), recoveries.totals(coachId)]);
  const people = await directory.getMany([...new Set(found.map(({ clientId }) => clientId))]);
  return { recoveries: found, people, totals };
}
