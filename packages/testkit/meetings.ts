import {
  MeetingFault,
  type MeetingProvider,
  type ProvidedMeeting,
} from '@punctual/application/meetings/ports.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { WantedMeeting } from '@punctual/scheduling/meetings/wanted.ts';
import type { StillClock } from './world.ts';

/**
 * What goes wrong with one call. `slow`: unanswered, and the call takes effect later; `lost`: unanswered after it took
 * effect; `garbage`: answered with nonsense after it took effect; `broken`: answered with an error before it did.
 */
export type Trouble = 'slow' | 'lost' | 'garbage' | 'broken' | 'throttled';

export interface ImitatedMeeting extends ProvidedMeeting {
  readonly host: string;
  readonly appointmentId: AppointmentId;
  readonly wanted: WantedMeeting;
}

/** A provider of meetings in memory, by a clock of the test's own. */
export interface ImitatedProvider extends MeetingProvider {
  readonly meetings: Map<string, ImitatedMeeting>;
  readonly running: Set<string>;
  /** Users of the account; everybody when undefined. */
  users: ReadonlySet<string> | undefined;
  /** What goes wrong with the next call, asked before each. */
  trouble: (call: string) => Trouble | undefined;
  /** Names of the calls in order. */
  readonly calls: string[];
  /** Lets slow calls whose time has come take effect. */
  catchUp(): void;
}

/** Milliseconds after which a slow call takes effect. */
const slowness = 50_000;

export function imitatedProvider(clock: StillClock): ImitatedProvider {
  const meetings = new Map<string, ImitatedMeeting>();
  const running = new Set<string>();
  const late: { readonly at: number; readonly effect: () => void }[] = [];
  const calls: string[] = [];
  let made = 80_000_000_000;

  async function call<T>(name: string, effect: () => T): Promise<T> {
    calls.push(name);
    provider.catchUp();
    const attempt = (): void => {
      try {
        effect();
      } catch {
        // Nobody hears of it.
      }
    };
    switch (provider.trouble(name)) {
      case 'slow':
        late.push({ at: clock.time + slowness, effect: attempt });
        throw new MeetingFault('unanswered', 'no answer');
      case 'lost':
        attempt();
        throw new MeetingFault('unanswered', 'no answer');
      case 'garbage':
        attempt();
        throw new MeetingFault('unavailable', 'nonsense');
      case 'broken':
        throw new MeetingFault('unavailable', 'broken');
      case 'throttled':
        throw new MeetingFault('throttled', 'slow down', 7);
      default:
        return effect();
    }
  }

  const known = (id: string): ImitatedMeeting => {
    const meeting = meetings.get(id);
    if (meeting === undefined) throw new MeetingFault('gone', 'gone');
    return meeting;
  };
  const idle = (id: string): ImitatedMeeting => {
    const meeting = known(id);
    if (running.has(id)) throw new MeetingFault('running', 'running');
    return meeting;
  };
  const hosted = (host: string): void => {
    if (host !== 'me' && provider.users?.has(host) === false)
      throw new MeetingFault('host_unknown', 'unknown');
  };

  const provider: ImitatedProvider = {
    meetings,
    running,
    users: undefined,
    trouble: () => undefined,
    calls,
    catchUp() {
      for (const due of late.filter(({ at }) => at <= clock.time)) {
        late.splice(late.indexOf(due), 1);
        due.effect();
      }
    },
    create: (host, appointmentId, wanted) =>
      call('create', () => {
        hosted(host);
        made += 1;
        const id = String(made);
        const meeting: ImitatedMeeting = {
          id,
          joinUrl: `https://meet.example/j/${id}`,
          startUrl: `https://meet.example/s/${id}`,
          password: 'secret',
          createdAt: clock.time,
          host,
          appointmentId,
          wanted,
        };
        meetings.set(id, meeting);
        return meeting;
      }),
    update: (id, wanted) => call('update', () => void meetings.set(id, { ...idle(id), wanted })),
    remove: (id) => call('remove', () => void meetings.delete(idle(id).id)),
    get: (id) => call('get', () => known(id)),
    madeFor: (host, appointmentId) =>
      call('madeFor', () => {
        hosted(host);
        return [...meetings.values()]
          .filter((one) => one.host === host && one.appointmentId === appointmentId)
          .map(({ id }) => id);
      }),
  };
  return provider;
}
