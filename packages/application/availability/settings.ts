import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { overlappingWindows, type WallWindow } from '@punctual/scheduling/availability/schedule.ts';
import { weekdayOf } from '@punctual/scheduling/time/date.ts';
import { isTimeZone } from '@punctual/scheduling/time/zone.ts';
import { defaultSettings, type ProviderSettings, type ReminderSettings, type WeeklyRow } from '../model.ts';
import { done, type Failure, failed, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';

export async function getSettings(
  { ledger, clock }: Pick<Ports, 'ledger' | 'clock'>,
  providerId: PersonId,
): Promise<ProviderSettings> {
  const { settings } = await ledger.records({ settingsOf: providerId });
  return settings ?? defaultSettings(providerId, clock.now());
}

export type RowFields = Pick<WeeklyRow, 'weekday' | 'startMinute' | 'endMinute' | 'available'>;

/** What is left out stays as it is. */
export type SettingsChange = {
  readonly [Field in Exclude<
    keyof ProviderSettings,
    'providerId' | 'rows' | 'reminders' | 'createdAt' | 'updatedAt' | 'version'
  >]?: ProviderSettings[Field] | undefined;
} & {
  readonly rows?: readonly RowFields[] | undefined;
  readonly reminders?:
    | { readonly [Field in keyof ReminderSettings]?: ReminderSettings[Field] | undefined }
    | undefined;
};

const maximumTries = 5;

/** Changes a provider's schedule and rules. Appointments that stand already stay where they are. */
export async function changeSettings(
  ports: Ports,
  providerId: PersonId,
  change: SettingsChange,
): Promise<Outcome<ProviderSettings>> {
  const issues = issuesOf(change);
  if (issues.length > 0) return failed({ kind: 'invalid', issues });
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const { settings } = await ports.ledger.records({ settingsOf: providerId });
    const now = ports.clock.now();
    const before = settings ?? defaultSettings(providerId, now);
    const { rows, reminders, ...rest } = change;
    const after: ProviderSettings = {
      ...before,
      ...given(rest),
      rows: rows === undefined ? before.rows : rows.map((row) => rowOf(ports, row, before.rows, now)),
      reminders: { ...before.reminders, ...given(reminders ?? {}) },
      createdAt: settings?.createdAt ?? now,
      updatedAt: now,
      version: before.version + 1,
    };
    if (await ports.ledger.saveSettings(after)) return done(after);
    await ports.pause(attempt);
  }
  return failed({ kind: 'busy' });
}

/** Only the fields that have a value, so that spreading them changes nothing else. */
function given<T extends object>(fields: T): { [Field in keyof T]: Exclude<T[Field], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Field in keyof T]: Exclude<T[Field], undefined> };
}

/** A row that was there before keeps its id and its notes. */
function rowOf(
  ports: Pick<Ports, 'ids'>,
  row: RowFields,
  before: readonly WeeklyRow[],
  now: number,
): WeeklyRow {
  const same = before.find(
    (one) =>
      one.weekday === row.weekday && one.startMinute === row.startMinute && one.endMinute === row.endMinute,
  );
  const { id = ports.ids.next(), createdAt = now, notes } = same ?? {};
  const unchanged = same?.available === row.available;
  return { ...row, id, notes, createdAt, updatedAt: unchanged ? same.updatedAt : now };
}

type Issues = Extract<Failure, { kind: 'invalid' }>['issues'];

function issuesOf(change: SettingsChange): Issues {
  const issues: { path: string; message: string }[] = [];
  const { timeZone, rows = [], overrides = [], timeOff = [] } = change;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    issues.push({ path: 'body.timeZone', message: 'Not an IANA time zone' });
  }
  const working = rows.flatMap((row, index) => (row.available ? [{ ...row, index }] : []));
  for (const { index } of working.filter(isEmpty)) {
    issues.push({ path: `body.workingHours.${index}`, message: 'A working window needs a length' });
  }
  const overlap = overlappingWindows(working.filter((row) => !isEmpty(row)));
  if (overlap !== undefined) {
    const [first, second] = overlap.map(
      (position) => working.filter((row) => !isEmpty(row))[position]?.index,
    );
    issues.push({ path: `body.workingHours.${second}`, message: `Overlaps workingHours.${first}` });
  }
  overrides.forEach((override, index) => {
    const path = `body.specialHours.${index}`;
    if (overrides.findIndex((one) => one.date === override.date) < index) {
      issues.push({ path: `${path}.date`, message: 'This date is given twice' });
    }
    if (override.windows.some(isEmpty)) issues.push({ path, message: 'A window needs a length' });
    const weekday = weekdayOf(override.date);
    if (overlappingWindows(override.windows.map((window) => ({ ...window, weekday }))) !== undefined) {
      issues.push({ path, message: 'Windows of one date overlap' });
    }
  });
  timeOff.forEach((off, index) => {
    if (off.end > off.start) return;
    issues.push({ path: `body.unavailableSlots.${index}`, message: 'The end must lie after the start' });
  });
  return issues;
}

function isEmpty(window: WallWindow): boolean {
  return window.endMinute === window.startMinute;
}
