import type { People } from '@punctual/application/appointments/lists.ts';
import type { Appointment, PersonId, Status } from '@punctual/scheduling/appointments/appointment.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';

/* Turns the engine's shapes into the words of this surface. What is absent is null. */

export type BookingStatus = 'pending' | 'confirmed' | 'completed' | 'cancelled' | 'no_show';

const words: Readonly<Record<Status, BookingStatus>> = {
  scheduled: 'pending',
  confirmed: 'confirmed',
  in_progress: 'confirmed',
  completed: 'completed',
  cancelled: 'cancelled',
  no_show: 'no_show',
};

export function bookingStatus(status: Status): BookingStatus {
  return words[status];
}

/** The engine's statuses that are shown with a word; the first is what a change to it means. */
export function statusesOf(word: BookingStatus): readonly [Status, ...Status[]] {
  switch (word) {
    case 'pending':
      return ['scheduled'];
    case 'confirmed':
      return ['confirmed', 'in_progress'];
    default:
      return [word];
  }
}

export function bookingView(appointment: Appointment) {
  return {
    id: appointment.id,
    client_id: appointment.clientId,
    coach_id: appointment.providerId,
    session_datetime: formatInstant(appointment.start),
    duration_minutes: appointment.durationMinutes,
    status: bookingStatus(appointment.status),
    notes: appointment.notes ?? null,
    payment_id: appointment.paymentId ?? null,
    meeting_link: (appointment.status !== 'cancelled' && appointment.meetingUrl) || null,
    created_at: formatInstant(appointment.createdAt),
    updated_at: formatInstant(appointment.updatedAt),
  };
}

export function detailedBookingView(appointment: Appointment, people: People) {
  return {
    ...bookingView(appointment),
    client: partyView(appointment.clientId, people),
    coach: partyView(appointment.providerId, people),
  };
}

/** Whoever never named themselves has an empty name in the directory. */
function partyView(id: PersonId, people: People) {
  const person = people.get(id);
  return { id, name: person?.name || null, email: person?.email ?? null };
}
