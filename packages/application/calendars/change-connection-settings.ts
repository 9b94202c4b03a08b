import { statusAfter } from '@punctual/scheduling/calendars/status.ts';
import type { Caller } from '../model.ts';
import { done, failed, notFound, type Outcome } from '../outcome.ts';
import { forgetBusyTime, importsBusy } from './busy-source.ts';
import type { CalendarPorts } from './calendar-ports.ts';
import { startWork } from './connect.ts';
import type { ConnectionSettings } from './connection.ts';
import { changeConnection } from './connection-changes.ts';
import { type ConnectionView, viewOf } from './list-connections.ts';
import { findConnection } from './reach.ts';

/** What is undefined stays as it is. */
export type ConnectionSettingsChange = {
  readonly [Name in keyof ConnectionSettings]?: ConnectionSettings[Name] | undefined;
};

/** Busy time is polled every quarter of an hour; a shorter age would close days that nothing is wrong with. */
const shortestAgeMinutes = 30;
const longestAgeMinutes = 7 * 1440;
const longestTitle = 200;
const longestDescription = 2000;

/**
 * Changes the settings of a connection, and brings everything that follows from them on its way: entries in another
 * wording, those of a paused time, busy time that is wanted now or no longer.
 */
export async function changeConnectionSettings(
  ports: CalendarPorts,
  caller: Pick<Caller, 'id' | 'roles'>,
  id: string,
  change: ConnectionSettingsChange,
): Promise<Outcome<ConnectionView>> {
  const found = await findConnection(ports, caller, id);
  if (!found.ok) return found;
  const issues = issuesOf(change);
  if (issues.length > 0) return failed({ kind: 'invalid', issues });
  const given = Object.entries(change).filter(([, setting]) => setting !== undefined);
  const changed = await changeConnection(ports, id, ({ settings, status }) => {
    const next: ConnectionSettings = { ...settings, ...Object.fromEntries(given) };
    return { fields: { settings: next, status: statusAfter(status, 'switched', next.syncEnabled) } };
  });
  if (changed === undefined) return notFound('Connection');
  if (!importsBusy(changed.settings)) await forgetBusyTime(ports, changed);
  await startWork(ports, changed);
  return done(await viewOf(ports, changed));
}

function issuesOf(change: ConnectionSettingsChange) {
  const { busyMaximumAgeMinutes: age, eventTitleTemplate: title, eventDescriptionTemplate: text } = change;
  const within = age === undefined || (age >= shortestAgeMinutes && age <= longestAgeMinutes);
  return [
    ...(within
      ? []
      : [
          {
            path: 'body.busy_max_age_minutes',
            message: `Between ${shortestAgeMinutes} and ${longestAgeMinutes} minutes`,
          },
        ]),
    ...((title?.length ?? 0) > longestTitle
      ? [{ path: 'body.event_title_template', message: `At most ${longestTitle} characters` }]
      : []),
    ...((text?.length ?? 0) > longestDescription
      ? [{ path: 'body.event_description_template', message: `At most ${longestDescription} characters` }]
      : []),
  ];
}
