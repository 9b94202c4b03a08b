import { type Api, startApi } from '@punctual/testkit/api.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterCoach, type TestCoach } from '../coach.ts';

/*
 * The published examples of the coach dashboard, played in their order at their own times: Monday, 20 January 2025,
 * 10:00 UTC. Where an answer differs, the test says so and why:
 * - ids are UUIDv7, or the `sub` of who logs in, and not 24 hexadecimal digits;
 * - `zoomMeeting` is absent while an appointment has no meeting;
 * - `startTime` is true UTC: nine o'clock in New York in January is 14:00Z, which the examples of slots do not say;
 * - the number of available slots is `availableCount`, because one name cannot stand for the list and the number.
 */

describe('the coach dashboard as published', () => {
  let api: Api;
  let coach: TestCoach;
  let lead: string;
  let id: string;

  beforeAll(async () => {
    api = await startApi('2025-01-20T10:00:00Z');
    coach = await enterCoach(api, 'coach', { bufferTime: 15 });
    const made = await coach.call('POST', '/leads', {
      name: 'John Doe',
      email: 'john@example.com',
      phone: '+1234567890',
    });
    lead = made.body.data._id;
    await coach.call('POST', '/staff', { name: 'Jane Smith', email: 'jane@example.com', id: 'jane' });
  });
  afterAll(() => api.stop());

  it('PUT and GET /availability', async () => {
    const request = {
      workingHours: [
        { dayOfWeek: 1, startTime: '09:00', endTime: '17:00', isWorking: true },
        { dayOfWeek: 2, startTime: '09:00', endTime: '17:00', isWorking: true },
        { dayOfWeek: 0, startTime: '00:00', endTime: '00:00', isWorking: false },
      ],
      defaultAppointmentDuration: 60,
      bufferTime: 15,
      timeZone: 'America/New_York',
      advanceBookingDays: 30,
      sameDayBooking: true,
      autoConfirm: false,
      reminderSettings: { emailReminder: true, smsReminder: true, reminderTime: 24, followUpReminder: true },
    };
    const { workingHours, ...rest } = request;
    const named = workingHours.map((row) => ({
      ...row,
      dayName: ['Sunday', 'Monday', 'Tuesday'][row.dayOfWeek],
    }));
    const put = await coach.call('PUT', '/availability', request);
    expect(put.body).toMatchObject({
      success: true,
      message: 'Availability settings updated successfully',
      data: { coachId: 'coach', ...rest, workingHours: named },
    });
    const get = await coach.call('GET', '/availability');
    expect(get.body).toMatchObject({
      success: true,
      data: { ...rest, workingHours: named, unavailableSlots: [] },
    });
    // The examples that follow take place on a Wednesday and a Thursday.
    const weekdays = [1, 2, 3, 4, 5].map((dayOfWeek) => ({
      dayOfWeek,
      startTime: '09:00',
      endTime: '17:00',
    }));
    await coach.call('PUT', '/availability', {
      workingHours: weekdays,
      bufferTime: 0,
      slotInterval: 30,
      defaultAppointmentDuration: 30,
    });
  });

  it('GET /available-slots', async () => {
    const { body } = await coach.call('GET', '/available-slots?date=2025-01-22');
    expect(body).toMatchObject({
      success: true,
      data: {
        date: '2025-01-22',
        coachId: 'coach',
        workingHours: { startTime: '09:00', endTime: '17:00', timeZone: 'America/New_York' },
        totalSlots: 16,
        bookedSlots: 0,
      },
    });
    const slot = { timeZone: 'America/New_York', startTime: '2025-01-22T14:00:00Z' };
    expect(body.data.availableSlots.slice(0, 2)).toMatchObject([
      { ...slot, duration: 30, slotType: 'standard' },
      { ...slot, duration: 60, slotType: 'extended' },
    ]);
    expect(body.data.availableCount).toBe(body.data.availableSlots.length);
  });

  it('POST /appointments', async () => {
    const request = {
      leadId: lead,
      startTime: '2025-01-22T14:00:00Z',
      duration: 60,
      notes: 'Discovery call to discuss weight loss goals',
      timeZone: 'America/New_York',
      appointmentType: 'online',
      assignedStaffId: 'jane',
    };
    const { status, body } = await coach.call('POST', '/appointments', request);
    expect([status, body.message]).toEqual([201, 'Appointment booked successfully']);
    expect(body.data).toMatchObject({
      ...request,
      coachId: 'coach',
      summary: 'Discovery Call with John Doe',
      status: 'scheduled',
      lead: { _id: lead, name: 'John Doe', email: 'john@example.com', phone: '+1234567890' },
      assignedStaff: { _id: 'jane', name: 'Jane Smith', email: 'jane@example.com' },
      createdAt: expect.stringMatching(/^2025-01-20T10:00:/),
    });
    id = body.data._id;
  });

  it('GET /calendar', async () => {
    const { body } = await coach.call('GET', '/calendar?startDate=2025-01-20&endDate=2025-01-27');
    expect(body.data).toMatchObject({
      coachId: 'coach',
      dateRange: { startDate: '2025-01-20', endDate: '2025-01-27' },
      appointments: [{ _id: id, summary: 'Discovery Call with John Doe', assignedStaffId: 'jane' }],
      unavailableSlots: [],
      summary: {
        totalAppointments: 1,
        completedAppointments: 0,
        upcomingAppointments: 1,
        cancelledAppointments: 0,
      },
    });
    expect(body.data.workingHours[0]).toEqual({
      dayOfWeek: 1,
      dayName: 'Monday',
      startTime: '09:00',
      endTime: '17:00',
      isWorking: true,
    });
  });

  it('GET /appointments/upcoming and /appointments/today', async () => {
    const upcoming = await coach.call('GET', '/appointments/upcoming?limit=10');
    expect(upcoming.body).toMatchObject({
      success: true,
      data: [
        {
          _id: id,
          leadId: lead,
          startTime: '2025-01-22T14:00:00Z',
          duration: 60,
          status: 'scheduled',
          appointmentType: 'online',
          assignedStaff: { _id: 'jane', name: 'Jane Smith' },
          timeUntilAppointment: expect.stringMatching(/^2 days, [34] hours$/),
        },
      ],
      totalUpcoming: 1,
    });
    const today = await coach.call('GET', '/appointments/today');
    expect(today.body.data).toEqual({
      date: '2025-01-20',
      appointments: [],
      summary: {
        totalAppointments: 0,
        completedAppointments: 0,
        upcomingAppointments: 0,
        nextAppointment: null,
      },
    });
  });

  it('PUT /appointments/:appointmentId/reschedule', async () => {
    const request = {
      newStartTime: '2025-01-23T15:00:00Z',
      reason: 'Client requested time change',
      notifyClient: true,
    };
    const { body } = await coach.call('PUT', `/appointments/${id}/reschedule`, request);
    expect(body).toMatchObject({
      success: true,
      message: 'Appointment rescheduled successfully',
      data: {
        _id: id,
        startTime: '2025-01-23T15:00:00Z',
        duration: 60,
        status: 'scheduled',
        rescheduleHistory: [
          {
            originalTime: '2025-01-22T14:00:00Z',
            newTime: '2025-01-23T15:00:00Z',
            reason: 'Client requested time change',
            rescheduledBy: 'coach',
          },
        ],
      },
    });
  });

  it('DELETE /appointments/:appointmentId', async () => {
    const request = { reason: 'Client cancelled', notifyClient: true, rescheduleOffer: true };
    const { body } = await coach.call('DELETE', `/appointments/${id}`, request);
    expect(body).toMatchObject({
      success: true,
      message: 'Appointment cancelled successfully',
      data: {
        _id: id,
        status: 'cancelled',
        cancellationReason: 'Client cancelled',
        cancelledBy: 'coach',
        rescheduleOffered: true,
      },
    });
  });

  it('GET /appointments/stats', async () => {
    const { body } = await coach.call(
      'GET',
      '/appointments/stats?period=30&startDate=2025-01-01&endDate=2025-01-31',
    );
    expect(body.data).toMatchObject({
      period: { startDate: '2025-01-01', endDate: '2025-01-31', days: 31 },
      summary: { totalAppointments: 1, cancelledAppointments: 1, cancellationRate: 100, noShowRate: 0 },
      byStatus: [{ status: 'cancelled', count: 1, percentage: 100 }],
      byType: [{ type: 'online', count: 1, percentage: 100 }],
      byDuration: [{ duration: 60, count: 1, percentage: 100 }],
      trends: { weeklyAverage: 0.2, peakBookingDay: 'Thursday', peakBookingTime: '10:00-11:00' },
    });
  });

  it('errors', async () => {
    const { status, body } = await coach.call('GET', '/appointments/unknown');
    expect(status).toBe(404);
    expect(body).toMatchObject({
      success: false,
      message: 'Not found',
      error: 'Appointment not found',
      code: 'NOT_FOUND',
    });
  });
});
