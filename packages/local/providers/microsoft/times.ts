import { windowsZones } from '@punctual/adapters/microsoft/windows-zones.ts';
import { DAY, type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { isTimeZone, type Zone, zoneOf } from '@punctual/scheduling/time/zone.ts';
import { GraphFault, invalidProperty } from './faults.ts';

export { DAY, type Instant, MINUTE };

/** Graph's `dateTimeTimeZone`: a wall time and the Windows or IANA name of its zone. */
export interface WireTime {
  readonly dateTime: string;
  readonly timeZone: string;
}

const byWindowsName = new Map(Object.entries(windowsZones).map(([name, zone]) => [name.toLowerCase(), zone]));

/** The zone of a Windows or IANA name. */
export function zoneNamed(name: string): Zone {
  const iana = byWindowsName.get(name.toLowerCase()) ?? name;
  if (!isTimeZone(iana)) {
    throw new GraphFault(
      400,
      'TimeZoneNotSupportedException',
      `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${name}'.`,
    );
  }
  return zoneOf(iana);
}

const wallPattern = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(\.\d{1,9})?$/;

/** Milliseconds of a wall time, as if it were UTC. */
function wallOf(text: string): number {
  const [, date = '', time = '', seconds = ':00', fraction = ''] = wallPattern.exec(text) ?? [];
  const at = Date.parse(`${date}T${time}${seconds}${fraction.slice(0, 4)}Z`);
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(`${date}T${time}`)) throw invalidProperty();
  return at;
}

/** The instant of a wall time in a zone; one in a gap moves forward by the gap. */
export function atWall(zone: Zone, wall: number): Instant {
  const date = Math.floor(wall / DAY);
  return zone.toInstant(date, (wall - date * DAY) / MINUTE);
}

export const wallIn = (zone: Zone, at: Instant) => at + zone.offsetAt(at);

export function readTime(time: WireTime): { at: Instant; wall: number } {
  const wall = wallOf(time.dateTime);
  return { wall, at: atWall(zoneNamed(time.timeZone), wall) };
}

/** A wall time with Exchange's seven decimals. */
export const writeWall = (wall: number) => `${new Date(wall).toISOString().slice(0, -1)}0000`;

export const writeInstant = (at: Instant) => new Date(at).toISOString();

/** A date and time of a query; without an offset it is UTC, as Graph reads it. */
export function readQueryInstant(name: string, text: string | null): Instant {
  // A plus that nobody encoded has become a space.
  const match = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+ -]\d\d:\d\d)?)?$/i.exec(text ?? '');
  const at =
    match === null
      ? Number.NaN
      : Date.parse(
          `${match[1]}${(match[2] ?? 'T00:00').replace(' ', '+')}${match[5] === undefined ? 'Z' : ''}`,
        );
  if (Number.isNaN(at)) {
    throw new GraphFault(
      400,
      'ErrorInvalidParameter',
      text === null
        ? `This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.`
        : `The value '${text}' of parameter '${name}' is invalid.`,
    );
  }
  return at;
}
