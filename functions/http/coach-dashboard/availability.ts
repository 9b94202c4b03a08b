import { changeSettings, getSettings } from '@punctual/application/availability/settings.ts';
import { actingCoach } from '@punctual/application/people/acting-coach.ts';
import * as routes from '@punctual/contracts/coach-dashboard/availability.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { parseWallTime, type WallWindow } from '@punctual/scheduling/availability/schedule.ts';
import { parseDate, type Weekday } from '@punctual/scheduling/time/date.ts';
import { http, ports } from '../../wiring.ts';
import { availabilityView } from './views.ts';

export const handler = httpFunction(http, [
  on(routes.getAvailability, async ({ caller }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    return { body: { success: true, data: availabilityView(await getSettings(ports, coach.value)) } };
  }),

  on(routes.setAvailability, async ({ caller, body }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { reminderSettings: reminders } = body;
    const changed = await changeSettings(ports, coach.value, {
      timeZone: body.timeZone,
      rows: body.workingHours?.map((row) => ({
        weekday: row.dayOfWeek as Weekday,
        available: row.isWorking,
        ...wallWindow(row),
      })),
      timeOff: body.unavailableSlots?.map(({ start, end, reason }) => ({
        start,
        end,
        ...(reason !== undefined && { reason }),
      })),
      overrides: body.specialHours?.map(({ date, windows }) => ({
        date: parsed(parseDate(date), date),
        windows: windows.map(wallWindow),
      })),
      defaultDurationMinutes: body.defaultAppointmentDuration,
      slotIntervalMinutes: body.slotInterval,
      bufferMinutes: body.bufferTime,
      minimumNoticeMinutes: body.minimumNoticeMinutes,
      advanceBookingDays: body.advanceBookingDays,
      sameDayBooking: body.sameDayBooking,
      autoConfirm: body.autoConfirm,
      price: body.sessionPrice,
      reminders: reminders && {
        email: reminders.emailReminder,
        sms: reminders.smsReminder,
        hoursBefore: reminders.reminderTime,
        followUp: reminders.followUpReminder,
      },
    });
    if (!changed.ok) return changed;
    const message = 'Availability settings updated successfully';
    return { body: { success: true, message, data: availabilityView(changed.value) } };
  }),
]);

/** An end before its start lies on the next date; `24:00` is the end of the date itself. */
function wallWindow({ startTime, endTime }: { startTime: string; endTime: string }): WallWindow {
  const startMinute = parsed(parseWallTime(startTime), startTime);
  const end = parsed(parseWallTime(endTime), endTime);
  return { startMinute, endMinute: end < startMinute ? end + 1440 : end };
}

/** The contract has checked the form already, so that a value without meaning is our fault. */
function parsed(value: number | undefined, text: string): number {
  if (value === undefined) throw new RangeError(`the contract let ${text} pass`);
  return value;
}
