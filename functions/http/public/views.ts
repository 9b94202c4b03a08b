import type { Appointment } from '@punctual/scheduling/appointments/appointment.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';
import { required } from '../../environment.ts';

/** An appointment as it is answered to the visitor who has just booked it. */
export function bookedView(appointment: Appointment, manageToken: string) {
  return {
    id: appointment.id,
    coachId: appointment.providerId,
    startTime: formatInstant(appointment.start),
    duration: appointment.durationMinutes,
    timeZone: appointment.timeZone,
    status: appointment.status,
    meetingUrl: appointment.meetingUrl ?? null,
    manageUrl: `${required('PUBLIC_API_URL')}/api/v1/public/manage/${manageToken}`,
  };
}
