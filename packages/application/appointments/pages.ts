import type { Appointment, PersonId, Status } from '@punctual/scheduling/appointments/appointment.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import type { Caller } from '../model.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import type { PersonRole, Ports, Tally } from '../ports.ts';

export const liveStatuses: readonly Status[] = ['scheduled', 'confirmed', 'in_progress'];
const endedStatuses: readonly Status[] = ['completed', 'cancelled', 'no_show'];

export interface PageRequest {
  readonly person: PersonId;
  readonly role: PersonRole;
  /** Undefined: all of them. */
  readonly statuses: readonly Status[] | undefined;
  readonly limit: number;
  readonly offset: number;
}

export interface AppointmentPage {
  readonly appointments: readonly Appointment[];
  /** On all pages together. */
  readonly total: number;
}

/**
 * A page of all appointments that a person has in a role, latest start first; their own, for admins anybody's, else
 * `forbidden`. The counts by month tell how many there are and in which month the page begins, so that it costs one
 * request for them and at most one for each of the two indexes (more only where one index answer, 1 MB, is too small),
 * and reads what the page shows and what stands before it in its first month. With statuses asked for, it reads all of
 * the months that the page lies in.
 */
export async function pageOf(
  { ledger }: Pick<Ports, 'ledger'>,
  caller: Pick<Caller, 'id' | 'roles'>,
  { person, role, statuses, limit, offset }: PageRequest,
): Promise<Outcome<AppointmentPage>> {
  if (caller.id !== person && !caller.roles.includes('admin')) {
    return failed({ kind: 'forbidden', message: 'You may list your own appointments only' });
  }
  const wanted = (all: readonly Status[]) => all.filter((one) => statuses?.includes(one) ?? true);
  const [live, ended] = [wanted(liveStatuses), wanted(endedStatuses)];
  const months = (await ledger.tallies(person, role)).toReversed().map((tally) => {
    const counts = { live: countIn(tally, live), ended: countIn(tally, ended) };
    return { month: tally.month, ...counts, both: counts.live + counts.ended };
  });
  const total = sumOf(months, 'both');

  const { skipped, rest } = afterWhole(months, offset);
  const before = offset - skipped;
  const needed = rest.slice(0, lengthUpTo(rest, before + limit));
  const [first, last] = [needed[0], needed.at(-1)];
  if (first === undefined || last === undefined) return done({ appointments: [], total });

  const read = async (state: 'live' | 'ended', all: readonly Status[], some: readonly Status[]) => {
    const most = sumOf(needed, state);
    if (most === 0) return [];
    return ledger.list({
      of: role === 'provider' ? { providerId: person } : { clientId: person },
      state,
      from: startOfMonth(last.month),
      before: startOfMonthAfter(first.month),
      descending: true,
      // The index knows starts only: a limit would count those that are filtered out as well.
      ...(some.length === all.length ? { limit: Math.min(before + limit, most) } : { statuses: some }),
    });
  };
  const found = await Promise.all([read('live', liveStatuses, live), read('ended', endedStatuses, ended)]);
  // The index follows the table: what is just ending may be in both lists, and its later version is right.
  const byId = new Map<string, Appointment>();
  for (const one of found.flat()) {
    if (one.version > (byId.get(one.id)?.version ?? 0)) byId.set(one.id, one);
  }
  const appointments = [...byId.values()].sort(latestFirst);
  return done({ appointments: appointments.slice(before, before + limit), total });
}

/** As the descending index has them: of one start, the id that sorts last comes first. */
function latestFirst(a: Appointment, b: Appointment): number {
  return b.start - a.start || (a.id < b.id ? 1 : -1);
}

interface Month {
  readonly month: string;
  readonly live: number;
  readonly ended: number;
  readonly both: number;
}

function sumOf(months: readonly Month[], field: 'live' | 'ended' | 'both'): number {
  return months.reduce((sum, month) => sum + month[field], 0);
}

/** Leaves out the months from the front that an offset skips whole. */
function afterWhole(months: readonly Month[], offset: number) {
  let skipped = 0;
  const first = months.findIndex(({ both }) => {
    if (skipped + both > offset) return true;
    skipped += both;
    return false;
  });
  return { skipped, rest: first === -1 ? [] : months.slice(first) };
}

/** How many months from the front hold `count` appointments; all of them when there are fewer. */
function lengthUpTo(months: readonly Month[], count: number): number {
  let seen = 0;
  const last = months.findIndex(({ both }) => {
    seen += both;
    return seen >= count;
  });
  return last === -1 ? months.length : last + 1;
}

/** How many of a month's appointments have one of the statuses. */
export function countIn({ counts }: Tally, statuses: readonly Status[]): number {
  return statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}

function startOfMonth(month: string): Instant {
  return Date.parse(`${month}-01T00:00:00Z`);
}

/** The first instant after a month of a tally (`2026-03`). */
export function startOfMonthAfter(month: string): Instant {
  const first = new Date(startOfMonth(month));
  return Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1);
}
