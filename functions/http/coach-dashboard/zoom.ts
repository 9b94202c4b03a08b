import { calendarOf } from '@punctual/application/appointments/lists.ts';
import { meetingDetails } from '@punctual/application/meetings/details.ts';
import { changeMeetingSettings, meetingSettingsOf } from '@punctual/application/meetings/settings.ts';
import { actingCoach } from '@punctual/application/people/acting-coach.ts';
import * as routes from '@punctual/contracts/coach-dashboard/zoom.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { parseDate } from '@punctual/scheduling/time/date.ts';
import { meetings, provider } from '../../meetings.ts';
import { http, ports } from '../../wiring.ts';
import { dateRange } from '../date-range.ts';
import { zoomDetailsView, zoomMeetingView, zoomSettingsView, zoomSummary } from './zoom-views.ts';

const withMeetings = { ...ports, meetings };

/** Milliseconds that the details wait for a link that is good now; the one that the meeting was made with is shown else. */
const patience = 3000;

export const handler = httpFunction(http, [
  on(routes.listZoomMeetings, async ({ caller, query }) => {
    const range = dateRange(parseDate(query.startDate), parseDate(query.endDate));
    if (!range.ok) return range;
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { firstDate, lastDate } = range.value;
    const { appointments, people } = await calendarOf(ports, coach.value, firstDate, lastDate);
    const withMeeting = appointments.filter(({ meeting }) => meeting !== undefined);
    return {
      body: {
        success: true,
        data: {
          coachId: coach.value,
          dateRange: { startDate: query.startDate, endDate: query.endDate },
          meetings: withMeeting.map((one) => zoomMeetingView(one, people, caller.id === one.providerId)),
          summary: zoomSummary(withMeeting),
        },
      },
    };
  }),

  on(routes.getZoomMeeting, async ({ caller, params }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const isHost = caller.id === coach.value;
    const startLink =
      isHost && provider !== undefined ? { provider, signal: AbortSignal.timeout(patience) } : undefined;
    const id = params.appointmentId as AppointmentId;
    const found = await meetingDetails(withMeetings, coach.value, id, startLink);
    return found.ok ? { body: { success: true, data: zoomDetailsView(found.value, isHost) } } : found;
  }),

  on(routes.getZoomSettings, async ({ caller }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const settings = await meetingSettingsOf(withMeetings, coach.value);
    return { body: { success: true, data: zoomSettingsView(coach.value, settings) } };
  }),

  on(routes.setZoomSettings, async ({ caller, body }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const changed = await changeMeetingSettings(withMeetings, caller, coach.value, body);
    if (!changed.ok) return changed;
    const message = 'Zoom settings updated successfully';
    return { body: { success: true, message, data: zoomSettingsView(coach.value, changed.value) } };
  }),
]);
