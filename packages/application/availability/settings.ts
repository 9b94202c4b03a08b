import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { overlappingWindows, type WallWindow } from '@punctual/scheduling/availability/schedule.ts';
import { weekdayOf } from '@punctual/scheduling/time/date.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import { isTimeZone } from '@punctual/scheduling/time/zone.ts';
import {
  defaultSettings,
  type ProviderSettings,
  type ReminderSettings,
  type SettingsEvent,
  type WeeklyRow,
} from '../model.ts';
import { done, type Failure, failed, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';

/** A provider's settings; before they are first changed the defaults, which are not stored. */
export async function getSettings(
  { ledger, clock }: Pick<Ports, 'ledger' | 'clock'>,
  providerId: PersonId,
): Promise<ProviderSettings> {
  const { settings } = await ledger.records({ settingsOf: providerId });
  return settings ?? defaultSettings(providerId, clock.now());
}

export type RowFields = Pick<WeeklyRow, 'weekday' | 'startMinute' | 'endMinute' | 'available'>;

/** Rows that one provider can have: the owners of new ones are written in one transaction with the settings. */
export const maximumRows = 90;

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
  const { rows, reminders, ...rest } = change;
  return reviseSettings(ports, providerId, (before, now) =>
    done({
      ...given(rest),
      rows: rows === undefined ? before.rows : rowsOf(ports, rows, before.rows, now),
      reminders: { ...before.reminders, ...given(reminders ?? {}) },
    }),
  );
}

export type RevisedFields = Partial<
  Omit<ProviderSettings, 'providerId' | 'createdAt' | 'updatedAt' | 'version'>
>;

/**
 * Reads the settings, lets `revise` say which fields change, and saves them; all of it again while others win the race.
 * What is valid is for `revise` to say: its failure is the outcome. Where it names no field, nothing is written.
 */
export async function reviseSettings(
  ports: Pick<Ports, 'ledger' | 'clock' | 'ids' | 'pause'>,
  providerId: PersonId,
  revise: (
    before: ProviderSettings,
    now: Instant,
  ) => Outcome<RevisedFields> | Promise<Outcome<RevisedFields>>,
): Promise<Outcome<ProviderSettings>> {
  const eventId = ports.ids.next();
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const { settings } = await ports.ledger.records({ settingsOf: providerId });
    const now = ports.clock.now();
    const before = settings ?? defaultSettings(providerId, now);
    const revised = await revise(before, now);
    if (!revised.ok) return revised;
    if (Object.keys(revised.value).length === 0) return done(before);
    const after: ProviderSettings = {
      ...before,
      ...revised.value,
      createdAt: settings?.createdAt ?? now,
      updatedAt: now,
      version: before.version + 1,
    };
    const known = new Set(before.rows.map(({ id }) => id));
    const newRows = after.rows.filter(({ id }) => !known.has(id));
    const event = changeOf(eventId, before, after);
    if (await ports.ledger.saveSettings(after, newRows, event)) return done(after);
    await ports.pause(attempt);
  }
  return failed({ kind: 'busy' });
}

/** What every change of settings tells: which of them differ. */
function changeOf(id: string, before: ProviderSettings, after: ProviderSettings): SettingsEvent {
  const fields = Object.keys(after) as (keyof ProviderSettings)[];
  const differs = (field: keyof ProviderSettings) =>
    JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  const changed = fields.filter((field) => field !== 'version' && field !== 'updatedAt' && differs(field));
  const { providerId, version: sequence, updatedAt: at } = after;
  return { id, type: 'settings.changed', providerId, sequence, at, changed };
}

/** Only the fields that have a value, so that spreading them changes nothing else. */
function given<T extends object>(fields: T): { [Field in keyof T]: Exclude<T[Field], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Field in keyof T]: Exclude<T[Field], undefined> };
}

/** A row that was there before keeps its id and its notes; of two that look the same, each its own. */
function rowsOf(
  ports: Pick<Ports, 'ids'>,
  rows: readonly RowFields[],
  before: readonly WeeklyRow[],
  now: Instant,
): readonly WeeklyRow[] {
  const left = new Set(before);
  return rows.map((row) => {
    const same = [...left].find(
      (one) =>
        one.weekday === row.weekday && one.startMinute === row.startMinute && one.endMinute === row.endMinute,
    );
    if (same !== undefined) left.delete(same);
    const { id = ports.ids.next(), createdAt = now, notes } = same ?? {};
    const unchanged = same?.available === row.available;
    return { ...row, id, notes, createdAt, updatedAt: unchanged ? same.updatedAt : now };
  });
}

type Issues = Extract<Failure, { kind: 'invalid' }>['issues'];

function issuesOf(change: SettingsChange): Issues {
  const issues: { path: string; message: string }[] = [];
  const { timeZone, rows = [], overrides = [], timeOff = [] } = change;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    issues.push({ path: 'body.timeZone', message: 'Not an IANA time zone' });
  }
  const { empty, overlapping } = faultyRows(rows);
  for (const row of empty) {
    const path = `body.workingHours.${rows.indexOf(row)}`;
    issues.push({ path, message: 'A working window needs a length' });
  }
  if (overlapping !== undefined) {
    const [first, second] = overlapping.map((row) => rows.indexOf(row));
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

/** Of the rows that are available, those without a length and the first two that share some time of the week. */
export function faultyRows<Row extends RowFields>(
  rows: readonly Row[],
): { readonly empty: readonly Row[]; readonly overlapping: readonly [Row, Row] | undefined } {
  const working = rows.filter((row) => row.available);
  const [first, second] = (overlappingWindows(working) ?? []).map((index) => working[index]);
  return {
    empty: working.filter(isEmpty),
    overlapping: first === undefined || second === undefined ? undefined : [first, second],
  };
}

function isEmpty(window: WallWindow): boolean {
  return window.endMinute === window.startMinute;
}
