/** Zone data for tests, read through luxon and not through the code under test. */
import { IANAZone } from 'luxon';
import { DAY, type Instant, MINUTE } from '../time/instant.ts';

export interface Transition {
  /** A zone that stands for all that change at the same instants by the same amounts. */
  readonly zone: string;
  /** The first instant of the new offset. */
  readonly at: Instant;
}

const offsetCache = new Map<string, IANAZone>();

/** Minutes east of UTC. */
export function luxonOffset(zone: string, at: Instant): number {
  let known = offsetCache.get(zone);
  if (known === undefined) {
    known = IANAZone.create(zone);
    offsetCache.set(zone, known);
  }
  return known.offset(at);
}

/** Every transition of a zone between two instants, exact to the minute; a pair less than half a week apart would be missed. */
export function transitionsOf(zone: string, from: Instant, to: Instant): Instant[] {
  const found: Instant[] = [];
  const step = 3.5 * DAY;
  let offset = luxonOffset(zone, from);
  for (let at = from; at < to; at += step) {
    const next = luxonOffset(zone, at + step);
    if (next === offset) continue;
    let before = at;
    let after = at + step;
    while (after - before > MINUTE) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
      if (luxonOffset(zone, middle) === offset) before = middle;
      else after = middle;
    }
    found.push(after);
    offset = next;
  }
  return found;
}

/** The transitions of all IANA zones between two instants, once for all zones that share them. */
export function allTransitions(from: Instant, to: Instant): Transition[] {
  const groups = new Map<string, Transition[]>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const instants = transitionsOf(zone, from, to);
    const shape = `${luxonOffset(zone, from)}:${instants.join()}`;
    if (!groups.has(shape))
      groups.set(
        shape,
        instants.map((at) => ({ zone, at })),
      );
  }
  return [...groups.values()].flat();
}
