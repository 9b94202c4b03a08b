import * as z from 'zod/mini';
import { email, enveloped, id, name } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { staffMember } from './shapes.ts';

const surface = 'coach-dashboard';
const entry = 'coach-dashboard/staff';
const path = '/api/coach-dashboard/staff';

export const addStaff = defineRoute({
  operationId: 'addStaff',
  method: 'POST',
  path,
  surface,
  summary: 'Make somebody staff of the coach',
  description:
    '`id` is the `sub` with which they log in; without one they can only be assigned to appointments.',
  access: ['coach'],
  rateLimit: 'writes',
  entry,
  body: z.strictObject({ name, email, id: z.optional(id) }),
  success: { status: 201, body: enveloped(staffMember) },
  errors: ['CONFLICT', 'BUSY'],
});

export const listStaff = defineRoute({
  operationId: 'listStaff',
  method: 'GET',
  path,
  surface,
  summary: "The coach's staff",
  access: ['coach', 'staff'],
  rateLimit: 'reads',
  entry,
  success: { status: 200, body: enveloped(z.array(staffMember)) },
  errors: [],
});

export const staffRoutes = [addStaff, listStaff] as const;
