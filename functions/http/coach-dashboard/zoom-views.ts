import type { People } from '@punctual/application/appointments/lists.ts';
import type { MeetingDetails } from '@punctual/application/meetings/details.ts';
import { accountHost, type ChosenMeetingSettings } from '@punctual/application/meetings/ports.ts';
import type { Appointment, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Participant } from '@punctual/scheduling/meetings/attendance.ts';
import { clientIn, isHosting, type Parties } from '@punctual/scheduling/meetings/verdict.ts';
import type { MeetingSettings } from '@punctual/scheduling/meetings/wanted.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';

/** One meeting among those of a range of dates. */
export function zoomMeetingView(appointment: Appointment, people: People, isHost: boolean) {
  const { meeting } = appointment;
  const invited = invitedTo(appointment, people);
  return {
    ...meetingView(appointment, isHost, undefined),
    participants: [participantView(invited.client), participantView(invited.provider)],
    createdAt: formatInstant(meeting?.createdAt ?? appointment.createdAt),
  };
}

export function zoomSummary(appointments: readonly Appointment[]) {
  const of = (...statuses: readonly Appointment['status'][]) =>
    appointments.filter(({ status }) => statuses.includes(status)).length;
  return {
    totalMeetings: appointments.length,
    scheduledMeetings: of('scheduled', 'confirmed', 'in_progress'),
    completedMeetings: of('completed'),
    cancelledMeetings: of('cancelled'),
  };
}

export function zoomDetailsView(details: MeetingDetails, isHost: boolean) {
  const { appointment, people, record, settings, attendance, freshStartUrl } = details;
  const { recording } = attendance;
  const host = record?.meeting?.host;
  return {
    ...meetingView(appointment, isHost, freshStartUrl),
    settings: settingsFields(settings),
    hostEmail: host === undefined || host === accountHost ? null : host,
    participants: attendants(appointment, people, attendance.participants),
    recording: {
      available: recording !== undefined,
      downloadUrl: recording?.downloadUrl ?? null,
      fileSize: recording?.bytes ?? null,
      duration: recording?.minutes ?? null,
    },
    proposedStatus: appointment.proposedStatus,
    lastError: record?.lastError ?? null,
    createdAt: appointment.meeting === undefined ? null : formatInstant(appointment.meeting.createdAt),
  };
}

export function zoomSettingsView(coachId: PersonId, settings: ChosenMeetingSettings) {
  return { coachId, ...settingsFields(settings), hostEmail: settings.hostEmail ?? null };
}

/** What was deleted with its appointment has no links. */
function meetingView(appointment: Appointment, isHost: boolean, freshStartUrl: string | undefined) {
  const isThere = appointment.status !== 'cancelled';
  const { meeting, meetingUrl } = appointment;
  return {
    _id: appointment.id,
    appointmentId: appointment.id,
    meetingId: meeting?.id ?? null,
    topic: appointment.title,
    startTime: formatInstant(appointment.start),
    duration: appointment.durationMinutes,
    joinUrl: (isThere ? meetingUrl : undefined) ?? null,
    ...(isHost && { startUrl: (isThere ? (freshStartUrl ?? meeting?.startUrl) : undefined) ?? null }),
    password: (isThere ? meeting?.password : undefined) ?? null,
    status: appointment.status,
  };
}

/** The two whom the appointment is for, with what they did if they came, and then whoever else came. */
function attendants(appointment: Appointment, people: People, came: readonly Participant[]) {
  const invited = invitedTo(appointment, people);
  const parties: Parties = { provider: invited.provider.email, client: invited.client.email };
  const client = clientIn({ participants: came }, parties);
  const hosts = came.filter((one) => isHosting(one, parties));
  const host = hosts.find(({ email }) => email.toLowerCase() === parties.provider?.toLowerCase()) ?? hosts[0];
  const others = came.filter((one) => one !== client && one !== host);
  return [
    attendantView(invited.client, client),
    attendantView(invited.provider, host),
    ...others.map((one) =>
      attendantView(
        {
          email: one.email || undefined,
          name: one.name,
          role: isHosting(one, parties) ? 'host' : 'participant',
        },
        one,
      ),
    ),
  ];
}

interface Invited {
  readonly email: string | undefined;
  readonly name: string;
  readonly role: 'host' | 'participant';
}

function invitedTo({ providerId, clientId }: Appointment, people: People) {
  const person = (id: Appointment['providerId'], role: Invited['role']): Invited => {
    const found = people.get(id);
    return { email: found?.email, name: found?.name ?? '', role };
  };
  return { provider: person(providerId, 'host'), client: person(clientId, 'participant') };
}

function participantView({ email, name, role }: Invited) {
  return { email: email ?? null, name, role };
}

function attendantView(invited: Invited, came: Participant | undefined) {
  return {
    ...participantView(invited),
    joinTime: came === undefined ? null : formatInstant(came.joinedAt),
    leaveTime: came?.leftAt === undefined ? null : formatInstant(came.leftAt),
    duration: came?.minutes ?? null,
  };
}

function settingsFields(settings: MeetingSettings) {
  const { waitingRoom, joinBeforeHost, muteUponEntry, autoRecording, breakoutRoom } = settings;
  return { waitingRoom, joinBeforeHost, muteUponEntry, autoRecording, breakoutRoom };
}
