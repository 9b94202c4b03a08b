import type { People } from '@punctual/application/appointments/lists.ts';
import type { Person, WeeklyRow } from '@punctual/application/model.ts';
import type { Start } from '@punctual/application/slots/available.ts';
import type { Appointment, Kind, PersonId, Status } from '@punctual/scheduling/appointments/appointment.ts';
import { formatWallEnd, formatWallTime } from '@punctual/scheduling/availability/schedule.ts';
import { formatInstantInFull } from '@punctual/scheduling/time/instant.ts';

/* Turns the engine's shapes into the words of this surface, and its words back. What is absent is shown as null. */

const meetingTypes = { online: 'video', audio: 'audio', offline: 'in_person', chat: 'chat' } as const;

const kinds: Readonly<Record<(typeof meetingTypes)[Kind], Kind>> = {
  video: 'online',
  audio: 'audio',
  in_person: 'offline',
  chat: 'chat',
};

export function kindOf(meetingType: keyof typeof kinds): Kind {
  return kinds[meetingType];
}

const statuses = {
  scheduled: 'SCHEDULED',
  confirmed: 'CONFIRMED',
  in_progress: 'CONFIRMED',
  completed: 'COMPLETED',
  cancelled: 'CANCELLED',
  no_show: 'NO_SHOW',
} as const satisfies Record<Status, string>;

export type MeetingStatus = (typeof statuses)[Status];

const statusNamed: Readonly<Record<MeetingStatus, Status>> = {
  SCHEDULED: 'scheduled',
  CONFIRMED: 'confirmed',
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
  NO_SHOW: 'no_show',
};

/** The status asked for; undefined where none is, or where it is shown already. */
export function newStatus(appointment: Appointment, asked: MeetingStatus | undefined): Status | undefined {
  return asked === undefined || asked === statuses[appointment.status] ? undefined : statusNamed[asked];
}

export function meetingView(appointment: Appointment, people: People) {
  return {
    id: appointment.id,
    title: appointment.title,
    description: appointment.notes ?? null,
    startTime: formatInstantInFull(appointment.start),
    duration: appointment.durationMinutes,
    status: statuses[appointment.status],
    meetingType: meetingTypes[appointment.kind],
    meetingUrl: (appointment.status !== 'cancelled' && appointment.meetingUrl) || null,
    clientId: appointment.clientId,
    therapistId: appointment.providerId,
    createdAt: formatInstantInFull(appointment.createdAt),
    updatedAt: formatInstantInFull(appointment.updatedAt),
    client: partyView(people.get(appointment.clientId)),
    therapist: partyView(people.get(appointment.providerId)),
  };
}

/** The first word of the name, and the rest. */
function partyView(person: Person | undefined) {
  const [firstName = '', ...rest] = (person?.name ?? '').trim().split(/\s+/);
  return { user: { firstName, lastName: rest.join(' '), email: person?.email ?? null } };
}

export function availabilitySlotView(therapistId: PersonId, row: WeeklyRow) {
  return {
    id: row.id,
    therapistId,
    dayOfWeek: row.weekday,
    startTime: formatWallTime(row.startMinute),
    endTime: formatWallEnd(row.endMinute),
    isAvailable: row.available,
    notes: row.notes ?? null,
    createdAt: formatInstantInFull(row.createdAt),
    updatedAt: formatInstantInFull(row.updatedAt),
  };
}

export function startView({ start, durations }: Start) {
  return {
    startTime: formatInstantInFull(start),
    availableDurations: durations.map((duration) => ({
      id: String(duration),
      name: `${duration} minutes`,
      duration,
    })),
  };
}
