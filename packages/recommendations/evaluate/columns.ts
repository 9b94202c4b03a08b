import type { Cell } from '../model/encode.ts';

/** Which column of a stream is what. Every other column is a feature, unless excluded. */
export interface ColumnMap {
  readonly id: string;
  readonly person: string;
  readonly decidedAt: string;
  readonly slotAt: string;
  readonly knownAt: string;
  readonly y: string;
  readonly scored: string;
  readonly group: string;
  /** Columns that must not be looked at, because they are known after the decision only. */
  readonly exclude: readonly string[];
}

/**
 * The names of the published form. A reminder is sent after the decision, and only to who booked ahead: whether there was one
 * tells about the future, so columns that say so are left out.
 */
export const PUBLISHED: ColumnMap = {
  id: 'id',
  person: 'person',
  decidedAt: 'decided_at',
  slotAt: 'slot_at',
  knownAt: 'known_at',
  y: 'y',
  scored: 'scored',
  group: 'group',
  exclude: ['sms', 'sms_received', 'SMS_received'],
};

const KEYS: Readonly<Record<string, keyof ColumnMap>> = {
  id: 'id',
  person: 'person',
  decided_at: 'decidedAt',
  slot_at: 'slotAt',
  known_at: 'knownAt',
  y: 'y',
  scored: 'scored',
  group: 'group',
  exclude: 'exclude',
};

/** Reads `{"id": "visit", "person": "patient", …, "exclude": ["sms"]}`; what it leaves out keeps its published name. Throws on anything else. */
export function columnMapOf(json: unknown): ColumnMap {
  if (typeof json !== 'object' || json === null) throw new Error('The column map must be a JSON object.');
  const map: Record<string, string | string[]> = {};
  for (const [key, value] of Object.entries(json)) {
    const known = KEYS[key];
    const names =
      known === 'exclude' && Array.isArray(value) && value.every((name) => typeof name === 'string');
    if (known === undefined || (known === 'exclude' ? !names : typeof value !== 'string')) {
      throw new Error(
        `The column map doesn't know what to do with ${JSON.stringify(key)}: ${JSON.stringify(value)}.`,
      );
    }
    map[known] = value;
  }
  return { ...PUBLISHED, ...map };
}

/** A row of a stream of decisions. */
export interface Decision {
  readonly id: string;
  readonly person: string | undefined;
  readonly decidedAt: string;
  readonly knownAt: string;
  readonly y: 0 | 1;
  readonly scored: boolean;
  readonly group: string | undefined;
  readonly cells: Record<string, Cell>;
}

const DAY = 86_400_000;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const WALL_TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):\d\d)?/;

/** How to read the records of a file with this header. Throws if a column that must be there is missing. */
export function readerOf(header: readonly string[], map: ColumnMap): (fields: readonly string[]) => Decision {
  const at = (name: string) => header.indexOf(name);
  for (const name of [map.id, map.decidedAt, map.knownAt, map.y]) {
    if (at(name) < 0) throw new Error(`The file has no column ${JSON.stringify(name)}.`);
  }
  const roles = [map.id, map.person, map.decidedAt, map.slotAt, map.knownAt, map.y, map.scored, map.group];
  const apart = new Set([...roles, ...map.exclude]);
  const features = header.flatMap((name, index) => (apart.has(name) ? [] : [{ name, index }]));
  const has = (word: string) => features.some(({ name }) => name.toLowerCase().includes(word));
  const derived = { lead: !has('lead'), weekday: !has('weekday') && !has('day_of_week'), hour: !has('hour') };
  const optional = (fields: readonly string[], name: string) => fields[at(name)] || undefined;
  return (fields) => {
    const cells: Record<string, Cell> = {};
    for (const { name, index } of features) cells[name] = cellOf(fields[index] ?? '');
    const decidedAt = fields[at(map.decidedAt)] ?? '';
    deriveTimes(cells, decidedAt, optional(fields, map.slotAt) ?? '', derived);
    return {
      id: fields[at(map.id)] ?? '',
      person: optional(fields, map.person),
      decidedAt,
      knownAt: fields[at(map.knownAt)] ?? '',
      y: Number(fields[at(map.y)]) === 1 ? 1 : 0,
      scored: at(map.scored) < 0 || Number(fields[at(map.scored)]) === 1,
      group: at(map.group) < 0 ? undefined : (fields[at(map.group)] ?? ''),
      cells,
    };
  };
}

function cellOf(field: string): Cell {
  const text = field.trim();
  if (text === '') return undefined;
  return NUMBER.test(text) ? Number(text) : text;
}

/** What the two wall times say, unless a column says it already: days ahead, weekday, parts of the day. */
function deriveTimes(
  cells: Record<string, Cell>,
  decidedAt: string,
  slotAt: string,
  wanted: { readonly lead: boolean; readonly weekday: boolean; readonly hour: boolean },
): void {
  const decided = WALL_TIME.exec(decidedAt);
  const slot = WALL_TIME.exec(slotAt);
  if (decided?.[4] !== undefined) cells['decided part'] = partOf(decided[4]);
  if (slot === null) return;
  const slotDay = dayOf(slot);
  if (wanted.weekday) cells['slot weekday'] = WEEKDAYS[(((slotDay + 4) % 7) + 7) % 7];
  if (wanted.hour && slot[4] !== undefined && !/[T ]00:00(:00)?$/.test(slotAt))
    cells['slot part'] = partOf(slot[4]);
  if (wanted.lead && decided !== null) cells.lead = slotDay - dayOf(decided);
}

function dayOf(wall: RegExpExecArray): number {
  return Date.UTC(Number(wall[1]), Number(wall[2]) - 1, Number(wall[3])) / DAY;
}

/** Three hours of the day. */
function partOf(hour: string): string {
  return `h${Math.floor(Number(hour) / 3) * 3}`;
}
