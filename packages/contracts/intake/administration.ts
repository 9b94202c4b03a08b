import * as z from 'zod/mini';
import { flag, id, text, wholeNumber } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { booking, form, meetingNotes, reason, results, status } from './shapes.ts';

const surface = 'intake';
const access = ['admin'] as const;
const entry = 'intake/administration';
const base = '/api/v1/admin/booking';
const params = z.object({ id });
const one = results(z.object({ booking }));

/** What Calendly says, as it says it. */
const fromCalendly = z.record(z.string(), z.unknown());

const maximumIds = 50;

export const listIntakes = defineRoute({
  operationId: 'listIntakes',
  method: 'GET',
  path: base,
  surface,
  summary: 'Requests for a consultation, page by page',
  description:
    'Each word of `term` begins a word of the names, the company or the e-mail address; case and accents do not matter. Latest first, unless sorted otherwise; what has no value to sort by comes last.',
  access,
  rateLimit: 'reads',
  entry,
  query: z.object({
    page: z._default(wholeNumber(1, 1_000_000), 1),
    limit: z._default(wholeNumber(1, 100), 10),
    term: z.optional(text(200)),
    status: z.optional(status),
    isRead: z.optional(flag),
    sortBy: z._default(
      z.enum([
        'firstName',
        'lastName',
        'companyName',
        'companyWebsite',
        'position',
        'isDecisionMaker',
        'email',
        'status',
        'scheduledAt',
        'isRead',
        'createdAt',
        'updatedAt',
      ]),
      'createdAt',
    ),
    sortDirection: z._default(z.enum(['asc', 'desc']), 'desc'),
  }),
  success: {
    status: 200,
    body: results(
      z.object({
        bookings: z.array(booking),
        pagination: z.object({ page: z.int(), limit: z.int(), total: z.int(), totalPages: z.int() }),
      }),
    ),
  },
  errors: [],
});

export const getIntakeForAdmin = defineRoute({
  operationId: 'getIntakeForAdmin',
  method: 'GET',
  path: `${base}/{id}`,
  surface,
  summary: 'One request with everything that is known of it',
  access,
  rateLimit: 'reads',
  entry,
  params,
  success: { status: 200, body: one },
  errors: ['NOT_FOUND'],
});

const { businessPhone, ...words } = form;

export const updateIntake = defineRoute({
  operationId: 'updateIntake',
  method: 'PUT',
  path: base,
  surface,
  summary: 'Change a request; what is left out stays',
  access,
  rateLimit: 'writes',
  entry,
  body: z.strictObject({
    _id: id,
    status: z.optional(status),
    isRead: z.optional(z.boolean()),
    meetingNotes: z.optional(meetingNotes),
    ...z.partial(z.object(words)).shape,
    businessPhone,
  }),
  success: { status: 200, body: one },
  errors: ['NOT_FOUND', 'INVALID_TRANSITION', 'BUSY'],
});

export const deleteIntakes = defineRoute({
  operationId: 'deleteIntakes',
  method: 'DELETE',
  path: `${base}/{id}`,
  surface,
  summary: 'Delete requests with all personal data in them',
  description: `At most ${maximumIds} ids, separated by commas; those that there are not are passed over. An appointment that came of one stays the client’s own.`,
  access,
  rateLimit: 'writes',
  entry,
  params: z.object({
    id: z.pipe(
      z.string().check(
        z.regex(/^[\w.|:@+,-]{1,2500}$/, 'Not a list of ids'),
        z.refine((list) => list.split(',').length <= maximumIds, `At most ${maximumIds} ids`),
      ),
      z.transform((list: string) => list.split(',').filter((one) => one !== '')),
    ),
  }),
  success: { status: 200, body: results(z.object({ deletedCount: z.int() })) },
  errors: ['NOT_FOUND', 'BUSY'],
});

export const cancelIntake = defineRoute({
  operationId: 'cancelIntake',
  method: 'POST',
  path: `${base}/{id}/cancel`,
  surface,
  summary: 'Cancel a request, and its meeting at Calendly',
  description: 'If Calendly does not answer within three seconds, it is told later.',
  access,
  rateLimit: 'writes',
  entry,
  params,
  body: z.strictObject({ reason: z.optional(reason) }),
  success: { status: 200, body: one },
  errors: ['NOT_FOUND', 'INVALID_TRANSITION', 'BUSY'],
});

export const getCalendlyEvent = defineRoute({
  operationId: 'getCalendlyEvent',
  method: 'GET',
  path: `${base}/{id}/calendly/event`,
  surface,
  summary: 'The scheduled event at Calendly',
  access,
  rateLimit: 'reads',
  entry,
  params,
  success: { status: 200, body: results(z.object({ event: fromCalendly })) },
  errors: ['NOT_FOUND', 'PROVIDER_UNAVAILABLE'],
});

export const getCalendlyInvitee = defineRoute({
  operationId: 'getCalendlyInvitee',
  method: 'GET',
  path: `${base}/{id}/calendly/invitee`,
  surface,
  summary: 'The invitee at Calendly',
  access,
  rateLimit: 'reads',
  entry,
  params,
  success: { status: 200, body: results(z.object({ invitee: fromCalendly })) },
  errors: ['NOT_FOUND', 'PROVIDER_UNAVAILABLE'],
});

export const getCalendlyInfo = defineRoute({
  operationId: 'getCalendlyInfo',
  method: 'GET',
  path: `${base}/calendly/info`,
  surface,
  summary: 'The account at Calendly, and its event type',
  access,
  rateLimit: 'reads',
  entry,
  success: { status: 200, body: results(z.object({ user: fromCalendly, eventType: fromCalendly })) },
  errors: ['NOT_FOUND', 'PROVIDER_UNAVAILABLE'],
});

export const intakeAdministrationRoutes = [
  listIntakes,
  getIntakeForAdmin,
  updateIntake,
  deleteIntakes,
  cancelIntake,
  getCalendlyEvent,
  getCalendlyInvitee,
  getCalendlyInfo,
] as const;
