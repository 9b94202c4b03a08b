import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { type Attendance, attendanceOf } from '@punctual/scheduling/meetings/attendance.ts';
import type { MeetingSettings } from '@punctual/scheduling/meetings/wanted.ts';
import { type AppointmentFound, appointmentOf } from '../appointments/lists.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import type { MeetingProvider, MeetingRecord, Meetings } from './ports.ts';
import { meetingSettingsOf } from './settings.ts';

export interface MeetingDetails extends AppointmentFound {
  readonly record: MeetingRecord | undefined;
  /** Those with which it was made, else the provider's own. */
  readonly settings: MeetingSettings;
  readonly attendance: Attendance;
  /** A link to hold the meeting that is good now; undefined when none is to be had at the moment. */
  readonly freshStartUrl: string | undefined;
}

/**
 * What is known about the meeting of one appointment of a provider; `not_found` when it has never had one, and none is
 * on its way.
 *
 * @param startLink from whom a fresh link to hold the meeting is to be had, and for how long to wait for it
 */
export async function meetingDetails(
  ports: Pick<Ports, 'ledger' | 'directory' | 'clock'> & { readonly meetings: Meetings },
  providerId: PersonId,
  appointmentId: AppointmentId,
  startLink: { readonly provider: MeetingProvider; readonly signal: AbortSignal } | undefined,
): Promise<Outcome<MeetingDetails>> {
  const found = await appointmentOf(ports, providerId, appointmentId);
  if (!found.ok) return found;
  const { appointment } = found.value;
  const [record, observations, chosen] = await Promise.all([
    ports.meetings.find(appointmentId),
    ports.meetings.observations(appointmentId),
    meetingSettingsOf(ports, providerId),
  ]);
  if (appointment.meeting === undefined && record === undefined) return notFound('Zoom meeting');
  return done({
    ...found.value,
    record,
    settings: record?.meeting?.written.settings ?? chosen,
    attendance: attendanceOf(observations),
    freshStartUrl:
      startLink && appointment.meeting && appointment.status !== 'cancelled'
        ? await startUrlOf(appointment.meeting.id, startLink)
        : undefined,
  });
}

async function startUrlOf(
  meetingId: string,
  { provider, signal }: { readonly provider: MeetingProvider; readonly signal: AbortSignal },
): Promise<string | undefined> {
  try {
    return (await provider.get(meetingId, signal)).startUrl;
  } catch {
    return undefined;
  }
}
