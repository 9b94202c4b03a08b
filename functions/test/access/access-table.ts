import { administration } from './administration.ts';
import { bookings } from './bookings.ts';
import { calendarIntegration } from './calendar-integration.ts';
import { coachDashboard } from './coach-dashboard.ts';
import type { Expectations } from './expectation.ts';
import { intake } from './intake.ts';
import { platform } from './platform.ts';
import { publicPages } from './public.ts';
import { sessions } from './sessions.ts';
import { webhooks } from './webhooks.ts';

/*
 * Who may call what, as it was published, written down once more and by hand: nothing here is derived from the
 * declarations of the routes, so that a slip in one of them is seen. All that is asked for is Harbour's.
 */

export const expectations: Expectations = {
  ...coachDashboard,
  ...sessions,
  ...bookings,
  ...calendarIntegration,
  ...publicPages,
  ...administration,
  ...intake,
  ...platform,
  ...webhooks,
};
