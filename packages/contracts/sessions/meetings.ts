import * as z from 'zod/mini';
import { id, instantInput, text } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { meeting, meetingStatus, meetingType, sessionDuration } from './shapes.ts';

const surface = 'sessions';
const access = ['client', 'coach'] as const;
const entry = 'sessions/meetings';
const params = z.object({ meetingId: id });
const title = text(200).check(z.minLength(1));
const description = text(2000);
const reason = text(1000);

export const createMeeting = defineRoute({
  operationId: 'createMeeting',
  method: 'POST',
  path: '/booking/meetings',
  surface,
  summary: 'Book a session with a therapist to whom the client is assigned',
  description: 'It begins as `SCHEDULED`, or `CONFIRMED` where the therapist confirms without being asked.',
  access: ['client'],
  rateLimit: 'writes',
  entry,
  body: z.strictObject({
    title: z.optional(title),
    description: z.optional(description),
    startTime: instantInput,
    duration: sessionDuration,
    status: z.optional(z.literal('SCHEDULED')),
    meetingType: z._default(meetingType, 'video'),
    therapistId: id,
  }),
  success: { status: 201, body: meeting },
  errors: ['NOT_FOUND', 'SLOT_UNAVAILABLE', 'BUSY'],
  etag: true,
});

export const listMeetings = defineRoute({
  operationId: 'listMeetings',
  method: 'GET',
  path: '/booking/meetings',
  surface,
  summary: "All of the caller's meetings, earliest first",
  description:
    'As client and as therapist, through whichever surface they were booked. Of more than 1,000 those that start last.',
  access,
  rateLimit: 'reads',
  entry,
  success: { status: 200, body: z.array(meeting) },
  errors: [],
});

export const getMeeting = defineRoute({
  operationId: 'getMeeting',
  method: 'GET',
  path: '/booking/meetings/{meetingId}',
  surface,
  summary: 'One meeting',
  access,
  rateLimit: 'reads',
  entry,
  params,
  success: { status: 200, body: meeting },
  errors: ['NOT_FOUND'],
  etag: true,
});

export const updateMeeting = defineRoute({
  operationId: 'updateMeeting',
  method: 'PUT',
  path: '/booking/meetings/{meetingId}',
  surface,
  summary: 'Change words, time and status of a meeting, all together or nothing',
  description:
    'What is left out stays, and so does what is given as it is already. A new time is checked as a booking is. A client ' +
    'may set no status but `CANCELLED`. The therapist stays: another `therapistId` than the present one is not valid.',
  access,
  rateLimit: 'writes',
  entry,
  params,
  body: z.strictObject({
    title: z.optional(title),
    description: z.optional(description),
    startTime: z.optional(instantInput),
    duration: z.optional(sessionDuration),
    status: z.optional(meetingStatus),
    meetingType: z.optional(meetingType),
    therapistId: z.optional(id),
    reason: z.optional(reason),
  }),
  success: { status: 200, body: meeting },
  errors: ['NOT_FOUND', 'SLOT_UNAVAILABLE', 'INVALID_TRANSITION', 'PRECONDITION_FAILED', 'BUSY'],
  etag: true,
});

export const cancelMeeting = defineRoute({
  operationId: 'cancelMeeting',
  method: 'DELETE',
  path: '/booking/meetings/{meetingId}/cancel',
  surface,
  summary: 'Cancel a meeting; its time is free at once',
  access,
  rateLimit: 'writes',
  entry,
  params,
  body: z.strictObject({ reason: z.optional(reason) }),
  success: { status: 200, body: meeting },
  errors: ['NOT_FOUND', 'INVALID_TRANSITION', 'PRECONDITION_FAILED', 'BUSY'],
  etag: true,
});

export const meetingRoutes = [createMeeting, listMeetings, getMeeting, updateMeeting, cancelMeeting] as const;
