import { appointmentRoutes } from './coach-dashboard/appointments.ts';
import { availabilityRoutes } from './coach-dashboard/availability.ts';
import { calendarRoutes } from './coach-dashboard/calendar.ts';
import { leadRoutes } from './coach-dashboard/leads.ts';
import { staffRoutes } from './coach-dashboard/staff.ts';
import { getAppointmentStatistics } from './coach-dashboard/statistics.ts';
import { documentRoutes } from './platform/documents.ts';
import type { Route } from './route.ts';
import type { Worker } from './worker.ts';
import { publishEvents, sendNotice } from './workers.ts';

/** Every HTTP route of the product. */
export const routes: readonly Route[] = [
  ...calendarRoutes,
  ...appointmentRoutes,
  getAppointmentStatistics,
  ...availabilityRoutes,
  ...leadRoutes,
  ...staffRoutes,
  ...documentRoutes,
];

/** Every function that a queue or the table's stream invokes. */
export const workers: readonly Worker[] = [publishEvents, sendNotice];
