import * as z from 'zod/mini';
import { email, enveloped, id, instant } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { connection, connectionParams, settingsChange } from './shapes.ts';

const surface = 'calendar-integration';
const access = ['coach', 'admin'] as const;
// One name for both kinds of id: OpenAPI takes paths that differ in names only for the same path.
const path = '/api/calendar-integration/connections/{id}';
const params = connectionParams;
const entry = 'calendar-integration/connections';
const queued = enveloped(z.object({ queued: z.int() }));

export const listConnections = defineRoute({
  operationId: 'listConnections',
  method: 'GET',
  path,
  surface,
  summary: 'The connected calendars of a coach, and how well they keep up',
  description: '`id` is the coach’s; in all other operations it is the connection’s.',
  access,
  rateLimit: 'reads',
  entry,
  params,
  success: { status: 200, body: enveloped(z.array(connection)) },
  errors: ['NOT_FOUND'],
});

export const changeConnectionSettings = defineRoute({
  operationId: 'changeConnectionSettings',
  method: 'PUT',
  path,
  surface,
  summary: 'Change what a calendar is kept in step with, and how',
  description:
    'What the body leaves out stays. `busy_policy` says what slots do when busy time is older than `busy_max_age_minutes`: `fail_closed` offers none, `allow_stale` goes by what was read last.',
  access,
  rateLimit: 'writes',
  entry,
  params,
  body: settingsChange,
  success: { status: 200, body: enveloped(connection) },
  errors: ['NOT_FOUND'],
});

export const disconnectCalendar = defineRoute({
  operationId: 'disconnectCalendar',
  method: 'DELETE',
  path,
  surface,
  summary: 'End a connection: access is given back and forgotten, the entries stay',
  description:
    '`revoked` is false when the provider did not answer; then access ends there when it runs out, or by the owner’s hand.',
  access,
  rateLimit: 'writes',
  entry,
  params,
  success: { status: 200, body: enveloped(z.object({ id, revoked: z.boolean() })) },
  errors: ['NOT_FOUND'],
});

export const syncConnection = defineRoute({
  operationId: 'syncConnection',
  method: 'POST',
  path: `${path}/sync`,
  surface,
  summary: 'Write every appointment to come anew, and try again what was refused',
  description: 'Puts right what was moved or deleted over there. Answers how many are queued.',
  access,
  rateLimit: 'writes',
  entry,
  params,
  success: { status: 202, body: queued },
  errors: ['NOT_FOUND', 'CONFLICT'],
});

export const testConnection = defineRoute({
  operationId: 'testConnection',
  method: 'POST',
  path: `${path}/test`,
  surface,
  summary: 'Call the provider now, and say what it found',
  access,
  rateLimit: 'writes',
  entry,
  params,
  success: {
    status: 200,
    body: enveloped(
      z.discriminatedUnion('ok', [
        z.object({
          ok: z.literal(true),
          calendar_name: z.string(),
          /** If the provider tells. */
          time_zone: z.nullable(z.string()),
          account_email: email,
        }),
        z.object({
          ok: z.literal(false),
          error: z.string(),
          status: connection.shape.status,
        }),
      ]),
    ),
  },
  errors: ['NOT_FOUND'],
});

export const listFailedItems = defineRoute({
  operationId: 'listFailedItems',
  method: 'GET',
  path: `${path}/failed`,
  surface,
  summary: 'Appointments that the calendar does not agree with, and why; latest first',
  description:
    '`failed`: the provider refuses it for good. `moved`, `deleted`: somebody changed the entry over there.',
  access,
  rateLimit: 'reads',
  entry,
  params,
  success: {
    status: 200,
    body: enveloped(
      z.array(
        z.object({
          appointment_id: id,
          state: z.enum(['failed', 'moved', 'deleted']),
          last_error: z.nullable(z.string()),
          updated_at: instant,
        }),
      ),
    ),
  },
  errors: ['NOT_FOUND'],
});

export const redriveFailedItems = defineRoute({
  operationId: 'redriveFailedItems',
  method: 'POST',
  path: `${path}/redrive`,
  surface,
  summary: 'Try again what was refused',
  description:
    'All that failed; or the appointments named, of which those moved or deleted over there are put right as well.',
  access,
  rateLimit: 'writes',
  entry,
  params,
  body: z.strictObject({ appointment_ids: z.optional(z.array(id).check(z.minLength(1), z.maxLength(500))) }),
  success: { status: 202, body: queued },
  errors: ['NOT_FOUND', 'CONFLICT'],
});

export const connectionRoutes = [
  listConnections,
  changeConnectionSettings,
  disconnectCalendar,
  syncConnection,
  testConnection,
  listFailedItems,
  redriveFailedItems,
] as const;
