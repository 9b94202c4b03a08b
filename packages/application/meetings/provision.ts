import type {
  Appointment,
  AppointmentId,
  HostedMeeting,
} from '@punctual/scheduling/appointments/appointment.ts';
import { judgedAt } from '@punctual/scheduling/meetings/verdict.ts';
import {
  defaultMeetingSettings,
  isSameMeeting,
  type WantedMeeting,
  type Wish,
  wishFor,
} from '@punctual/scheduling/meetings/wanted.ts';
import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { changeAppointment } from '../appointments/change.ts';
import type { Ports } from '../ports.ts';
import { meetingActor, meetingPolicy } from './actor.ts';
import {
  accountHost,
  type Doubt,
  type Host,
  MeetingFault,
  type MeetingProvider,
  type MeetingRecord,
  type Meetings,
  type ProvidedMeeting,
  type RecordedMeeting,
} from './ports.ts';

export type ProvisionPorts = Ports & { readonly meetings: Meetings; readonly provider: MeetingProvider };

/** Somebody else is at work on the meeting of this appointment, or news came faster than it could be worked on. */
class MeetingBusy extends Error {
  /** Two at once is nothing to worry about. */
  readonly expected = true;
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('the meeting is being worked on');
    this.name = 'MeetingBusy';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** For how long one run has the meeting to itself; all of its calls must be over before. Milliseconds. */
const leaseLength = 60_000;
/** Milliseconds for all calls of one run. */
const patience = 45_000;
/** Seconds after which somebody who came while another was at work comes again. */
const busySeconds = 5;

/** Changes of the appointment that one run follows; whoever makes more wakes another run. */
const maximumRounds = 5;

/**
 * After a call that was not answered: how long until a meeting is made anew if none is found, and for how long a late one is
 * looked for. Gateways give up after about the first.
 */
const doubtfulFor = { making: MINUTE, looking: 10 * MINUTE };

export interface ProvisionOptions {
  /** Ends the run early; what it had not done is left to the next. */
  readonly signal?: AbortSignal;
  /** Asks whether the meeting that we know of is still there. */
  readonly verify?: boolean;
}

/**
 * Makes the meeting of an appointment what the appointment says: makes one, changes it, makes it again when it has gone,
 * deletes it. Any number of these may be asked for at any time; one works on a meeting at a time, each looks again after
 * its last change, and whatever a run that died has left is found by the next: what it meant to do was written down first.
 *
 * @throws MeetingFault, MeetingBusy: to be tried again
 */
export async function provisionMeeting(
  ports: ProvisionPorts,
  appointmentId: AppointmentId,
  options: ProvisionOptions = {},
): Promise<void> {
  const { meetings, clock, ids } = ports;
  // Most of those who ask come after somebody who has done it. Within a booking nobody has.
  if (!options.verify && options.signal === undefined && (await isAgreed(ports, appointmentId))) return;
  const token = ids.next();
  const now = clock.now();
  const record = await meetings.claim(appointmentId, token, now, now + leaseLength);
  if (record === undefined) throw new MeetingBusy(busySeconds);
  const limit = AbortSignal.timeout(patience);
  const signal = options.signal === undefined ? limit : AbortSignal.any([limit, options.signal]);
  const run = new Run(ports, token, record, signal);
  try {
    await run.converge(options.verify ?? false);
  } finally {
    await meetings.release(appointmentId, token);
  }
}

/** Whether there is nothing to do. Whoever is at work on it at the moment looks again by themselves. */
async function isAgreed(ports: ProvisionPorts, appointmentId: AppointmentId): Promise<boolean> {
  const [record, { appointment }] = await Promise.all([
    ports.meetings.find(appointmentId),
    ports.ledger.records({ appointment: appointmentId }),
  ]);
  if (appointment === undefined) return true;
  if (record?.doubt !== undefined || record?.lastError !== undefined) return false;
  const chosen = await ports.meetings.settingsOf(appointment.providerId);
  const wish = wishFor(appointment, chosen ?? defaultMeetingSettings, ports.clock.now());
  if (wish.kind === 'keep') return true;
  const { meeting } = record ?? {};
  if (wish.kind === 'none') {
    return meeting === undefined && (appointment.meeting === undefined || appointment.status === 'cancelled');
  }
  return meeting !== undefined && isSameMeeting(meeting.written, wish.wanted) && isTold(appointment, meeting);
}

function isTold({ meeting, meetingUrl }: Appointment, ours: RecordedMeeting | undefined): boolean {
  return meeting?.id === ours?.id && meetingUrl === ours?.joinUrl;
}

/** One run over the meeting of one appointment; the record in it is always the one that is stored. */
class Run {
  readonly #ports: ProvisionPorts;
  readonly #token: string;
  readonly #signal: AbortSignal;
  #record: MeetingRecord;

  constructor(ports: ProvisionPorts, token: string, record: MeetingRecord, signal: AbortSignal) {
    this.#ports = ports;
    this.#token = token;
    this.#record = record;
    this.#signal = signal;
  }

  async converge(verify: boolean): Promise<void> {
    if (verify) await this.#forgetIfGone();
    for (let round = 1; round <= maximumRounds; round += 1) {
      const appointment = await this.#read();
      if (appointment === undefined || this.#isForeign(appointment)) return;
      const wish = await this.#step(appointment);
      const attached = await this.#attach(appointment, wish);
      // Looks again: what changed while the provider was at work must not be missed.
      const current = await this.#read();
      if (current === undefined || (attached && current.version <= attached)) return this.#stayInDoubt();
    }
    throw new MeetingBusy(busySeconds);
  }

  async #read(): Promise<Appointment | undefined> {
    const { appointment } = await this.#ports.ledger.records({ appointment: this.#record.appointmentId });
    return appointment;
  }

  /** Held where somebody else has arranged it. */
  #isForeign({ meetingUrl, meeting, surface }: Appointment): boolean {
    const { meeting: ours, doubt } = this.#record;
    if (ours !== undefined || doubt !== undefined) return false;
    return surface === 'intake' || (meetingUrl !== undefined && meeting === undefined);
  }

  /** Brings the meeting nearer to what the appointment wants, which it answers. */
  async #step(appointment: Appointment): Promise<Wish['kind']> {
    const { meetings, ledger, clock } = this.#ports;
    const [chosen = { ...defaultMeetingSettings, hostEmail: undefined }, { people }] = await Promise.all([
      meetings.settingsOf(appointment.providerId),
      ledger.records({ people: [appointment.providerId] }),
    ]);
    const wish = wishFor(appointment, chosen, clock.now());
    try {
      if (this.#record.doubt !== undefined) await this.#resolve(this.#record.doubt);
      const { meeting } = this.#record;
      if (wish.kind === 'none') {
        if (meeting !== undefined) await this.#remove(meeting);
      } else if (wish.kind === 'meeting') {
        const changed = meeting !== undefined && (await this.#change(meeting, wish.wanted));
        if (!changed) {
          const host = chosen.hostEmail ?? people.get(appointment.providerId)?.email ?? accountHost;
          await this.#make(host, wish.wanted);
        }
      }
    } catch (fault) {
      if (fault instanceof MeetingFault) await this.#save({ lastError: fault.message });
      throw fault;
    }
    if (this.#record.lastError !== undefined && this.#record.meeting !== undefined) {
      await this.#save({ lastError: undefined });
    }
    return wish.kind;
  }

  /** Whether the meeting is there and as wanted; one that is being held stays as it is. */
  async #change(meeting: RecordedMeeting, wanted: WantedMeeting): Promise<boolean> {
    if (isSameMeeting(meeting.written, wanted)) return true;
    try {
      await this.#ports.provider.update(meeting.id, wanted, this.#signal);
    } catch (fault) {
      if (isFault(fault, 'running')) return true;
      if (!isFault(fault, 'gone')) throw fault;
      await this.#save({ meeting: undefined });
      return false;
    }
    await this.#save({ meeting: { ...meeting, written: wanted } });
    return true;
  }

  /** That a meeting is about to be made is written down first, so that nobody ever makes a second one. */
  async #make(host: Host, wanted: WantedMeeting): Promise<void> {
    const { provider, clock } = this.#ports;
    const { doubt, appointmentId } = this.#record;
    const now = clock.now();
    if (doubt !== undefined && now < doubt.makeFrom) {
      const seconds = Math.ceil((doubt.makeFrom - now) / 1000);
      throw new MeetingFault('unanswered', this.#record.lastError ?? notAnswered, seconds);
    }
    const lookUntil = now + doubtfulFor.looking;
    await this.#save({ doubt: { host, makeFrom: now + doubtfulFor.making, lookUntil } });
    let made: ProvidedMeeting;
    try {
      made = await provider.create(host, appointmentId, wanted, this.#signal);
    } catch (fault) {
      if (!(fault instanceof MeetingFault) || fault.kind === 'unanswered') throw fault;
      if (fault.kind === 'unavailable') {
        // Whatever it has left can be seen by now.
        await this.#save({ doubt: { host, makeFrom: now, lookUntil: doubt?.lookUntil ?? now } });
        throw fault;
      }
      // Nothing took effect; what was in doubt before still is.
      await this.#save({ doubt });
      if (fault.kind === 'host_unknown' && host !== accountHost) return this.#make(accountHost, wanted);
      throw fault;
    }
    await this.#save({ meeting: { ...made, host, written: wanted }, doubt });
  }

  async #remove({ id }: RecordedMeeting): Promise<void> {
    try {
      await this.#ports.provider.remove(id, this.#signal);
    } catch (fault) {
      // People are in it: it is looked at again once they have gone.
      if (isFault(fault, 'running')) return;
      if (!isFault(fault, 'gone')) throw fault;
    }
    await this.#save({ meeting: undefined, lastError: undefined });
  }

  /** Finds what a call that was not answered has left: the oldest meeting is the one, all others go. */
  async #resolve({ host, lookUntil }: Doubt): Promise<void> {
    const { provider, clock } = this.#ports;
    const { appointmentId, meeting } = this.#record;
    const startedAt = clock.now();
    const found = await this.#findAll(host, appointmentId);
    const kept = found.find((id) => id === meeting?.id) ?? found[0];
    for (const id of found.filter((one) => one !== kept)) {
      try {
        await provider.remove(id, this.#signal);
      } catch (fault) {
        if (!isFault(fault, 'gone') && !isFault(fault, 'running')) throw fault;
      }
    }
    if (kept !== undefined && kept !== meeting?.id) {
      const adopted = await provider.get(kept, this.#signal);
      // What it was made like is not known any more, so that it is written again.
      await this.#save({ meeting: { ...adopted, host, written: unknownWritten } });
    }
    if (startedAt >= lookUntil) await this.#save({ doubt: undefined });
  }

  async #findAll(host: Host, appointmentId: AppointmentId): Promise<readonly string[]> {
    try {
      return await this.#ports.provider.madeFor(host, appointmentId, this.#signal);
    } catch (fault) {
      // Who is not there has no meetings.
      if (isFault(fault, 'host_unknown')) return [];
      throw fault;
    }
  }

  async #forgetIfGone(): Promise<void> {
    const { meeting } = this.#record;
    if (meeting === undefined) return;
    try {
      await this.#ports.provider.get(meeting.id, this.#signal);
    } catch (fault) {
      if (!isFault(fault, 'gone')) throw fault;
      await this.#save({ meeting: undefined });
    }
  }

  /**
   * Tells the appointment of its meeting. The version that it has then, or undefined when it was changed meanwhile so that
   * it does not take it any more.
   */
  async #attach(appointment: Appointment, wish: Wish['kind']): Promise<number | undefined> {
    const { meeting } = this.#record;
    // What took place is remembered, also when it was deleted since.
    if (wish === 'keep' && meeting === undefined) return appointment.version;
    const wanted: HostedMeeting | undefined = meeting && {
      id: meeting.id,
      startUrl: meeting.startUrl,
      password: meeting.password,
      createdAt: meeting.createdAt,
    };
    const isOver = appointment.completedAt !== undefined || appointment.status === 'cancelled';
    if (isTold(appointment, meeting) || isOver) return appointment.version;
    const told = await changeAppointment(this.#ports, meetingActor, meetingPolicy, {
      appointmentId: appointment.id,
      reach: { kind: 'anything' },
      meetingUrl: meeting?.joinUrl ?? null,
      meeting: wanted ?? null,
      expectedVersion: appointment.version,
    });
    if (told.ok) return told.value.version;
    if (told.failure.kind === 'busy') throw new MeetingBusy(busySeconds);
    return undefined;
  }

  /** Brings the message back when a late meeting could still turn up. */
  #stayInDoubt(): void {
    const { doubt } = this.#record;
    if (doubt === undefined) return;
    const seconds = Math.ceil((doubt.lookUntil - this.#ports.clock.now()) / 1000);
    throw new MeetingBusy(Math.max(busySeconds, seconds));
  }

  async #save(
    change: { readonly [Name in keyof MeetingRecord]?: MeetingRecord[Name] | undefined },
  ): Promise<void> {
    const next = { ...this.#record, ...change } as MeetingRecord;
    if (!(await this.#ports.meetings.save(next, this.#token))) throw new MeetingBusy(busySeconds);
    this.#record = next;
  }
}

const notAnswered = 'The provider of the meeting did not answer';

/** Equal to nothing that anybody wants. */
const unknownWritten: WantedMeeting = {
  topic: '',
  start: 0,
  durationMinutes: 0,
  timeZone: '',
  settings: defaultMeetingSettings,
};

function isFault(fault: unknown, kind: MeetingFault['kind']): boolean {
  return fault instanceof MeetingFault && fault.kind === kind;
}

/** When the worker shall look at what came of the meeting, however little was heard of it. */
export function judgmentDue(appointment: Appointment, record: MeetingRecord | undefined): number | undefined {
  const { status } = appointment;
  const isComing = status === 'scheduled' || status === 'confirmed';
  return isComing && record?.meeting !== undefined ? judgedAt(appointment) : undefined;
}
