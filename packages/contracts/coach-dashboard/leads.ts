import * as z from 'zod/mini';
import { cursor, email, enveloped, id, name, phone, text, timeZone, wholeNumber } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { lead } from './shapes.ts';

const surface = 'coach-dashboard';
const access = ['coach', 'staff'] as const;
const entry = 'coach-dashboard/leads';
const params = z.object({ leadId: id });
const temperature = z.enum(['cold', 'warm', 'hot']);
const score = z.number().check(z.gte(0), z.lte(100));

export const createLead = defineRoute({
  operationId: 'createLead',
  method: 'POST',
  path: '/api/coach-dashboard/leads',
  surface,
  summary: 'Enter somebody who may become a client',
  access,
  rateLimit: 'writes',
  entry,
  body: z.strictObject({
    name,
    email,
    phone: z.optional(phone),
    timeZone: z.optional(timeZone),
    temperature: z._default(temperature, 'warm'),
    score: z._default(score, 50),
  }),
  success: { status: 201, body: enveloped(lead) },
  errors: [],
});

export const listLeads = defineRoute({
  operationId: 'listLeads',
  method: 'GET',
  path: '/api/coach-dashboard/leads',
  surface,
  summary: "The coach's leads, newest first",
  description:
    'A page may hold fewer than `limit` leads although more follow; go on while there is a `cursor`.',
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
    body: z.object({ success: z.literal(true), data: z.array(lead), cursor: z.nullable(z.string()) }),
  },
  errors: [],
});

export const getLead = defineRoute({
  operationId: 'getLead',
  method: 'GET',
  path: '/api/coach-dashboard/leads/{leadId}',
  surface,
  summary: 'One lead',
  access,
  rateLimit: 'reads',
  entry,
  params,
  success: { status: 200, body: enveloped(lead) },
  errors: ['NOT_FOUND'],
});

export const updateLead = defineRoute({
  operationId: 'updateLead',
  method: 'PATCH',
  path: '/api/coach-dashboard/leads/{leadId}',
  surface,
  summary: 'Change a lead; what is left out stays',
  access,
  rateLimit: 'writes',
  entry,
  params,
  body: z.strictObject({
    name: z.optional(name),
    email: z.optional(email),
    phone: z.optional(phone),
    timeZone: z.optional(timeZone),
    temperature: z.optional(temperature),
    score: z.optional(score),
  }),
  success: { status: 200, body: enveloped(lead) },
  errors: ['NOT_FOUND', 'CONFLICT', 'BUSY'],
});

export const leadRoutes = [createLead, listLeads, getLead, updateLead] as const;
