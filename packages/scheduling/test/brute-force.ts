/**
 * Slots minute by minute: the rules spelled out over tables with one entry per minute, slow and plain, sharing nothing with the
 * engine but its types. Offsets come from luxon. Everything must be whole minutes, and offsets change at quarter hours.
 */
import type { Schedule, WallWindow } from '../availability/schedule.ts';
import type { RefusalReason, SlotQuestion } from '../slots/slots.ts';
import { DAY, type Instant, type Interval, MINUTE } from '../time/instant.ts';
import { luxonOffset } from './zones.ts';

const MINUTES_OF_DAY = 1440;

/** A stretch of time, minute by minute. */
export class MinuteTable {
  readonly start: Instant;
  /** Wall time of each minute, as minutes since 1970-01-01 00:00 on the wall. */
  readonly wall: number[] = [];

  constructor(zone: string, start: Instant, end: Instant) {
    this.start = start;
    for (let at = start; at < end; at += 15 * MINUTE) {
      const offset = luxonOffset(zone, at);
      for (let minute = 0; minute < 15; minute++) this.wall.push(at / MINUTE + minute + offset);
    }
  }

  /** Index of the minute at which the wall shows a time: the first, or as far behind the gap as the time is inside it. */
  indexOfWall(time: number): number {
    const shown = this.wall.indexOf(time);
    if (shown >= 0) return shown;
    const beforeGap = this.wall.findIndex((wall, i) => wall < time && (this.wall[i + 1] ?? wall) > time);
    if (beforeGap < 0) throw new Error('the wall time is not in the table');
    return beforeGap + time - (this.wall[beforeGap] ?? 0);
  }

  instantAt(index: number): Instant {
    return this.start + index * MINUTE;
  }

  dateAt(index: number): number {
    return Math.floor((this.wall[index] ?? 0) / MINUTES_OF_DAY);
  }

  /** True for each minute that one of the intervals takes. */
  taken(intervals: readonly Interval[]): boolean[] {
    const minutes = new Array<boolean>(this.wall.length).fill(false);
    for (const { start, end } of intervals) {
      if (end <= start) continue;
      minutes.fill(
        true,
        Math.max(0, (start - this.start) / MINUTE),
        Math.max(0, (end - this.start) / MINUTE),
      );
    }
    return minutes;
  }

  /** The windows of every date that is in the table with some days to spare, as pairs of indexes. */
  windows(schedule: Schedule): [number, number][] {
    const pairs: [number, number][] = [];
    const dates = new Set<number>();
    for (let i = 0; i < this.wall.length; i += 15) dates.add(this.dateAt(i));
    const first = Math.min(...dates) + 1;
    const last = Math.max(...dates) - 3;
    for (const date of dates) {
      if (date < first || date > last) continue;
      const special = schedule.overrides.filter((override) => override.date === date);
      const weekday = new Date(date * DAY).getUTCDay();
      const windows: WallWindow[] =
        special.length > 0
          ? special.flatMap((override) => override.windows)
          : schedule.weeklyWindows.filter((window) => window.weekday === weekday);
      for (const { startMinute, endMinute } of windows) {
        const start = this.indexOfWall(date * MINUTES_OF_DAY + startMinute);
        const end = this.indexOfWall(date * MINUTES_OF_DAY + endMinute);
        if (start < end) pairs.push([start, end]);
      }
    }
    return pairs;
  }
}

/** What `explainSlots` must say. The table must begin some days before the windows that matter, and end some days after. */
export function explainByBruteForce(
  table: MinuteTable,
  question: SlotQuestion,
): { start: Instant; reason: RefusalReason | undefined }[] {
  const { schedule, occupied, durationMinutes } = question;
  const open = new Array<boolean>(table.wall.length).fill(false);
  for (const [start, end] of table.windows(schedule)) open.fill(true, start, end);

  const taken = {
    timeOff: table.taken(schedule.timeOff),
    unknown: table.taken(occupied.unknown),
    appointments: table.taken(occupied.appointments),
    holds: table.taken(occupied.holds),
    external: table.taken(occupied.external),
    client: table.taken(occupied.client),
  };
  const today = table.dateAt((question.now - table.start) / MINUTE);

  const reasonAt = (index: number): RefusalReason | undefined => {
    const at = table.instantAt(index);
    const any = (minutes: boolean[], margin: number): boolean =>
      minutes.slice(Math.max(0, index - margin), index + durationMinutes + margin).includes(true);
    const horizon = schedule.advanceBookingDays ?? Number.POSITIVE_INFINITY;
    const { minimum, maximum } =
      question.durations.kind === 'range' ? question.durations : { minimum: 0, maximum: 0 };
    const listed = question.durations.kind === 'list' ? question.durations.minutes : [];
    const margin = schedule.bufferMinutes;
    if (at < question.now) return 'IN_THE_PAST';
    if (at < question.now + schedule.minimumNoticeMinutes * MINUTE) return 'TOO_SOON';
    if (!schedule.sameDayBooking && table.dateAt(index) === today) return 'TOO_SOON';
    if (table.dateAt(index) - today > horizon) return 'TOO_FAR';
    if (open.slice(index, index + durationMinutes).includes(false)) return 'OUTSIDE_WORKING_HOURS';
    if (!listed.includes(durationMinutes) && (durationMinutes < minimum || durationMinutes > maximum)) {
      return 'DURATION_NOT_OFFERED';
    }
    if (any(taken.timeOff, 0)) return 'TIME_OFF';
    if (any(taken.unknown, margin)) return 'CALENDAR_UNKNOWN';
    if (any(taken.appointments, 0)) return 'BUSY';
    if (any(taken.holds, 0)) return 'HELD';
    if (any(taken.external, 0)) return 'EXTERNAL_BUSY';
    if ([taken.appointments, taken.holds, taken.external].some((minutes) => any(minutes, margin)))
      return 'BUFFER';
    return any(taken.client, 0) ? 'CLIENT_BUSY' : undefined;
  };

  const found: { start: Instant; reason: RefusalReason | undefined }[] = [];
  let sinceStart = 0;
  for (let index = 0; index < open.length; index++) {
    sinceStart = open[index] && open[index - 1] ? sinceStart + 1 : 0;
    const at = table.instantAt(index);
    if (!open[index] || sinceStart % question.stepMinutes !== 0) continue;
    if (at < question.startsFrom || at >= question.startsBefore) continue;
    if (at + durationMinutes * MINUTE > question.endsBy) continue;
    found.push({ start: at, reason: reasonAt(index) });
  }
  return found;
}
