import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { conforms } from '../operations.ts';
import { type BusWatch, watchBus } from './bus.ts';
import {
  begin,
  book,
  booked,
  idOf,
  refusal,
  row,
  type Sessions,
  startSessions,
  type TestPerson,
  uuid,
} from './sessions.ts';

/* The published examples of the sessions surface and its events, with every difference named. */

describe('sessions as published', () => {
  let sessions: Sessions;
  let bus: BusWatch;
  let john: TestPerson;
  let jane: TestPerson;

  beforeAll(async () => {
    sessions = await startSessions();
    bus = await watchBus(sessions.api.cloud, [
      'AppointmentBookedEvent',
      'AppointmentRescheduledEvent',
      'AppointmentCancelledEvent',
      'AppointmentCompletedEvent',
    ]);
    john = await sessions.enter('client_123', 'client', 'John Doe', 'john.doe@example.com');
    jane = await sessions.enter('therapist_456', 'therapist', 'Jane Smith', 'jane.smith@example.com');
    expect((await jane.call('POST', '/availability', row(1, '09:00', '17:00'))).status).toBe(201);
    await sessions.assign(jane, john);
  });
  afterAll(() => sessions.api.stop());
  beforeEach(() => sessions.at(begin));

  const request = {
    title: 'Weekly Therapy Session',
    description: 'Regular therapy session to discuss anxiety management',
    startTime: '2024-01-15T14:00:00.000Z',
    duration: 60,
    meetingType: 'video',
    therapistId: 'therapist_456',
  };
  /** As published, save `id`, which is made here and not `meeting_789`. */
  const meeting = {
    title: 'Weekly Therapy Session',
    description: 'Regular therapy session to discuss anxiety management',
    startTime: '2024-01-15T14:00:00.000Z',
    duration: 60,
    status: 'SCHEDULED',
    meetingType: 'video',
    meetingUrl: null,
    clientId: 'client_123',
    therapistId: 'therapist_456',
    createdAt: '2024-01-01T12:00:00.000Z',
    updatedAt: '2024-01-01T12:00:00.000Z',
    client: { user: { firstName: 'John', lastName: 'Doe', email: 'john.doe@example.com' } },
    therapist: { user: { firstName: 'Jane', lastName: 'Smith', email: 'jane.smith@example.com' } },
  };

  it('creates, lists, shows, updates and cancels a meeting', async () => {
    const created = await john.call('POST', '/meetings', request);
    conforms('createMeeting', created);
    expect(created.body).toEqual({ id: uuid, ...meeting });
    expect(created.headers.get('etag')).toBe('"v1"');
    const { id } = created.body;

    await sessions.api.cloud.settle();
    const list = await john.call('GET', '/meetings');
    conforms('listMeetings', list);
    expect(list.body).toEqual([{ id, ...meeting }]);
    const one = await john.call('GET', `/meetings/${id}`);
    conforms('getMeeting', one);
    expect(one.body).toEqual({ id, ...meeting });
    expect(one.headers.get('etag')).toBe('"v1"');

    // Only a therapist confirms, so that the example of an update is theirs.
    sessions.at('2024-01-01T12:30:00Z');
    const updated = await jane.call('PUT', `/meetings/${id}`, {
      title: 'Updated Therapy Session',
      description: 'Focus on stress management techniques',
      startTime: '2024-01-15T15:00:00.000Z',
      duration: 90,
      status: 'CONFIRMED',
      meetingType: 'video',
    });
    conforms('updateMeeting', updated);
    // Both people are written out, where the example leaves them out.
    expect(updated.body).toEqual({
      ...meeting,
      id,
      title: 'Updated Therapy Session',
      description: 'Focus on stress management techniques',
      startTime: '2024-01-15T15:00:00.000Z',
      duration: 90,
      status: 'CONFIRMED',
      updatedAt: '2024-01-01T12:30:00.000Z',
    });
    expect((await jane.call('DELETE', `/meetings/${id}/cancel`)).status).toBe(200);

    sessions.at(begin);
    const second = await john.call('POST', '/meetings', request);
    sessions.at('2024-01-01T12:45:00Z');
    const cancelled = await john.call('DELETE', `/meetings/${idOf(second)}/cancel`);
    conforms('cancelMeeting', cancelled);
    expect(cancelled.body).toEqual({
      ...meeting,
      id: idOf(second),
      status: 'CANCELLED',
      updatedAt: '2024-01-01T12:45:00.000Z',
    });
  });

  it('creates, lists, updates and deletes an availability slot', async () => {
    const therapist = await sessions.enter('therapist_789', 'therapist', 'Ann');
    // As published, save `id` and `therapistId`: the published therapist has hours for other tests here.
    const shown = {
      therapistId: 'therapist_789',
      dayOfWeek: 1,
      startTime: '09:00',
      endTime: '17:00',
      isAvailable: true,
      notes: 'Available for regular sessions',
      createdAt: '2024-01-01T12:00:00.000Z',
      updatedAt: '2024-01-01T12:00:00.000Z',
    };
    const created = await therapist.call('POST', '/availability', {
      dayOfWeek: 1,
      startTime: '09:00',
      endTime: '17:00',
      notes: 'Available for regular sessions',
    });
    conforms('createAvailabilitySlot', created);
    expect(created.body).toEqual({ id: uuid, ...shown });
    const tuesday = { ...row(2, '10:00', '16:00'), notes: 'Tuesday availability' };
    const second = await therapist.call('POST', '/availability', tuesday);
    const list = await therapist.call('GET', '/availability');
    conforms('listAvailabilitySlots', list);
    expect(list.body).toEqual([
      { id: idOf(created), ...shown },
      { id: idOf(second), ...shown, ...tuesday },
    ]);

    sessions.at('2024-01-01T12:30:00Z');
    const change = {
      dayOfWeek: 1,
      startTime: '10:00',
      endTime: '16:00',
      notes: 'Updated availability hours',
      isAvailable: true,
    };
    const updated = await therapist.call('PUT', `/availability/${idOf(created)}`, change);
    conforms('updateAvailabilitySlot', updated);
    const updatedAt = '2024-01-01T12:30:00.000Z';
    expect(updated.body).toEqual({ id: idOf(created), ...shown, ...change, updatedAt });
    const deleted = await therapist.call('DELETE', `/availability/${idOf(created)}`);
    conforms('deleteAvailabilitySlot', deleted);
    expect(deleted.body).toEqual({ success: true });
    expect((await therapist.call('GET', '/availability')).body).toEqual([second.body]);
  });

  it('lists the slots of a date', async () => {
    const therapist = await sessions.enter('slots', 'therapist', 'Slots');
    // The hours with which the example comes out; its therapist has others here.
    await therapist.call('POST', '/availability', row(1, '09:00', '10:30'));
    const answer = await john.call('GET', '/slots?therapistId=slots&date=2024-01-15');
    conforms('listSessionSlots', answer);
    const half = { id: '30', name: '30 minutes', duration: 30 };
    const whole = { id: '60', name: '60 minutes', duration: 60 };
    const more = { id: '90', name: '90 minutes', duration: 90 };
    expect(answer.body).toEqual([
      { startTime: '2024-01-15T09:00:00.000Z', availableDurations: [half, whole, more] },
      { startTime: '2024-01-15T09:30:00.000Z', availableDurations: [half, whole] },
      { startTime: '2024-01-15T10:00:00.000Z', availableDurations: [half] },
    ]);
    expect((await john.call('GET', '/slots?therapistId=slots&date=2024-01-16')).body).toEqual([]);
  });

  it('takes the bodies of the test scenarios, and refuses the second for the first', async () => {
    const first = { startTime: '2024-01-15T14:00:00.000Z', duration: 60, therapistId: 'therapist_456' };
    const created = await john.call('POST', '/meetings', first);
    expect(created.body).toMatchObject({
      title: 'Session with Jane Smith',
      description: null,
      meetingType: 'video',
    });
    const refused = await john.call('POST', '/meetings', { ...first, startTime: '2024-01-15T14:30:00.000Z' });
    expect(refusal(refused)).toEqual([400, 'SLOT_UNAVAILABLE', 'BUSY']);
    expect(refused.body.alternatives).toContainEqual({ startTime: '2024-01-15T15:00:00Z', duration: 60 });
    const again = await jane.call('POST', '/availability', row(1, '09:00', '17:00'));
    expect(refusal(again)).toEqual([400, 'VALIDATION_FAILED']);
    await john.call('DELETE', `/meetings/${idOf(created)}/cancel`);
  });

  it('publishes a booking, a move, a cancellation and an end with the published fields', async () => {
    const { therapist, client } = await sessions.pair('events');
    const of = async (detailType: string, appointmentId: string) =>
      (await bus.received(detailType)).filter((detail) => detail.appointmentId === appointmentId);
    const startTime = '2024-01-15T14:00:00Z';
    const words = { title: 'Weekly', description: 'Regular', meetingType: 'in_person' };
    const { id } = await booked(client, therapist, startTime, words);
    const parties = { appointmentId: id, clientId: client.id, therapistId: therapist.id };
    expect(await of('AppointmentBookedEvent', id)).toEqual([
      { ...parties, ...words, startTime, duration: 60, isInitialConsultation: true },
    ]);

    const newStartTime = '2024-01-15T15:00:00Z';
    const change = { startTime: newStartTime, reason: 'Fire drill', title: 'Moved' };
    await therapist.call('PUT', `/meetings/${id}`, change);
    expect(await of('AppointmentRescheduledEvent', id)).toEqual([
      {
        ...parties,
        rescheduledBy: therapist.id,
        originalStartTime: startTime,
        newStartTime,
        rescheduleReason: 'Fire drill',
      },
    ]);

    sessions.at('2024-01-14T09:30:00Z');
    await client.call('DELETE', `/meetings/${id}/cancel`, { reason: 'Ill' });
    expect(await of('AppointmentCancelledEvent', id)).toEqual([
      {
        ...parties,
        cancelledBy: client.id,
        cancellationReason: 'Ill',
        originalStartTime: newStartTime,
        cancelledAt: '2024-01-14T09:30:00Z',
        cancellationNotice: 29.5,
      },
    ]);

    const more = { duration: 30, meetingType: 'chat' };
    const second = await booked(client, therapist, '2024-01-15T09:00:00Z', more);
    const third = await booked(client, therapist, '2024-01-15T11:00:00Z');
    expect(await of('AppointmentBookedEvent', second.id)).toEqual([
      {
        ...parties,
        ...more,
        appointmentId: second.id,
        startTime: '2024-01-15T09:00:00Z',
        title: 'Session with Therapist events',
        isInitialConsultation: false,
      },
    ]);
    const completedAt = '2024-01-15T12:00:00Z';
    sessions.at(completedAt);
    const notes = { status: 'COMPLETED', description: 'Went well' };
    await therapist.call('PUT', `/meetings/${second.id}`, notes);
    await therapist.call('PUT', `/meetings/${third.id}`, { status: 'NO_SHOW' });
    const ended = { ...parties, appointmentId: second.id, completedAt };
    const attended = { duration: 30, sessionNotes: 'Went well', attendanceStatus: 'ATTENDED' };
    const missed = { duration: 60, sessionNotes: '', attendanceStatus: 'NO_SHOW' };
    expect(await of('AppointmentCompletedEvent', second.id)).toEqual([{ ...ended, ...attended }]);
    expect(await of('AppointmentCompletedEvent', third.id)).toEqual([
      { ...ended, ...missed, appointmentId: third.id },
    ]);
  });

  it('tells a late cancellation by its notice, which is never negative', async () => {
    const { therapist, client } = await sessions.pair('late');
    const { id } = await booked(client, therapist, '2024-01-15T14:00:00Z');
    sessions.at('2024-01-15T14:10:00Z');
    await therapist.call('PUT', `/meetings/${id}`, { status: 'CANCELLED', reason: 'Nobody came' });
    const events = await bus.received('AppointmentCancelledEvent');
    expect(events.find(({ appointmentId }) => appointmentId === id)).toMatchObject({
      cancelledBy: therapist.id,
      cancellationReason: 'Nobody came',
      cancellationNotice: 0,
    });
    expect((await book(client, therapist, '2024-01-15T15:00:00Z')).status).toBe(201);
  });
});
