import type { Kind } from '@punctual/scheduling/appointments/appointment.ts';
import type { AppointmentEvent, Facts } from '@punctual/scheduling/appointments/event.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';
import type { ConnectionEvent } from '../calendars/ports.ts';
import type { SettingsEvent } from '../model.ts';

/** One entry for the event bus. */
export interface Publication {
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly at: number;
}

/** What the bus is told of one event: always the engine's own, and for four of them the sessions surface's as well. */
export function publicationsOf(
  event: AppointmentEvent | SettingsEvent | ConnectionEvent,
): readonly Publication[] {
  if (event.type === 'settings.changed') return [settingsChanged(event)];
  if ('connectionId' in event) return [ofConnection(event)];
  const own: Publication = { detailType: event.type, detail: ownDetail(event), at: event.at };
  const session = sessionEvent(event);
  return session === undefined ? [own] : [own, { ...session, at: event.at }];
}

function settingsChanged({ id, type, providerId, sequence, at, changed }: SettingsEvent): Publication {
  const detail = { version: 1, eventId: id, providerId, sequence, at: formatInstant(at), changed };
  return { detailType: type, detail, at };
}

function ofConnection(event: ConnectionEvent): Publication {
  const { id, type, connectionId, personId, provider, appointmentId = null, at } = event;
  const detail = {
    version: 1,
    eventId: id,
    connectionId,
    personId,
    provider,
    appointmentId,
    at: formatInstant(at),
  };
  return { detailType: type, detail, at };
}

function ownDetail(event: AppointmentEvent) {
  const { appointmentId, sequence, providerId, clientId, notifyClient, before, after } = event;
  return {
    version: 1,
    eventId: event.id,
    appointmentId,
    sequence,
    at: formatInstant(event.at),
    actorId: event.actor.id,
    surface: event.actor.surface,
    providerId,
    clientId,
    notifyClient,
    before: before === undefined ? null : when(before),
    after: when(after),
  };
}

function when({ start, durationMinutes, status }: Facts) {
  return { startTime: formatInstant(start), durationMinutes, status };
}

const meetingTypes: Readonly<Record<Kind, string>> = {
  online: 'video',
  audio: 'audio',
  offline: 'in_person',
  chat: 'chat',
};

function sessionEvent(event: AppointmentEvent): Omit<Publication, 'at'> | undefined {
  const { after, before, reason = '', notes, at, actor } = event;
  const parties = {
    appointmentId: event.appointmentId,
    clientId: event.clientId,
    therapistId: event.providerId,
  };
  const start = formatInstant(after.start);
  switch (event.type) {
    case 'appointment.booked':
      return {
        detailType: 'AppointmentBookedEvent',
        detail: {
          ...parties,
          startTime: start,
          meetingType: meetingTypes[after.kind],
          duration: after.durationMinutes,
          title: after.title,
          ...(notes !== undefined && { description: notes }),
          isInitialConsultation: event.initial,
        },
      };
    case 'appointment.rescheduled':
      return {
        detailType: 'AppointmentRescheduledEvent',
        detail: {
          ...parties,
          rescheduledBy: actor.id,
          originalStartTime: before === undefined ? start : formatInstant(before.start),
          newStartTime: start,
          rescheduleReason: reason,
        },
      };
    case 'appointment.cancelled':
      return {
        detailType: 'AppointmentCancelledEvent',
        detail: {
          ...parties,
          cancelledBy: actor.id,
          cancellationReason: reason,
          originalStartTime: start,
          cancelledAt: formatInstant(at),
          cancellationNotice: Math.max(0, Math.round(((after.start - at) / 3_600_000) * 100) / 100),
        },
      };
    case 'appointment.completed':
    case 'appointment.missed':
      return {
        detailType: 'AppointmentCompletedEvent',
        detail: {
          ...parties,
          completedAt: formatInstant(at),
          duration: after.durationMinutes,
          sessionNotes: notes ?? '',
          attendanceStatus: event.type === 'appointment.missed' ? 'NO_SHOW' : 'ATTENDED',
        },
      };
    default:
      return undefined;
  }
}
