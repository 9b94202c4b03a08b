import * as z from 'zod/mini';
import { cursor, enveloped, id, instant, text, wholeNumber } from '../fields.ts';
import { defineRoute } from '../route.ts';

const surface = 'administration';
const access = ['admin'] as const;
const entry = 'administration/people';

const person = z.object({
  id,
  name: z.string(),
  email: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  timeZone: z.nullable(z.string()),
  roles: z.array(z.string()),
  leadOf: z.nullable(id),
  staffOf: z.nullable(id),
  createdAt: instant,
  updatedAt: instant,
});

export const listPeople = defineRoute({
  operationId: 'listPeople',
  method: 'GET',
  path: '/api/v1/admin/people',
  surface,
  summary: 'Everybody in the directory, newest first',
  description:
    'A page may hold fewer than `limit` people although more follow; go on while there is a `cursor`.',
  access,
  rateLimit: 'reads',
  entry,
  query: z.object({
    limit: z._default(wholeNumber(1, 100), 20),
    cursor: z.optional(cursor),
    term: z.optional(text(100)),
  }),
  success: {
    status: 200,
    body: z.object({ success: z.literal(true), data: z.array(person), cursor: z.nullable(z.string()) }),
  },
  errors: [],
});

const pair = z.strictObject({ providerId: id, clientId: id });

export const assignClient = defineRoute({
  operationId: 'assignClient',
  method: 'PUT',
  path: '/api/v1/admin/relationships',
  surface,
  summary: 'Assign a client to a provider, whom they may then book sessions with',
  access,
  rateLimit: 'writes',
  entry,
  body: pair,
  success: { status: 200, body: enveloped(pair) },
  errors: [],
});

export const unassignClient = defineRoute({
  operationId: 'unassignClient',
  method: 'DELETE',
  path: '/api/v1/admin/relationships',
  surface,
  summary: 'Take an assignment back; appointments that stand stay',
  access,
  rateLimit: 'writes',
  entry,
  body: pair,
  success: { status: 200, body: enveloped(pair) },
  errors: [],
});

export const peopleRoutes = [listPeople, assignClient, unassignClient] as const;
