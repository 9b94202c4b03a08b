import { done, failed, type Outcome } from '@punctual/application/outcome.ts';
import { maximumRangeDays } from '@punctual/contracts/fields.ts';
import type { CalendarDate } from '@punctual/scheduling/time/date.ts';

/** A range of dates, both inclusive, in order and not too long. */
export function dateRange(
  firstDate: CalendarDate | undefined,
  lastDate: CalendarDate | undefined,
  [firstPath, lastPath]: readonly [string, string] = ['query.startDate', 'query.endDate'],
): Outcome<{ readonly firstDate: CalendarDate; readonly lastDate: CalendarDate }> {
  const issue = (path: string, message: string) => failed({ kind: 'invalid', issues: [{ path, message }] });
  if (firstDate === undefined) return issue(firstPath, 'Not a date');
  if (lastDate === undefined) return issue(lastPath, 'Not a date');
  if (lastDate < firstDate) return issue(lastPath, 'The end lies before the start');
  if (lastDate - firstDate >= maximumRangeDays)
    return issue(lastPath, `A range has at most ${maximumRangeDays} days`);
  return done({ firstDate, lastDate });
}
