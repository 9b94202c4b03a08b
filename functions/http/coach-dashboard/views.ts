import type { People } from '@punctual/application/appointments/lists.ts';
import type { Person, ProviderSettings } from '@punctual/application/model.ts';
import type { RecoveryTotals } from '@punctual/application/recovery/ports.ts';
import {
  type Appointment,
  isLive,
  type Kind,
  type PersonId,
} from '@punctual/scheduling/appointments/appointment.ts';
import type { AppointmentEvent, Facts } from '@punctual/scheduling/appointments/event.ts';
import { formatWallEnd, formatWallTime } from '@punctual/scheduling/availability/schedule.ts';
import type { Recovery, RecoveryMessage } from '@punctual/scheduling/recovery/recovery.ts';
import { formatDate } from '@punctual/scheduling/time/date.ts';
import { formatInstant, type Instant } from '@punctual/scheduling/time/instant.ts';

/* Turns the engine's shapes into the words of this surface. Undefined fields do not appear in the JSON. */

export const dayNames = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

export type AppointmentType = 'online' | 'offline';

export function appointmentType(kind: Kind): AppointmentType {
  return kind === 'offline' ? 'offline' : 'online';
}

/**
 * The meeting of an appointment, while it can be joined.
 *
 * @param isHost whether the viewer holds it: whoever has the start link could do so
 */
export function zoomMeetingOf({ meeting, meetingUrl, status }: Appointment, isHost: boolean) {
  if (meeting === undefined || meetingUrl === undefined || status === 'cancelled') return undefined;
  return {
    meetingId: meeting.id,
    joinUrl: meetingUrl,
    startUrl: isHost ? meeting.startUrl : undefined,
    password: meeting.password,
    createdAt: formatInstant(meeting.createdAt),
  };
}

/** @param viewer who is shown it: only its provider gets the link to hold its meeting */
export function appointmentView(appointment: Appointment, people: People, viewer: PersonId) {
  const { staffId, cancellation, reschedules } = appointment;
  const client = people.get(appointment.clientId);
  const staff = staffId === undefined ? undefined : people.get(staffId);
  return {
    _id: appointment.id,
    coachId: appointment.providerId,
    leadId: appointment.clientId,
    assignedStaffId: staffId,
    startTime: formatInstant(appointment.start),
    duration: appointment.durationMinutes,
    summary: appointment.title,
    notes: appointment.notes,
    timeZone: appointment.timeZone,
    appointmentType: appointmentType(appointment.kind),
    status: appointment.status,
    price: appointment.price,
    zoomMeeting: zoomMeetingOf(appointment, viewer === appointment.providerId),
    proposedStatus: appointment.proposedStatus,
    lead: client && leadSummary(client),
    assignedStaff: staff && { _id: staff.id, name: staff.name, email: staff.email },
    rescheduleHistory:
      reschedules.length === 0
        ? undefined
        : reschedules.map(({ from, to, reason, at, by }) => ({
            originalTime: formatInstant(from),
            newTime: formatInstant(to),
            reason,
            rescheduledAt: formatInstant(at),
            rescheduledBy: by,
          })),
    ...(cancellation && {
      cancelledAt: formatInstant(cancellation.at),
      cancellationReason: cancellation.reason,
      cancelledBy: cancellation.by,
      rescheduleOffered: cancellation.rescheduleOffered,
    }),
    createdAt: formatInstant(appointment.createdAt),
    updatedAt: formatInstant(appointment.updatedAt),
  };
}

/** As lists of what comes next show it. */
export function nextAppointmentView(appointment: Appointment, people: People, now: Instant) {
  const { staffId, start } = appointment;
  const meeting = zoomMeetingOf(appointment, false);
  const client = people.get(appointment.clientId);
  const staff = staffId === undefined ? undefined : people.get(staffId);
  return {
    _id: appointment.id,
    leadId: appointment.clientId,
    startTime: formatInstant(start),
    duration: appointment.durationMinutes,
    summary: appointment.title,
    status: appointment.status,
    appointmentType: appointmentType(appointment.kind),
    lead: client && leadSummary(client),
    assignedStaff: staff && { _id: staff.id, name: staff.name },
    zoomMeeting: meeting && { joinUrl: meeting.joinUrl, password: meeting.password },
    timeUntilAppointment: start > now ? timeUntil(start - now) : undefined,
  };
}

export function countsOf(appointments: readonly Appointment[], now: Instant) {
  const of = (status: Appointment['status']) => appointments.filter((one) => one.status === status).length;
  return {
    totalAppointments: appointments.length,
    completedAppointments: of('completed'),
    upcomingAppointments: appointments.filter((one) => isUpcoming(one, now)).length,
    cancelledAppointments: of('cancelled'),
  };
}

export function isUpcoming(appointment: Appointment, now: Instant): boolean {
  return isLive(appointment.status) && appointment.start > now;
}

/** The two largest units: `2 days, 4 hours`; under a minute `less than a minute`. */
export function timeUntil(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const units = [
    ['day', Math.floor(minutes / 1440)],
    ['hour', Math.floor(minutes / 60) % 24],
    ['minute', minutes % 60],
  ] as const;
  const first = units.findIndex(([, amount]) => amount > 0);
  if (first === -1) return 'less than a minute';
  return units
    .slice(first, first + 2)
    .filter(([, amount]) => amount > 0)
    .map(([unit, amount]) => `${amount} ${unit}${amount === 1 ? '' : 's'}`)
    .join(', ');
}

function leadSummary(person: Person) {
  return { _id: person.id, name: person.name, email: person.email, phone: person.phone };
}

export function leadView(person: Person) {
  return {
    ...leadSummary(person),
    coachId: person.lead?.coachId,
    timeZone: person.timeZone,
    temperature: person.lead?.temperature,
    score: person.lead?.score,
    createdAt: formatInstant(person.createdAt),
    updatedAt: formatInstant(person.updatedAt),
  };
}

export function staffView(person: Person) {
  return {
    _id: person.id,
    coachId: person.staffOf,
    name: person.name,
    email: person.email,
    createdAt: formatInstant(person.createdAt),
  };
}

export function workingHoursView(settings: ProviderSettings) {
  return settings.rows.map((row) => ({
    dayOfWeek: row.weekday,
    dayName: dayNames[row.weekday],
    startTime: formatWallTime(row.startMinute),
    endTime: formatWallEnd(row.endMinute),
    isWorking: row.available,
  }));
}

export function unavailableSlotsView(timeOff: ProviderSettings['timeOff']) {
  return timeOff.map(({ start, end, reason }) => ({
    start: formatInstant(start),
    end: formatInstant(end),
    reason,
  }));
}

export function availabilityView(settings: ProviderSettings) {
  return {
    _id: settings.providerId,
    coachId: settings.providerId,
    workingHours: workingHoursView(settings),
    unavailableSlots: unavailableSlotsView(settings.timeOff),
    specialHours: settings.overrides.map(({ date, windows }) => ({
      date: formatDate(date),
      windows: windows.map(({ startMinute, endMinute }) => ({
        startTime: formatWallTime(startMinute),
        endTime: formatWallEnd(endMinute),
      })),
    })),
    defaultAppointmentDuration: settings.defaultDurationMinutes,
    slotInterval: settings.slotIntervalMinutes ?? settings.defaultDurationMinutes,
    bufferTime: settings.bufferMinutes,
    minimumNoticeMinutes: settings.minimumNoticeMinutes,
    timeZone: settings.timeZone,
    advanceBookingDays: settings.advanceBookingDays,
    sameDayBooking: settings.sameDayBooking,
    autoConfirm: settings.autoConfirm,
    sessionPrice: settings.price ?? null,
    reminderSettings: {
      emailReminder: settings.reminders.email,
      smsReminder: settings.reminders.sms,
      reminderTime: settings.reminders.hoursBefore,
      followUpReminder: settings.reminders.followUp,
    },
    createdAt: formatInstant(settings.createdAt),
    updatedAt: formatInstant(settings.updatedAt),
  };
}

export function eventView(event: AppointmentEvent) {
  return {
    sequence: event.sequence,
    type: event.type,
    at: formatInstant(event.at),
    actor: event.actor.id,
    surface: event.actor.surface,
    reason: event.reason ?? null,
    before: event.before === undefined ? null : factsView(event.before),
    after: factsView(event.after),
  };
}

function factsView(facts: Facts) {
  return {
    status: facts.status,
    startTime: formatInstant(facts.start),
    duration: facts.durationMinutes,
    appointmentType: appointmentType(facts.kind),
    summary: facts.title,
    assignedStaffId: facts.staffId,
  };
}

export function recoveryView(recovery: Recovery) {
  const { lastAttemptAt } = recovery;
  return {
    _id: recovery.id,
    recoveryAttempts: recovery.attempts,
    lastRecoveryAttempt: lastAttemptAt === undefined ? null : formatInstant(lastAttemptAt),
    status: recovery.status,
  };
}

export function abandonedView(recovery: Recovery, people: People) {
  const client = people.get(recovery.clientId);
  return {
    ...recoveryView(recovery),
    leadId: recovery.clientId,
    selectedSlot: { startTime: formatInstant(recovery.start), duration: recovery.durationMinutes },
    abandonedAt: formatInstant(recovery.abandonedAt),
    lead: client && leadSummary(client),
  };
}

export function recoveryMessageView({ channel, at, customText, incentive }: RecoveryMessage) {
  return {
    type: channel,
    sentAt: formatInstant(at),
    customMessage: customText ?? null,
    incentiveOffered:
      incentive === undefined ? null : { type: incentive.type, value: incentive.value ?? null },
  };
}

/** Percent, to one decimal; none of none is none. */
export function recoveryRate({ abandoned, recovered }: RecoveryTotals): number {
  return abandoned === 0 ? 0 : Math.round((recovered / abandoned) * 1000) / 10;
}
