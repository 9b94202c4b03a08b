import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { formatWallEnd, formatWallTime } from '@punctual/scheduling/availability/schedule.ts';
import type { Weekday } from '@punctual/scheduling/time/date.ts';
import type { WeeklyRow } from '../model.ts';
import { done, failed, notFound, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import { faultyRows, getSettings, maximumRows, type RevisedFields, reviseSettings } from './settings.ts';

/*
 * A provider's weekly hours row by row: another view of the rows in their settings. Here a row begins and ends on its own
 * date; a row over midnight, which `changeSettings` allows, is shown with the wall time of its end.
 */

export interface RowTimes {
  readonly weekday: Weekday;
  /** Minutes after midnight. */
  readonly startMinute: number;
  /** At most 1440, which is the end of the date. */
  readonly endMinute: number;
}

export interface NewRow extends RowTimes {
  /** The same for a repeated call, which then finds its row again. */
  readonly id: string;
  readonly notes: string | undefined;
}

export type RowChange = {
  readonly [Field in keyof RowTimes | 'notes' | 'available']?: WeeklyRow[Field] | undefined;
};

type Writing = Pick<Ports, 'ledger' | 'clock' | 'ids' | 'pause'>;

/** In the order of the week. */
export async function listRows(
  ports: Pick<Ports, 'ledger' | 'clock'>,
  providerId: PersonId,
): Promise<readonly WeeklyRow[]> {
  const { rows } = await getSettings(ports, providerId);
  return rows.toSorted((a, b) => a.weekday - b.weekday || a.startMinute - b.startMinute);
}

/** Fails with `invalid` for a row without a length, one that overlaps another, and one too many. */
export async function addRow(ports: Writing, providerId: PersonId, row: NewRow): Promise<Outcome<WeeklyRow>> {
  return saveRow(ports, providerId, row.id, ({ rows }, now) => {
    if (rows.some(({ id }) => id === row.id)) return done({});
    if (rows.length >= maximumRows) return invalid('body', `There are ${maximumRows} rows already`);
    const added = { ...row, available: true, createdAt: now, updatedAt: now };
    return checked([...rows, added], added, true);
  });
}

/** What is left out stays. Fails as `addRow` does, and with `not_found` or `forbidden` for a row that is not theirs. */
export async function changeRow(
  ports: Writing,
  providerId: PersonId,
  rowId: string,
  change: RowChange,
): Promise<Outcome<WeeklyRow>> {
  return saveRow(ports, providerId, rowId, ({ rows }, now) => {
    const row = rows.find(({ id }) => id === rowId);
    if (row === undefined) return notTheirs(ports, providerId, rowId);
    const { weekday = row.weekday, notes = row.notes, available = row.available } = change;
    const asksForTimes = change.startMinute !== undefined || change.endMinute !== undefined;
    // Whoever changes one time has seen the other as a wall time.
    const shownEnd = row.endMinute > 1440 ? row.endMinute - 1440 : row.endMinute;
    const times = asksForTimes
      ? { startMinute: change.startMinute ?? row.startMinute, endMinute: change.endMinute ?? shownEnd }
      : {};
    const changed = { ...row, weekday, notes, available, ...times, updatedAt: now };
    const after = rows.map((one) => (one === row ? changed : one));
    return checked(after, changed, asksForTimes);
  });
}

/** Appointments that stand already stay where they are. */
export async function removeRow(
  ports: Writing,
  providerId: PersonId,
  rowId: string,
): Promise<Outcome<undefined>> {
  let wasThere = false;
  const saved = await reviseSettings(ports, providerId, ({ rows }) => {
    const left = rows.filter(({ id }) => id !== rowId);
    if (left.length < rows.length) {
      wasThere = true;
      return done({ rows: left });
    }
    // After a lost race it may be gone: by a first write of ours whose answer did not arrive, or by somebody else's.
    return wasThere ? done({}) : notTheirs(ports, providerId, rowId);
  });
  return saved.ok ? done(undefined) : saved;
}

async function saveRow(
  ports: Writing,
  providerId: PersonId,
  rowId: string,
  revise: Parameters<typeof reviseSettings>[2],
): Promise<Outcome<WeeklyRow>> {
  const saved = await reviseSettings(ports, providerId, revise);
  if (!saved.ok) return saved;
  const row = saved.value.rows.find(({ id }) => id === rowId);
  return row === undefined ? notFound('Availability slot') : done(row);
}

/** Deleted rows leave their pointer behind, so that the owner's settings are asked whether the row is still there. */
async function notTheirs(
  { ledger }: Pick<Ports, 'ledger'>,
  providerId: PersonId,
  rowId: string,
): Promise<Outcome<never>> {
  const owner = await ledger.ownerOfRow(rowId);
  if (owner === undefined || owner === providerId) return notFound('Availability slot');
  const { settings } = await ledger.records({ settingsOf: owner });
  return settings?.rows.some(({ id }) => id === rowId)
    ? failed({ kind: 'forbidden', message: 'This availability slot belongs to somebody else' })
    : notFound('Availability slot');
}

/** The rows, unless the new or changed one among them cannot be. */
function checked(
  rows: readonly WeeklyRow[],
  row: WeeklyRow,
  hasNewTimes: boolean,
): Outcome<Pick<RevisedFields, 'rows'>> {
  const { empty, overlapping } = faultyRows(rows);
  if ((hasNewTimes && row.startMinute >= row.endMinute) || empty.includes(row)) {
    return invalid('body.endTime', 'The end must lie after the start');
  }
  if (overlapping === undefined) return done({ rows });
  const [first, second] = overlapping;
  const other = first === row ? second : first;
  const times = `${formatWallTime(other.startMinute)} to ${formatWallEnd(other.endMinute)}`;
  return invalid('body.startTime', `Overlaps the slot of day ${other.weekday} from ${times}`);
}

function invalid(path: string, message: string) {
  return failed({ kind: 'invalid', issues: [{ path, message }] });
}
