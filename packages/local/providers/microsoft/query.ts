import type { StandInRequest } from '../stand-in.ts';
import { GraphFault } from './faults.ts';
import { zoneNamed } from './times.ts';

type Wire = Readonly<Record<string, unknown>>;

/** What a request asks for beside its path. */
export interface Options {
  readonly select: readonly string[] | undefined;
  /** Items of a page. */
  readonly size: number | undefined;
  readonly skip: number;
  readonly withCount: boolean;
  readonly keep: (event: Wire) => boolean;
  readonly order: ((a: Wire, b: Wire) => number) | undefined;
  /** Ids of the extended properties that are to be shown. */
  readonly expanded: readonly string[];
  /** By lower-case name, those that belong to the call itself. */
  readonly own: ReadonlyMap<string, string>;
}

/** What the `Prefer` header asks for, and what of it is granted. */
export interface Preferences {
  readonly zone: string;
  readonly textBody: boolean;
  readonly immutable: boolean;
  readonly pageSize: number | undefined;
  readonly applied: readonly string[];
}

const badQuery = (message: string) => new GraphFault(400, 'BadRequest', message);

export function readPreferences(request: StandInRequest): Preferences {
  const header = String(request.headers.prefer ?? '');
  const find = (name: string) =>
    new RegExp(`(?:^|[,;\\s])${name}\\s*=\\s*"?([^",;]+)"?`, 'i').exec(header)?.[1];
  const zone = find('outlook\\.timezone');
  const bodyType = find('outlook\\.body-content-type')?.toLowerCase();
  const immutable = find('IdType')?.toLowerCase() === 'immutableid';
  const size = find('odata\\.maxpagesize');
  if (zone !== undefined) zoneNamed(zone);
  const pageSize = size === undefined ? undefined : Number(size);
  if (pageSize !== undefined && !(Number.isInteger(pageSize) && pageSize >= 1)) {
    throw badQuery("The value of the preference 'odata.maxpagesize' is invalid.");
  }
  return {
    zone: zone ?? 'UTC',
    textBody: bodyType === 'text',
    immutable,
    pageSize: pageSize === undefined ? undefined : Math.min(pageSize, 1000),
    applied: [
      ...(zone === undefined ? [] : [`outlook.timezone="${zone}"`]),
      ...(bodyType === 'text' || bodyType === 'html' ? [`outlook.body-content-type="${bodyType}"`] : []),
      ...(immutable ? ['IdType="ImmutableId"'] : []),
      ...(pageSize === undefined ? [] : [`odata.maxpagesize=${size}`]),
    ],
  };
}

const comparable = new Set([
  'subject',
  'iCalUId',
  'start/dateTime',
  'end/dateTime',
  'isAllDay',
  'isCancelled',
  'isOrganizer',
  'showAs',
  'sensitivity',
  'type',
  'seriesMasterId',
  'createdDateTime',
  'lastModifiedDateTime',
]);

function at(event: Wire, path: string): unknown {
  let value: unknown = event;
  for (const step of path.split('/')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
  }
  return value;
}

const literalPattern = String.raw`('(?:[^']|'')*'|[^\s()']+)`;
const comparison = new RegExp(`^([A-Za-z/]+) (eq|ne|ge|gt|le|lt) ${literalPattern}$`);
const prefix = new RegExp(String.raw`^startswith\(subject, ?${literalPattern}\)$`, 'i');
const extended = new RegExp(
  String.raw`^singleValueExtendedProperties/any\((\w+): ?\1/id eq ${literalPattern} and \1/value eq ${literalPattern}\)$`,
  'i',
);

function literal(text: string): string | boolean | null {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  return text === 'true' ? true : text === 'false' ? false : text === 'null' ? null : text;
}

function condition(text: string): (event: Wire) => boolean {
  const property = extended.exec(text);
  if (property !== null) {
    const [id, value] = [literal(property[2] ?? ''), literal(property[3] ?? '')];
    return (event) => {
      const all = event.singleValueExtendedProperties;
      return Array.isArray(all) && all.some((it) => at(it, 'id') === id && at(it, 'value') === value);
    };
  }
  const start = prefix.exec(text);
  if (start !== null) {
    const value = String(literal(start[1] ?? '')).toLowerCase();
    return (event) => String(event.subject).toLowerCase().startsWith(value);
  }
  const [, path = '', operator, given = ''] = comparison.exec(text) ?? [];
  if (!comparable.has(path)) {
    throw new GraphFault(
      400,
      'ErrorInvalidUrlQueryFilter',
      `The query filter contains one or more invalid nodes, or one that the stand-in does not know: ${text}`,
    );
  }
  const value = literal(given);
  const isTime = path.endsWith('ateTime');
  const compare = (a: unknown, b: unknown) => (a === b ? 0 : String(a) < String(b) ? -1 : 1);
  const asked = isTime ? trimTime(String(value)) : value;
  return (event) => {
    const found = isTime ? trimTime(String(at(event, path))) : at(event, path);
    const order = compare(found, asked);
    switch (operator) {
      case 'eq':
        return order === 0;
      case 'ne':
        return order !== 0;
      case 'ge':
        return order >= 0;
      case 'gt':
        return order > 0;
      case 'le':
        return order <= 0;
      default:
        return order < 0;
    }
  };
}

/** Down to the millisecond and without a zone mark, so that one text compares with another. */
function trimTime(text: string): string {
  const [head = '', fraction = ''] = text.replace(/Z$/, '').split('.');
  return `${head.length === 16 ? `${head}:00` : head}.${fraction.padEnd(3, '0').slice(0, 3)}`;
}

/** The conditions of a filter, which the stand-in knows joined by `and` only. */
function readFilter(text: string | undefined): (event: Wire) => boolean {
  if (text === undefined) return () => true;
  const depthZero: string[] = [];
  let [rest, quoted, depth] = ['', false, 0];
  for (const piece of text.trim().split(/( and |'|\(|\))/i)) {
    if (piece === "'") quoted = !quoted;
    if (!quoted && piece === '(') depth += 1;
    if (!quoted && piece === ')') depth -= 1;
    if (!quoted && depth === 0 && piece.toLowerCase() === ' and ') {
      depthZero.push(rest);
      rest = '';
    } else rest += piece;
  }
  const all = [...depthZero, rest].map((it) => condition(it.trim()));
  return (event) => all.every((holds) => holds(event));
}

function readOrder(text: string | undefined): Options['order'] {
  if (text === undefined) return undefined;
  const keys = text.split(',').map((it) => {
    const [path = '', direction = 'asc'] = it.trim().split(/\s+/);
    if (!comparable.has(path) || !['asc', 'desc'].includes(direction)) {
      throw new GraphFault(400, 'ErrorInvalidUrlQuery', `The $orderby '${it}' is not supported.`);
    }
    return { path, sign: direction === 'asc' ? 1 : -1 };
  });
  return (a, b) => {
    for (const { path, sign } of keys) {
      const [left, right] = [String(at(a, path)), String(at(b, path))];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  };
}

function readExpand(text: string | undefined): string[] {
  if (text === undefined) return [];
  const [, filter = ''] = /^singleValueExtendedProperties\(\$filter=(.+)\)$/i.exec(text.trim()) ?? [];
  const ids = [...filter.matchAll(/\bid eq '((?:[^']|'')*)'/gi)].map(([, id = '']) =>
    id.replaceAll("''", "'"),
  );
  if (ids.length === 0) throw badQuery(`The $expand '${text}' is not known to the stand-in.`);
  return ids;
}

/** Reads the query options of a call; a parameter that is neither OData's nor one of `own` is refused. */
export function readOptions(
  request: StandInRequest,
  kind: 'one' | 'many',
  properties: ReadonlySet<string>,
  own: readonly string[] = [],
): Options {
  const found = new Map<string, string>();
  const ofCall = new Map<string, string>();
  const known =
    kind === 'many'
      ? ['select', 'expand', 'top', 'skip', 'filter', 'orderby', 'count']
      : ['select', 'expand'];
  for (const [name, value] of request.query) {
    const lower = name.toLowerCase();
    if (own.includes(lower)) ofCall.set(lower, value);
    else if (known.includes(lower.replace(/^\$/, ''))) found.set(lower.replace(/^\$/, ''), value);
    else throw badQuery(`The query parameter '${name}' is not supported on this resource.`);
  }
  const number = (name: string, least: number) => {
    const text = found.get(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least) {
      throw badQuery(`Invalid value '${text}' for $${name} query option found.`);
    }
    return value;
  };
  const select = found
    .get('select')
    ?.split(',')
    .map((it) => it.trim());
  const unknown = select?.find((it) => it !== '*' && !properties.has(it));
  if (unknown !== undefined) {
    throw badQuery(`Parsing OData Select and Expand failed: Could not find a property named '${unknown}'.`);
  }
  const top = number('top', 1);
  if (top !== undefined && top > 1000) throw badQuery("The limit of '1000' for Top query has been exceeded.");
  return {
    select: select?.includes('*') ? undefined : select,
    size: top,
    skip: number('skip', 0) ?? 0,
    withCount: found.get('count') === 'true',
    keep: readFilter(found.get('filter')),
    order: readOrder(found.get('orderby')),
    expanded: readExpand(found.get('expand')),
    own: ofCall,
  };
}
