import { DAY, type Instant, type Interval } from '../time/instant.ts';
import type { AgendaId } from './appointment.ts';

/** Days since 1970-01-01 in UTC: one agenda page holds one of them. */
export type UtcDay = number;

/** A stretch of a person's time that is taken; `id` is the appointment's or the hold's. */
export interface AgendaEntry extends Interval {
  readonly id: string;
  /** Only holds have one: from this instant on the entry no longer counts. */
  readonly expiresAt: Instant | undefined;
}

/** What occupies one person on one UTC day. An entry stands whole on every page that it touches. */
export interface AgendaPage {
  readonly agenda: AgendaId;
  readonly day: UtcDay;
  /** 0: never written. */
  readonly version: number;
  readonly entries: readonly AgendaEntry[];
}

/** The UTC days that a half-open interval touches, ascending. */
export function daysTouched(interval: Interval): readonly UtcDay[] {
  const first = Math.floor(interval.start / DAY);
  const last = Math.floor((interval.end - 1) / DAY);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Entries that count at `now`, each once, without the one that is being moved. */
export function liveEntries(
  pages: readonly AgendaPage[],
  now: Instant,
  except?: string,
): readonly AgendaEntry[] {
  const byId = new Map<string, AgendaEntry>();
  for (const page of pages) {
    for (const entry of page.entries) {
      if (entry.id !== except && countsAt(entry, now)) byId.set(entry.id, entry);
    }
  }
  return [...byId.values()];
}

/**
 * Takes an entry out of the pages on which it stands and puts its new form on those that it touches now. Holds that
 * have run out are dropped from a page that is written anyway. Returns every page given, changed or not: unchanged
 * ones were read for the decision and are checked by the transaction as well.
 *
 * @throws RangeError when a page that the new entry touches was not read
 */
export function replaceEntry(
  pages: readonly AgendaPage[],
  id: string,
  entry: AgendaEntry | undefined,
  now: Instant,
): readonly PageChange[] {
  const touched = new Set(entry === undefined ? [] : daysTouched(entry));
  for (const day of touched) {
    if (!pages.some((page) => page.day === day)) throw new RangeError(`agenda page ${day} was not read`);
  }
  return pages.map((page) => {
    const stood = page.entries.some((one) => one.id === id);
    const stands = touched.has(page.day) && entry !== undefined;
    if (!stood && !stands) return { page, changed: false };
    const others = page.entries.filter((one) => one.id !== id && countsAt(one, now));
    const entries = stands ? [...others, entry].sort((a, b) => a.start - b.start) : others;
    return { page: { ...page, entries }, changed: true };
  });
}

export interface PageChange {
  /** Carries the version that was read. */
  readonly page: AgendaPage;
  /** False: only its version is checked. */
  readonly changed: boolean;
}

function countsAt(entry: AgendaEntry, now: Instant): boolean {
  return entry.expiresAt === undefined || now < entry.expiresAt;
}
