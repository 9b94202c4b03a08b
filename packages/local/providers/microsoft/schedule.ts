import type { StandInAnswer, StandInRequest } from '../stand-in.ts';
import type { Account, Accounts } from './accounts.ts';
import { GraphFault } from './faults.ts';
import { defaultCalendar, type Mailboxes } from './mailbox.ts';
import { type Instance, instancesOf } from './recurrence.ts';
import { readJson, readShape, scheduleBody } from './shapes.ts';
import { DAY, type Instant, MINUTE, readTime, wallIn, writeWall, zoneNamed } from './times.ts';
import type { Look } from './wire.ts';

/** Of several at one time, the one that counts; and what the view writes for it. */
const weights = ['free', 'workingElsewhere', 'tentative', 'busy', 'oof'];
const digits: Readonly<Record<string, string>> = {
  free: '0',
  tentative: '1',
  busy: '2',
  oof: '3',
  workingElsewhere: '4',
};

/** `getSchedule`: free and busy times of mailboxes that are known here. */
export function createSchedule(mailboxes: Mailboxes, accounts: Accounts) {
  const busy = (account: Account, from: Instant, to: Instant): Instance[] =>
    [...mailboxes.events(account).values()]
      .filter(({ calendar }) => calendar === defaultCalendar)
      .flatMap((event) => instancesOf(event, from, to, account.timeZone))
      .filter(({ content }) => !content.isCancelled && content.response !== 'declined')
      .sort((a, b) => a.from - b.from);

  const viewOf = (instances: readonly Instance[], from: Instant, to: Instant, step: number) => {
    let view = '';
    for (let at = from; at < to; at += step) {
      const found = instances.filter((it) => it.from < at + step && it.to > at);
      const heaviest = Math.max(0, ...found.map(({ content }) => weights.indexOf(content.showAs)));
      view += digits[weights[heaviest] ?? 'free'] ?? '0';
    }
    return view;
  };

  return function answer(request: StandInRequest, look: Look): StandInAnswer {
    const given = readJson(request.body);
    const lower =
      typeof given === 'object' && given !== null
        ? Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
        : given;
    const body = readShape(scheduleBody, lower, 'getSchedule');
    const read = (time: { dateTime: string; timeZone?: string | undefined }) =>
      readTime({ dateTime: time.dateTime, timeZone: time.timeZone ?? 'UTC' }).at;
    const [from, to] = [read(body.starttime), read(body.endtime)];
    const step = (body.availabilityviewinterval ?? 30) * MINUTE;
    if (to <= from || to - from > 62 * DAY || to - from < step) {
      throw new GraphFault(
        400,
        'ErrorInvalidParameter',
        'The time window must be longer than the interval and at most 62 days.',
      );
    }
    const zone = look.preferences.zone;
    const moment = (at: Instant) => ({ dateTime: writeWall(wallIn(zoneNamed(zone), at)), timeZone: zone });
    const value = body.schedules.map((address) => {
      const account = accounts.find(address);
      if (account === undefined) {
        return {
          scheduleId: address,
          availabilityView: '',
          error: { message: 'The mailbox could not be found.', responseCode: 'ErrorMailRecipientNotFound' },
          scheduleItems: [],
        };
      }
      const instances = busy(account, from, to);
      const isOwn = account.email === look.account.email;
      return {
        scheduleId: address,
        availabilityView: viewOf(instances, from, to, step),
        scheduleItems: instances.map(({ content, from: start, to: end }) => ({
          isPrivate: content.sensitivity === 'private',
          status: content.showAs,
          // Others see when, not what.
          ...(isOwn
            ? { subject: content.subject, location: Reflect.get(content.location, 'displayName') ?? '' }
            : {}),
          start: moment(start),
          end: moment(end),
        })),
        workingHours: {
          daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
          startTime: '08:00:00.0000000',
          endTime: '17:00:00.0000000',
          timeZone: { name: account.timeZone },
        },
      };
    });
    return {
      status: 200,
      body: {
        '@odata.context': `${look.origin}/v1.0/$metadata#Collection(microsoft.graph.scheduleInformation)`,
        value,
      },
    };
  };
}
