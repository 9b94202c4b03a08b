import type { Appointment, AppointmentId, Status } from '@punctual/scheduling/appointments/appointment.ts';
import { attendanceOf, type Observation } from '@punctual/scheduling/meetings/attendance.ts';
import { verdictOn } from '@punctual/scheduling/meetings/verdict.ts';
import { changeAppointment } from '../appointments/change.ts';
import type { Ports, Queue, Timers } from '../ports.ts';
import { meetingActor, meetingPolicy } from './actor.ts';
import type { Meetings } from './ports.ts';

/** What the provider of meetings tells of one. */
export interface MeetingNews {
  readonly meetingId: string;
  /** Undefined: the meeting was deleted over there. */
  readonly observation: Observation | undefined;
}

/** What a timer sends when an appointment with a meeting is to be looked at. */
export interface JudgeMessage {
  readonly kind: 'judge';
  readonly appointment_id: string;
}

/** Asks for the meeting of an appointment to be looked after. */
export interface ProvisionMessage {
  readonly kind: 'provision';
  readonly appointment_id: string;
  /** Whether it may have gone. */
  readonly verify: boolean;
}

export type JudgePorts = Ports & {
  readonly meetings: Meetings;
  readonly timers: Timers;
  /** Of the worker that makes meetings. */
  readonly provisioning: Queue;
};

const movable: readonly Status[] = ['scheduled', 'confirmed', 'cancelled'];

/** Tries of one judgment while others change the appointment. */
const maximumTries = 5;

/**
 * Keeps what a meeting's provider tells of it, and does what follows. News can come twice, late and in any order: what is
 * decided is decided by everything that is known.
 *
 * @throws to be tried again
 */
export async function applyNews(ports: JudgePorts, { meetingId, observation }: MeetingNews): Promise<void> {
  const appointmentId = await ports.meetings.appointmentOf(meetingId);
  // Our account also has meetings that are none of ours.
  if (appointmentId === undefined) return;
  if (observation === undefined) {
    await ports.provisioning.send([provisionMessage(appointmentId, true)]);
    return;
  }
  await ports.meetings.observe(appointmentId, observation);
  const appointment = await judgeMeeting(ports, appointmentId);
  // It could be neither moved nor deleted while people were in it.
  if (observation.kind === 'ended' && appointment !== undefined && movable.includes(appointment.status)) {
    await ports.provisioning.send([provisionMessage(appointmentId, false)]);
  }
}

/**
 * Decides by everything that was seen of the meeting what becomes of its appointment at this moment.
 *
 * @throws to be tried again
 */
export async function judgeMeeting(
  ports: JudgePorts,
  appointmentId: AppointmentId,
): Promise<Appointment | undefined> {
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const [{ appointment }, observations] = await Promise.all([
      ports.ledger.records({ appointment: appointmentId }),
      ports.meetings.observations(appointmentId),
    ]);
    // One whose meeting is not ours, or was taken away, has nothing that could be judged.
    if (appointment?.meeting === undefined) return appointment;
    const { providerId, clientId } = appointment;
    const { people } = await ports.ledger.records({ people: [providerId, clientId] });
    const parties = { provider: people.get(providerId)?.email, client: people.get(clientId)?.email };
    const now = ports.clock.now();
    const verdict = verdictOn(appointment, attendanceOf(observations), parties, now);
    if (verdict.lookAgainAt !== undefined && verdict.lookAgainAt > now) {
      await lookAgain(ports, appointmentId, verdict.lookAgainAt);
    }
    if (verdict.status === undefined && verdict.proposal === undefined) return appointment;
    const changed = await changeAppointment(ports, meetingActor, meetingPolicy, {
      appointmentId,
      reach: { kind: 'anything' },
      expectedVersion: appointment.version,
      to: verdict.status,
      proposedStatus: verdict.proposal === 'clear' ? null : verdict.proposal,
    });
    if (changed.ok) return changed.value;
    await ports.pause(attempt);
  }
  throw new Error('the appointment changes too fast to be judged');
}

/** Has an appointment with a meeting looked at, at the time. */
export async function lookAgain(
  { timers }: Pick<JudgePorts, 'timers'>,
  appointmentId: AppointmentId,
  at: number,
): Promise<void> {
  const message: JudgeMessage = { kind: 'judge', appointment_id: appointmentId };
  await timers.set(`meeting-${appointmentId}`, at, message);
}

function provisionMessage(appointmentId: AppointmentId, verify: boolean): ProvisionMessage {
  return { kind: 'provision', appointment_id: appointmentId, verify };
}
