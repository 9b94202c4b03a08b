import { getAudit } from './administration/audit.ts';
import { deadLetterRoutes } from './administration/dead-letters.ts';
import { peopleRoutes } from './administration/people.ts';
import { getCoachAvailability } from './bookings/availability.ts';
import { bookingRoutes } from './bookings/bookings.ts';
import { bookingCalendarRoutes } from './bookings/calendar.ts';
import { bookingListRoutes } from './bookings/lists.ts';
import { authorizationRoutes } from './calendar-integration/authorization.ts';
import { connectionRoutes } from './calendar-integration/connections.ts';
import { appointmentRoutes } from './coach-dashboard/appointments.ts';
import { availabilityRoutes } from './coach-dashboard/availability.ts';
import { calendarRoutes } from './coach-dashboard/calendar.ts';
import { leadRoutes } from './coach-dashboard/leads.ts';
import { recommendationRoutes } from './coach-dashboard/recommendations.ts';
import { recoveryRoutes } from './coach-dashboard/recovery.ts';
import { reminderRoutes } from './coach-dashboard/reminders.ts';
import { staffRoutes } from './coach-dashboard/staff.ts';
import { getAppointmentStatistics } from './coach-dashboard/statistics.ts';
import { zoomRoutes } from './coach-dashboard/zoom.ts';
import { intakeAdministrationRoutes } from './intake/administration.ts';
import { intakeVisitorRoutes } from './intake/visitors.ts';
import { calendarFeedRoutes } from './me/calendar-feed.ts';
import { deviceRoutes } from './me/devices.ts';
import { documentRoutes } from './platform/documents.ts';
import { holdRoutes } from './public/holds.ts';
import { manageRoutes } from './public/manage.ts';
import { recoverRoutes } from './public/recover.ts';
import { getPublicSlots } from './public/slots.ts';
import { unsubscribeRoutes } from './public/unsubscribe.ts';
import type { Route } from './route.ts';
import { availabilitySlotRoutes } from './sessions/availability.ts';
import { meetingRoutes } from './sessions/meetings.ts';
import { listSessionSlots } from './sessions/slots.ts';
import { calendarWebhookRoutes } from './webhooks/calendars.ts';
import { receiveZoomEvent } from './webhooks/zoom.ts';
import type { Worker } from './worker.ts';
import {
  applyCalendlyEvent,
  applyZoomEvent,
  expireHolds,
  importBusy,
  learnOutcomes,
  noteBounces,
  planReminders,
  provisionMeeting,
  publishEvents,
  reconcileCalendars,
  recoverBooking,
  sendNotice,
  sendReminder,
  settleIntake,
  settlePayment,
  syncCalendar,
  tellConnectionOwner,
} from './workers.ts';

/** Every HTTP route of the product. */
export const routes: readonly Route[] = [
  ...calendarRoutes,
  ...appointmentRoutes,
  getAppointmentStatistics,
  ...availabilityRoutes,
  ...leadRoutes,
  ...staffRoutes,
  ...reminderRoutes,
  ...recoveryRoutes,
  ...recommendationRoutes,
  ...zoomRoutes,
  ...meetingRoutes,
  ...availabilitySlotRoutes,
  listSessionSlots,
  getPublicSlots,
  ...holdRoutes,
  ...manageRoutes,
  ...recoverRoutes,
  ...unsubscribeRoutes,
  ...peopleRoutes,
  getAudit,
  ...deadLetterRoutes,
  ...bookingRoutes,
  ...bookingListRoutes,
  getCoachAvailability,
  ...bookingCalendarRoutes,
  ...authorizationRoutes,
  ...connectionRoutes,
  ...calendarWebhookRoutes,
  receiveZoomEvent,
  ...intakeVisitorRoutes,
  ...intakeAdministrationRoutes,
  ...deviceRoutes,
  ...calendarFeedRoutes,
  ...documentRoutes,
];

/** Every function that a queue or the table's stream invokes. */
export const workers: readonly Worker[] = [
  provisionMeeting,
  applyZoomEvent,
  publishEvents,
  sendNotice,
  planReminders,
  sendReminder,
  noteBounces,
  expireHolds,
  recoverBooking,
  settlePayment,
  applyCalendlyEvent,
  settleIntake,
  syncCalendar,
  importBusy,
  reconcileCalendars,
  tellConnectionOwner,
  learnOutcomes,
];
