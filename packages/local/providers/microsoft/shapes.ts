import { z } from 'zod';
import { GraphFault } from './faults.ts';

/**
 * What Graph's writes accept: property names and types of the Microsoft Graph v1.0 OpenAPI description. What only Graph
 * sets may be sent and has no effect, and so may annotations (`@odata…`), as on the real thing; anything else is refused.
 */

const text = (most: number) => z.string().max(most).nullable().optional();
const flag = z.boolean().nullable().optional();
const int32 = z.int().min(-2_147_483_648).max(2_147_483_647);
/** Set by Graph alone. */
const readOnly = z.unknown().optional();
const word = <const Words extends readonly string[]>(words: Words) => z.enum(words).nullable().optional();

const dateTimeTimeZone = z.strictObject({ dateTime: z.string(), timeZone: z.string().optional() });
const emailAddress = z.strictObject({ name: text(1000), address: text(1000) });
const recipient = z.strictObject({ emailAddress: emailAddress.nullable().optional() });
const responses = [
  'none',
  'organizer',
  'tentativelyAccepted',
  'accepted',
  'declined',
  'notResponded',
] as const;
const attendee = z.strictObject({
  emailAddress: emailAddress.nullable().optional(),
  type: word(['required', 'optional', 'resource']),
  status: z
    .strictObject({ response: word(responses), time: text(40) })
    .nullable()
    .optional(),
  proposedNewTime: readOnly,
});
const location = z.strictObject({
  displayName: text(1000),
  locationEmailAddress: text(1000),
  locationUri: text(2000),
  locationType: word([
    'default',
    'conferenceRoom',
    'homeAddress',
    'businessAddress',
    'geoCoordinates',
    'streetAddress',
    'hotel',
    'restaurant',
    'localBusiness',
    'postalAddress',
  ]),
  uniqueId: text(1000),
  uniqueIdType: word(['unknown', 'locationStore', 'directory', 'private', 'bing']),
  address: z
    .strictObject({
      street: text(1000),
      city: text(1000),
      state: text(1000),
      countryOrRegion: text(1000),
      postalCode: text(100),
    })
    .nullable()
    .optional(),
  coordinates: z
    .strictObject({
      altitude: z.number().nullable().optional(),
      latitude: z.number().nullable().optional(),
      longitude: z.number().nullable().optional(),
      accuracy: z.number().nullable().optional(),
      altitudeAccuracy: z.number().nullable().optional(),
    })
    .nullable()
    .optional(),
});

const dayOfWeek = z.enum(['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']);
const date = z.iso.date();
const patternedRecurrence = z.strictObject({
  pattern: z.strictObject({
    type: z.enum([
      'daily',
      'weekly',
      'absoluteMonthly',
      'relativeMonthly',
      'absoluteYearly',
      'relativeYearly',
    ]),
    interval: int32.min(1),
    month: int32.min(0).max(12).optional(),
    dayOfMonth: int32.min(0).max(31).optional(),
    daysOfWeek: z.array(dayOfWeek).optional(),
    firstDayOfWeek: dayOfWeek.nullable().optional(),
    index: word(['first', 'second', 'third', 'fourth', 'last']),
  }),
  range: z.strictObject({
    type: z.enum(['endDate', 'noEnd', 'numbered']),
    startDate: date,
    endDate: date.nullable().optional(),
    recurrenceTimeZone: text(100),
    numberOfOccurrences: int32.min(0).optional(),
  }),
});

const extendedProperty = z.strictObject({
  /** `String {GUID} Name text`, or a numbered property: `String 0x8030`, `String {GUID} Id 0x8030`. */
  id: z
    .string()
    .regex(
      /^(String|Integer|Boolean|SystemTime|CLSID|Long|Double|Binary) (\{[0-9a-f-]{36}\} (Name .{1,200}|Id 0x[0-9a-f]{1,8})|0x[0-9a-f]{1,8})$/i,
    ),
  value: z.string().max(32_000),
});

const writable = {
  subject: text(255),
  body: z
    .strictObject({ contentType: word(['text', 'html']), content: text(1_000_000) })
    .nullable()
    .optional(),
  start: dateTimeTimeZone.nullable().optional(),
  end: dateTimeTimeZone.nullable().optional(),
  isAllDay: flag,
  showAs: word(['unknown', 'free', 'tentative', 'busy', 'oof', 'workingElsewhere']),
  sensitivity: word(['normal', 'personal', 'private', 'confidential']),
  importance: word(['low', 'normal', 'high']),
  isReminderOn: flag,
  reminderMinutesBeforeStart: int32.nullable().optional(),
  responseRequested: flag,
  allowNewTimeProposals: flag,
  hideAttendees: flag,
  isOnlineMeeting: flag,
  onlineMeetingProvider: word(['unknown', 'skypeForBusiness', 'skypeForConsumer', 'teamsForBusiness']),
  location: location.nullable().optional(),
  locations: z.array(location).optional(),
  attendees: z.array(attendee).max(500).optional(),
  categories: z.array(z.string().max(255)).max(25).optional(),
  recurrence: patternedRecurrence.nullable().optional(),
  singleValueExtendedProperties: z.array(extendedProperty).max(20).optional(),
  transactionId: text(255),
};

export const eventBody = z.strictObject({
  ...writable,
  id: readOnly,
  changeKey: readOnly,
  createdDateTime: readOnly,
  lastModifiedDateTime: readOnly,
  bodyPreview: readOnly,
  cancelledOccurrences: readOnly,
  hasAttachments: readOnly,
  iCalUId: readOnly,
  isCancelled: readOnly,
  isDraft: readOnly,
  isOrganizer: readOnly,
  onlineMeeting: readOnly,
  onlineMeetingUrl: readOnly,
  organizer: recipient.nullable().optional(),
  originalStart: readOnly,
  originalStartTimeZone: readOnly,
  originalEndTimeZone: readOnly,
  responseStatus: readOnly,
  seriesMasterId: readOnly,
  type: readOnly,
  webLink: readOnly,
});
export type EventBody = z.infer<typeof eventBody>;

const calendarColors = [
  'auto',
  'lightBlue',
  'lightGreen',
  'lightOrange',
  'lightGray',
  'lightYellow',
  'lightTeal',
  'lightPink',
  'lightBrown',
  'lightRed',
] as const;
export const calendarBody = z.strictObject({
  name: z.string().min(1).max(255),
  color: z.enum(calendarColors).optional(),
});

/** The names are compared without regard to case: the description writes them large, Microsoft's examples small. */
export const scheduleBody = z.strictObject({
  schedules: z.array(z.string().max(320)).min(1).max(100),
  starttime: dateTimeTimeZone,
  endtime: dateTimeTimeZone,
  availabilityviewinterval: int32.min(5).max(1440).optional(),
});

const instant = z.iso.datetime({ offset: true });
export const subscriptionBody = z.strictObject({
  changeType: z.string(),
  notificationUrl: z.string().max(2048),
  resource: z.string().max(2048),
  expirationDateTime: instant,
  clientState: z.string().max(128).nullable().optional(),
  lifecycleNotificationUrl: z.string().max(2048).nullable().optional(),
  latestSupportedTlsVersion: z.enum(['v1_0', 'v1_1', 'v1_2', 'v1_3']).nullable().optional(),
  includeResourceData: z.boolean().nullable().optional(),
  id: readOnly,
  applicationId: readOnly,
  creatorId: readOnly,
  notificationUrlAppId: readOnly,
});
export const subscriptionChange = z.strictObject({
  expirationDateTime: instant.optional(),
  notificationUrl: z.string().max(2048).optional(),
  clientState: z.string().max(128).nullable().optional(),
});

/** Types by where they are, for the words of a refusal. */
const typeNames: Readonly<Record<string, string>> = {
  start: 'dateTimeTimeZone',
  end: 'dateTimeTimeZone',
  body: 'itemBody',
  location: 'location',
  locations: 'location',
  attendees: 'attendee',
  recurrence: 'patternedRecurrence',
  pattern: 'recurrencePattern',
  range: 'recurrenceRange',
  emailAddress: 'emailAddress',
  organizer: 'recipient',
  singleValueExtendedProperties: 'singleValueLegacyExtendedProperty',
};

function withoutAnnotations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAnnotations);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !name.includes('@'))
      .map(([name, it]) => [name, withoutAnnotations(it)]),
  );
}

export function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new GraphFault(400, 'BadRequest', 'Unable to read JSON request payload.');
  }
}

/** The value in its shape; `type` is Graph's name for it. Throws what Graph answers to anything else. */
export function readShape<Shape extends z.ZodType>(
  shape: Shape,
  value: unknown,
  type: string,
): z.infer<Shape> {
  const parsed = shape.safeParse(withoutAnnotations(value));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const owner = path.findLast((it) => typeof it === 'string' && it in typeNames);
  if (issue?.code === 'unrecognized_keys') {
    const typeName = typeof owner === 'string' ? (typeNames[owner] ?? type) : type;
    throw new GraphFault(
      400,
      'RequestBodyRead',
      `The property '${issue.keys[0]}' does not exist on type 'microsoft.graph.${typeName}'. Make sure to only use property names that are defined by the type or mark the type as open type.`,
    );
  }
  throw new GraphFault(400, 'RequestBodyRead', `${path.join('/')}: ${issue?.message ?? 'invalid'}`);
}
