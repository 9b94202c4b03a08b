import * as z from 'zod/mini';
import { date, duration, email, enveloped, id, instant } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { dateRange, status } from './shapes.ts';

const surface = 'coach-dashboard';
const access = ['coach', 'staff'] as const;
const rateLimit = 'zoom';
const entry = 'coach-dashboard/zoom';

const settingsFields = {
  waitingRoom: z.boolean(),
  joinBeforeHost: z.boolean(),
  muteUponEntry: z.boolean(),
  autoRecording: z.enum(['none', 'local', 'cloud']),
  breakoutRoom: z.boolean(),
};

const meetingFields = {
  _id: id,
  appointmentId: id,
  /** Null while it is being made. */
  meetingId: z.nullable(z.string()),
  topic: z.string(),
  startTime: instant,
  duration,
  joinUrl: z.nullable(z.string()),
  /** Only for the coach who holds the meeting. */
  startUrl: z.optional(z.nullable(z.string())),
  password: z.nullable(z.string()),
  status,
};

const role = z.enum(['host', 'participant']);
const person = { email: z.nullable(z.string()), name: z.string(), role };

export const listZoomMeetings = defineRoute({
  operationId: 'listZoomMeetings',
  method: 'GET',
  path: '/api/coach-dashboard/zoom-meetings',
  surface,
  summary: 'The Zoom meetings of a range of dates, both inclusive',
  description:
    'Dates are those of the coach’s time zone; a range has at most 93 days. A cancelled meeting has no links.',
  access,
  rateLimit,
  entry,
  query: z.object({ startDate: date, endDate: date }),
  success: {
    status: 200,
    body: enveloped(
      z.object({
        coachId: id,
        dateRange,
        meetings: z.array(
          z.object({
            ...meetingFields,
            participants: z.array(z.object(person)),
            createdAt: instant,
          }),
        ),
        summary: z.object({
          totalMeetings: z.int(),
          scheduledMeetings: z.int(),
          completedMeetings: z.int(),
          cancelledMeetings: z.int(),
        }),
      }),
    ),
  },
  errors: [],
});

export const getZoomMeeting = defineRoute({
  operationId: 'getZoomMeeting',
  method: 'GET',
  path: '/api/coach-dashboard/zoom-meetings/appointment/{appointmentId}',
  surface,
  summary: 'The Zoom meeting of an appointment: who came, for how long, and its recording',
  description:
    'A participant’s `duration` is in minutes, several stays added up; the recording’s is in minutes too, its `fileSize` the sum in bytes. ' +
    '`lastError` says why the meeting is not as it should be; it is tried again by itself. `proposedStatus` is for the coach to decide.',
  access,
  rateLimit,
  entry,
  params: z.object({ appointmentId: id }),
  success: {
    status: 200,
    body: enveloped(
      z.object({
        ...meetingFields,
        settings: z.object(settingsFields),
        /** The Zoom user who holds it; null: the account itself, because Zoom does not know the coach. */
        hostEmail: z.nullable(z.string()),
        participants: z.array(
          z.object({
            ...person,
            joinTime: z.nullable(instant),
            leaveTime: z.nullable(instant),
            duration: z.nullable(z.int()),
          }),
        ),
        recording: z.object({
          available: z.boolean(),
          downloadUrl: z.nullable(z.string()),
          fileSize: z.nullable(z.number()),
          duration: z.nullable(z.number()),
        }),
        proposedStatus: z.optional(z.literal('no_show')),
        lastError: z.nullable(z.string()),
        createdAt: z.nullable(instant),
      }),
    ),
  },
  errors: ['NOT_FOUND'],
});

const settings = z.object({ coachId: id, ...settingsFields, hostEmail: z.nullable(z.string()) });

export const getZoomSettings = defineRoute({
  operationId: 'getZoomSettings',
  method: 'GET',
  path: '/api/coach-dashboard/zoom-settings',
  surface,
  summary: 'How the coach’s Zoom meetings are made',
  access,
  rateLimit,
  entry,
  success: { status: 200, body: enveloped(settings) },
  errors: [],
});

export const setZoomSettings = defineRoute({
  operationId: 'setZoomSettings',
  method: 'PUT',
  path: '/api/coach-dashboard/zoom-settings',
  surface,
  summary: 'Choose how the coach’s Zoom meetings are made',
  description:
    'What is left out stays. Meetings that are made or changed from now on are like this. `hostEmail` is the Zoom user who holds ' +
    'them, by default the one with the coach’s own address; an address that belongs to somebody else here is refused.',
  access,
  rateLimit,
  entry,
  body: z.strictObject({
    waitingRoom: z.optional(settingsFields.waitingRoom),
    joinBeforeHost: z.optional(settingsFields.joinBeforeHost),
    muteUponEntry: z.optional(settingsFields.muteUponEntry),
    autoRecording: z.optional(settingsFields.autoRecording),
    breakoutRoom: z.optional(settingsFields.breakoutRoom),
    hostEmail: z.optional(z.nullable(email)),
  }),
  success: { status: 200, body: enveloped(settings) },
  errors: ['CONFLICT'],
});

export const zoomRoutes = [listZoomMeetings, getZoomMeeting, getZoomSettings, setZoomSettings] as const;
