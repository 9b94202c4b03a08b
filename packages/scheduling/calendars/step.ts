import type { Interval } from '../time/instant.ts';
import type { Wish } from './desired.ts';
import { digestOf } from './digest.ts';
import type { CalendarEntry, ExternalTime } from './entry.ts';

/** What is known of an entry in an external calendar. */
export interface Standing {
  readonly state: 'pending' | 'synced' | 'failed' | 'moved' | 'deleted';
  /** Undefined: nothing stands there, as far as is known. */
  readonly external: object | undefined;
  /** Of what was last written; undefined: it shall be written again whatever it is. */
  readonly digest: string | undefined;
  readonly writtenStart: number | undefined;
  readonly writtenEnd: number | undefined;
  /** A write that was begun and whose end nobody knows. */
  readonly attempt: Interval | undefined;
}

/** The one thing to do next. `settle` creates under the same identity what may stand there, to learn what to remove. */
export type Step =
  | { readonly kind: 'none' }
  | { readonly kind: 'create' | 'update'; readonly entry: CalendarEntry }
  | { readonly kind: 'remove' }
  | { readonly kind: 'settle' };

/**
 * Compares what shall be with what is known to be. What was begun is finished even if the switches have been turned off
 * since: otherwise nobody could say what stands there.
 */
export function nextStep(standing: Standing | undefined, { entry, mayCreate, mayChange }: Wish): Step {
  const external = standing?.external;
  const begun = standing?.attempt !== undefined;
  if (entry === undefined) {
    if (external !== undefined) return mayChange ? { kind: 'remove' } : { kind: 'none' };
    return begun ? { kind: 'settle' } : { kind: 'none' };
  }
  if (external === undefined) return begun || mayCreate ? { kind: 'create', entry } : { kind: 'none' };
  if (!begun && standing?.digest === digestOf(entry)) return { kind: 'none' };
  return begun || mayChange ? { kind: 'update', entry } : { kind: 'none' };
}

/**
 * Whether a change of an appointment, or news of one that came twice, leaves anything to do. What somebody moved or
 * deleted over there stays so until the appointment itself changes, or a manual sync forgets the digest. One that is
 * being worked at is always asked for again, because the worker may have read what was before the change.
 */
export function needsWork(standing: Standing | undefined, wish: Wish): boolean {
  if (standing?.state === 'pending') return true;
  if (standing?.state === 'deleted') {
    const same = wish.entry !== undefined && standing.digest === digestOf(wish.entry);
    return !same && (wish.entry === undefined || wish.mayCreate);
  }
  return nextStep(standing, wish).kind !== 'none';
}

/**
 * How an entry of ours that is seen in the calendar stands to what we wrote. Only the time counts: etags change when
 * guests answer or a colour is chosen, and words may be edited by the calendar's owner.
 *
 * @param seen undefined: it is gone
 */
export function driftOf(
  standing: Pick<Standing, 'writtenStart' | 'writtenEnd' | 'attempt'>,
  seen: ExternalTime | undefined,
): 'agrees' | 'moved' | 'deleted' {
  if (seen === undefined) return 'deleted';
  if (seen.kind !== 'interval') return 'moved';
  const { writtenStart: start, writtenEnd: end, attempt } = standing;
  const written = start !== undefined && end !== undefined && sameTime(seen, { start, end });
  return written || (attempt !== undefined && sameTime(seen, attempt)) ? 'agrees' : 'moved';
}

/** Providers keep whole seconds. */
function sameTime(a: Interval, b: Interval): boolean {
  return seconds(a.start) === seconds(b.start) && seconds(a.end) === seconds(b.end);
}

function seconds(instant: number): number {
  return Math.floor(instant / 1000);
}
