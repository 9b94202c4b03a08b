import { z } from 'zod';
import { apiOrigin, type Resource } from './account.ts';

// What the Calendly API v2 takes. Source of names, types and limits: the Calendly API v2 OpenAPI description, and for
// the data compliance call Calendly's reference page. Stricter than Calendly on purpose: members and parameters that it
// does not know are refused, not ignored, so that a client's slip is seen.

/** The address of a resource, as its uuid. */
const uriOf = (resource: Resource) =>
  z
    .string()
    .regex(new RegExp(`^${apiOrigin}/${resource}/[^/?#]+$`), `must be the URI of one of the ${resource}`)
    .transform((uri) => uri.slice(uri.lastIndexOf('/') + 1));

const inviteeUri = z
  .string()
  .regex(
    new RegExp(`^${apiOrigin}/scheduled_events/[^/?#]+/invitees/[^/?#]+$`),
    'must be the URI of an invitee',
  )
  .transform((uri) => uri.slice(uri.lastIndexOf('/') + 1));

const instant = z
  .string()
  .refine(
    (text) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z$/.test(text) && !Number.isNaN(Date.parse(text)),
    'must be an instant in UTC, like 2020-01-02T03:04:05.678123Z',
  )
  .transform((text) => Date.parse(text));

const truth = z.enum(['true', 'false']).transform((text) => text === 'true');

const paging = {
  count: z
    .string()
    .regex(/^\d+$/, 'must be a number')
    .transform(Number)
    .pipe(z.int().min(1).max(100))
    .default(20),
  page_token: z.string().min(1).optional(),
};

const sort = (field: string) =>
  z
    .string()
    .regex(new RegExp(`^${field}:(asc|desc)$`), `must be ${field}:asc or ${field}:desc`)
    .default(`${field}:asc`);

export const noQuery = z.strictObject({});

export const eventTypesQuery = z
  .strictObject({
    active: truth.optional(),
    admin_managed: truth.optional(),
    organization: uriOf('organizations').optional(),
    user: uriOf('users').optional(),
    sort: sort('name'),
    ...paging,
  })
  .refine(({ organization, user }) => organization !== undefined || user !== undefined, {
    message: 'either organization or user must be given',
    path: ['organization'],
  });

const week = 7 * 86_400_000;

export const availableTimesQuery = z
  .strictObject({
    event_type: uriOf('event_types'),
    start_time: instant,
    end_time: instant,
  })
  .refine((it) => it.end_time > it.start_time, { message: 'must be after start_time', path: ['end_time'] })
  .refine((it) => it.end_time - it.start_time <= week, {
    message: 'must be at most 7 days after start_time',
    path: ['end_time'],
  });

export const scheduledEventsQuery = z
  .strictObject({
    user: uriOf('users').optional(),
    organization: uriOf('organizations').optional(),
    invitee_email: z.email().optional(),
    status: z.enum(['active', 'canceled']).optional(),
    sort: sort('start_time'),
    min_start_time: instant.optional(),
    max_start_time: instant.optional(),
    ...paging,
  })
  .refine(({ organization, user }) => organization !== undefined || user !== undefined, {
    message: 'either organization or user must be given',
    path: ['organization'],
  });

export const inviteesQuery = z.strictObject({
  status: z.enum(['active', 'canceled']).optional(),
  sort: sort('created_at'),
  email: z.email().optional(),
  ...paging,
});

export const subscriptionsQuery = z
  .strictObject({
    organization: uriOf('organizations'),
    user: uriOf('users').optional(),
    scope: z.enum(['organization', 'user']),
    sort: sort('created_at'),
    ...paging,
  })
  .refine(({ scope, user }) => scope !== 'user' || user !== undefined, {
    message: 'must be given for the scope user',
    path: ['user'],
  });

export const schedulingLinkBody = z.strictObject({
  max_event_count: z.literal(1),
  owner: uriOf('event_types'),
  owner_type: z.literal('EventType'),
});

export const cancellationBody = z.strictObject({ reason: z.string().max(10_000).optional() });

export const noShowBody = z.strictObject({ invitee: inviteeUri });

export const subscriptionBody = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }),
    events: z
      .array(
        z.enum([
          'invitee.created',
          'invitee.canceled',
          'invitee_no_show.created',
          'invitee_no_show.deleted',
          'routing_form_submission.created',
          'event_type.created',
          'event_type.updated',
          'event_type.deleted',
        ]),
      )
      .min(1)
      .refine((events) => new Set(events).size === events.length, 'must not hold anything twice'),
    organization: uriOf('organizations'),
    user: uriOf('users').optional(),
    scope: z.enum(['organization', 'user']),
    signing_key: z.string().min(1).optional(),
  })
  .refine(({ scope, user }) => scope !== 'user' || user !== undefined, {
    message: 'must be given for the scope user',
    path: ['user'],
  });

export const erasureBody = z.strictObject({ emails: z.array(z.email()).min(1) });
