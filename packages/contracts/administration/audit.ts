import * as z from 'zod/mini';
import { enveloped, id, instant } from '../fields.ts';
import { defineRoute } from '../route.ts';

const facts = z.object({
  status: z.string(),
  startTime: instant,
  durationMinutes: z.int(),
  kind: z.string(),
  title: z.string(),
});

export const getAudit = defineRoute({
  operationId: 'getAudit',
  method: 'GET',
  path: '/api/v1/admin/audit',
  surface: 'administration',
  summary: 'Who did what, through which surface, before and after, and why',
  description:
    'Give `appointmentId` for everything that happened to one appointment, or `personId` for what happened to the latest 50 appointments (by start) of a person, latest first.',
  access: ['admin'],
  rateLimit: 'reads',
  entry: 'administration/audit',
  query: z.object({ appointmentId: z.optional(id), personId: z.optional(id) }),
  success: {
    status: 200,
    body: enveloped(
      z.array(
        z.object({
          eventId: z.string(),
          appointmentId: id,
          sequence: z.int(),
          type: z.string(),
          at: instant,
          actor: z.object({ id, standing: z.string(), surface: z.string() }),
          providerId: id,
          clientId: id,
          reason: z.nullable(z.string()),
          before: z.nullable(facts),
          after: facts,
        }),
      ),
    ),
  },
  errors: ['NOT_FOUND'],
});
