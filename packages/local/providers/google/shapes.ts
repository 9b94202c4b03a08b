import { z } from 'zod';
import { parseTime } from './times.ts';

/**
 * What Calendar API v3 takes: names, types and bounds from its discovery document and from the guides on extended
 * properties and reminders. Members that only Google sets are taken and dropped, so that what was read can be sent back.
 */

const text = z.string();
const flag = z.boolean();
const int32 = z
  .int()
  .min(-(2 ** 31))
  .max(2 ** 31 - 1);
const email = z
  .string()
  .regex(/^[^\s@<>,;]+@[^\s@<>,;]+$/, 'Invalid email.')
  .max(320);
const time = z.strictObject({ date: text.optional(), dateTime: text.optional(), timeZone: text.optional() });

const person = z.strictObject({
  id: text.optional(),
  email: text.optional(),
  displayName: text.optional(),
  self: flag.optional(),
});

const attendee = z.strictObject({
  id: text.optional(),
  email,
  displayName: text.optional(),
  organizer: flag.optional(),
  self: flag.optional(),
  resource: flag.optional(),
  optional: flag.optional(),
  responseStatus: z.enum(['needsAction', 'declined', 'tentative', 'accepted']).optional(),
  comment: text.optional(),
  additionalGuests: int32.min(0).optional(),
  asyncOperation: text.optional(),
});

const reminder = z.strictObject({ method: z.enum(['email', 'popup']), minutes: int32.min(0).max(40_320) });

/** At most 300 properties with keys of 44 and values of 1,024 characters (guide on extended properties). */
const properties = z
  .record(z.string().min(1).max(44), z.string().max(1024))
  .refine((value) => Object.keys(value).length <= 300, 'At most 300 properties.');

const solutionKey = z.strictObject({ type: text.optional() });

const entryPoint = z.strictObject({
  entryPointType: z.enum(['video', 'phone', 'sip', 'more']).optional(),
  uri: text.max(1300).optional(),
  label: text.max(512).optional(),
  pin: text.max(128).optional(),
  accessCode: text.max(128).optional(),
  meetingCode: text.max(128).optional(),
  passcode: text.max(128).optional(),
  password: text.max(128).optional(),
  regionCode: text.optional(),
  entryPointFeatures: z.array(text).optional(),
});

const conferenceData = z.strictObject({
  createRequest: z
    .strictObject({
      requestId: text.optional(),
      conferenceSolutionKey: solutionKey.optional(),
      status: z.strictObject({ statusCode: text.optional() }).optional(),
    })
    .optional(),
  entryPoints: z.array(entryPoint).optional(),
  conferenceSolution: z
    .strictObject({ key: solutionKey.optional(), name: text.optional(), iconUri: text.optional() })
    .optional(),
  conferenceId: text.optional(),
  signature: text.optional(),
  notes: text.max(2048).optional(),
  parameters: z
    .strictObject({
      addOnParameters: z.strictObject({ parameters: z.record(text, text).optional() }).optional(),
    })
    .optional(),
});

const attachment = z.strictObject({
  fileUrl: text,
  title: text.optional(),
  mimeType: text.optional(),
  iconLink: text.optional(),
  fileId: text.optional(),
});

const declining = {
  autoDeclineMode: text.optional(),
  declineMessage: text.optional(),
};

export const event = z.strictObject({
  kind: text.optional(),
  etag: text.optional(),
  id: text.optional(),
  status: z.enum(['confirmed', 'tentative', 'cancelled']).optional(),
  htmlLink: text.optional(),
  created: text.optional(),
  updated: text.optional(),
  summary: text.optional(),
  description: text.max(8192).optional(),
  location: text.optional(),
  colorId: z
    .string()
    .regex(/^([1-9]|1[01])$/)
    .optional(),
  eventLabelId: text.optional(),
  creator: person.optional(),
  organizer: person.optional(),
  start: time.optional(),
  end: time.optional(),
  endTimeUnspecified: flag.optional(),
  recurrence: z.array(text).optional(),
  recurringEventId: text.optional(),
  originalStartTime: time.optional(),
  transparency: z.enum(['opaque', 'transparent']).optional(),
  visibility: z.enum(['default', 'public', 'private', 'confidential']).optional(),
  iCalUID: text.optional(),
  sequence: int32.optional(),
  attendees: z.array(attendee).max(200).optional(),
  attendeesOmitted: flag.optional(),
  extendedProperties: z
    .strictObject({ private: properties.optional(), shared: properties.optional() })
    .optional(),
  hangoutLink: text.optional(),
  conferenceData: conferenceData.optional(),
  gadget: z
    .strictObject({
      type: text.optional(),
      title: text.optional(),
      link: text.optional(),
      iconLink: text.optional(),
      width: int32.optional(),
      height: int32.optional(),
      display: text.optional(),
      preferences: z.record(text, text).optional(),
    })
    .optional(),
  anyoneCanAddSelf: flag.optional(),
  guestsCanInviteOthers: flag.optional(),
  guestsCanModify: flag.optional(),
  guestsCanSeeOtherGuests: flag.optional(),
  privateCopy: flag.optional(),
  locked: flag.optional(),
  reminders: z
    .strictObject({ useDefault: flag.optional(), overrides: z.array(reminder).max(5).optional() })
    .optional(),
  source: z
    .strictObject({
      url: z
        .string()
        .regex(/^https?:\/\//)
        .optional(),
      title: text.optional(),
    })
    .optional(),
  attachments: z.array(attachment).max(25).optional(),
  eventType: z
    .enum(['default', 'outOfOffice', 'focusTime', 'workingLocation', 'birthday', 'fromGmail'])
    .optional(),
  workingLocationProperties: z
    .strictObject({
      type: text.optional(),
      homeOffice: z.unknown().optional(),
      customLocation: z.strictObject({ label: text.optional() }).optional(),
      officeLocation: z
        .strictObject({
          buildingId: text.optional(),
          deskId: text.optional(),
          floorId: text.optional(),
          floorSectionId: text.optional(),
          label: text.optional(),
        })
        .optional(),
    })
    .optional(),
  outOfOfficeProperties: z.strictObject(declining).optional(),
  focusTimeProperties: z.strictObject({ ...declining, chatStatus: text.optional() }).optional(),
  birthdayProperties: z
    .strictObject({ contact: text.optional(), customTypeName: text.optional(), type: text.optional() })
    .optional(),
});

/** An event as a client may write it. */
export type EventBody = z.infer<typeof event>;

/** Members that a client may send but not set. */
export const readOnly = [
  'kind',
  'etag',
  'htmlLink',
  'created',
  'updated',
  'creator',
  'organizer',
  'endTimeUnspecified',
  'recurringEventId',
  'originalStartTime',
  'attendeesOmitted',
  'hangoutLink',
  'gadget',
  'locked',
] as const;

/** Members that only an event's organizer may change: everything its guests see alike. */
export const shared = [
  'summary',
  'description',
  'location',
  'start',
  'end',
  'recurrence',
  'status',
  'conferenceData',
] as const;

export const channel = z.strictObject({
  kind: text.optional(),
  id: text.optional(),
  resourceId: text.optional(),
  resourceUri: text.optional(),
  token: text.max(256).optional(),
  expiration: z.union([z.string().regex(/^\d+$/), z.int()]).optional(),
  type: text.optional(),
  address: text.optional(),
  payload: flag.optional(),
  params: z.record(text, text).optional(),
});

const dateTime = z.string().refine((value) => parseTime(value) !== undefined, 'Bad Request');

export const freeBusyRequest = z.strictObject({
  timeMin: dateTime,
  timeMax: dateTime,
  timeZone: text.optional(),
  groupExpansionMax: int32.max(100).optional(),
  calendarExpansionMax: int32.max(50).optional(),
  items: z.array(z.strictObject({ id: text })).default([]),
});

/** Parameters of the query are texts. */
const query = {
  flag: z.enum(['true', 'false']).transform((value) => value === 'true'),
  int: (minimum: number, maximum = 2 ** 31 - 1) =>
    z
      .string()
      .regex(/^\d{1,10}$/)
      .transform(Number)
      .pipe(z.int().min(minimum).max(maximum)),
  instant: z.string().transform((value, context) => {
    const instant = parseTime(value);
    if (instant !== undefined) return instant;
    context.addIssue({ code: 'custom', message: 'Bad Request' });
    return z.NEVER;
  }),
};

const common = {
  alt: z.enum(['json']).optional(),
  fields: text.optional(),
  key: text.optional(),
  oauth_token: text.optional(),
  prettyPrint: query.flag.optional(),
  quotaUser: text.max(40).optional(),
  userIp: text.optional(),
};

const sending = {
  sendNotifications: query.flag.optional(),
  sendUpdates: z.enum(['all', 'externalOnly', 'none']).optional(),
};

const writing = {
  conferenceDataVersion: query.int(0, 1).default(0),
  eventLabelVersion: query.int(0, 1).optional(),
  maxAttendees: query.int(1).optional(),
  supportsAttachments: query.flag.optional(),
};

const reading = {
  alwaysIncludeEmail: query.flag.optional(),
  maxAttendees: query.int(1).optional(),
  timeZone: text.optional(),
};

const window = {
  timeMin: query.instant.optional(),
  timeMax: query.instant.optional(),
};

const paging = {
  /** More than 2,500 are never answered. */
  maxResults: query
    .int(1)
    .default(250)
    .transform((value) => Math.min(value, 2500)),
  pageToken: text.optional(),
};

const list = {
  ...common,
  ...reading,
  ...window,
  ...paging,
  eventTypes: z
    .array(z.enum(['birthday', 'default', 'focusTime', 'fromGmail', 'outOfOffice', 'workingLocation']))
    .optional(),
  iCalUID: text.optional(),
  orderBy: z.enum(['startTime', 'updated']).optional(),
  privateExtendedProperty: z.array(z.string().regex(/^[^=]+=/)).optional(),
  q: text.optional(),
  sharedExtendedProperty: z.array(z.string().regex(/^[^=]+=/)).optional(),
  showDeleted: query.flag.optional(),
  showHiddenInvitations: query.flag.optional(),
  singleEvents: query.flag.default(false),
  syncToken: text.optional(),
  updatedMin: query.instant.optional(),
};

/** The query parameters of each method that is imitated. */
export const queries = {
  common: z.strictObject(common),
  insert: z.strictObject({ ...common, ...sending, ...writing }),
  change: z.strictObject({ ...common, ...sending, ...writing, alwaysIncludeEmail: query.flag.optional() }),
  get: z.strictObject({ ...common, ...reading }),
  delete: z.strictObject({ ...common, ...sending }),
  list: z.strictObject(list),
  instances: z.strictObject({
    ...common,
    ...reading,
    ...window,
    ...paging,
    originalStart: text.optional(),
    showDeleted: query.flag.optional(),
  }),
  calendarList: z.strictObject({
    ...common,
    ...paging,
    minAccessRole: z.enum(['freeBusyReader', 'owner', 'reader', 'writer']).optional(),
    showDeleted: query.flag.optional(),
    showHidden: query.flag.optional(),
    syncToken: text.optional(),
  }),
};

const repeated = new Set(['eventTypes', 'privateExtendedProperty', 'sharedExtendedProperty']);

/** A query as an object; of a parameter that may not be repeated, the last value counts. */
export function queryObject(parameters: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...parameters.keys()].map((name) => [
      name,
      repeated.has(name) ? parameters.getAll(name) : (parameters.getAll(name).at(-1) ?? ''),
    ]),
  );
}

/** Without the members that are null: to Google they are as good as absent. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}

/** A value with a patch merged into it (RFC 7396): null takes away, objects merge, anything else replaces. */
export function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [name, member] of Object.entries(patch)) {
    if (member === null) delete result[name];
    else result[name] = merged(result[name], member);
  }
  return result;
}
