import { isTimeZone } from '@punctual/scheduling/time/zone.ts';
import type { z } from 'zod';
import { invalid, refuseWith } from './answers.ts';
import { occurrences } from './recurrence.ts';
import { isBusy } from './resources.ts';
import type { freeBusyRequest } from './shapes.ts';
import { type Account, type KeptEvent, type Store, seriesOf } from './store.ts';
import { formatTime, parseTime } from './times.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** About three months: how long a range Google answers is not published. */
const longestRange = 93 * 86_400_000;

function spansOf(event: KeptEvent, account: Account, store: Store, range: Span): Span[] {
  const series = seriesOf(event);
  if (!isBusy(event)) return [];
  if (series === undefined) {
    return event.end > range.start && event.start < range.end ? [event] : [];
  }
  const exceptions = new Set(store.exceptions(account.email, event.id).map(({ id }) => id));
  return occurrences(series, account.timeZone, { after: range.start, before: range.end }).filter(
    ({ suffix }) => !exceptions.has(`${event.id}_${suffix}`),
  );
}

/** When a calendar's owner is busy: in order, touching and overlapping times as one, cut to the range. */
function busyTimes(account: Account, store: Store, range: Span): Span[] {
  const spans = [...store.changedAfter(account.email, 0)]
    .flatMap((event) => spansOf(event, account, store, range))
    .sort((one, other) => one.start - other.start);
  const merged: { start: number; end: number }[] = [];
  for (const span of spans) {
    const start = Math.max(span.start, range.start);
    const end = Math.min(span.end, range.end);
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** `freebusy.query`: of calendars that are not one's own it only says that there are none. */
export function freeBusy(account: Account, store: Store, request: z.infer<typeof freeBusyRequest>): object {
  const { items, timeZone = 'UTC' } = request;
  const range = { start: parseTime(request.timeMin) ?? 0, end: parseTime(request.timeMax) ?? 0 };
  if (!isTimeZone(timeZone)) return invalid('Invalid value for: timeZone');
  if (range.end <= range.start) {
    return refuseWith(400, 'timeRangeEmpty', 'The specified time range is empty.', { domain: 'calendar' });
  }
  if (range.end - range.start > longestRange) {
    return refuseWith(400, 'timeRangeTooLong', 'The requested time range is too long.', {
      domain: 'calendar',
    });
  }
  if (items.length > (request.calendarExpansionMax ?? 50)) {
    return refuseWith(400, 'tooManyCalendarsRequested', 'Too many calendars requested.', {
      domain: 'calendar',
    });
  }
  const isOwn = (id: string) => id === 'primary' || id.toLowerCase() === account.email;
  return {
    kind: 'calendar#freeBusy',
    timeMin: new Date(range.start).toISOString(),
    timeMax: new Date(range.end).toISOString(),
    calendars: Object.fromEntries(
      items.map(({ id }) => [
        id,
        isOwn(id)
          ? {
              busy: busyTimes(account, store, range).map(({ start, end }) => ({
                start: formatTime(start, timeZone),
                end: formatTime(end, timeZone),
              })),
            }
          : { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] },
      ]),
    ),
  };
}
