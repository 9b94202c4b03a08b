import * as z from 'zod/mini';
import { enveloped } from '../fields.ts';
import { defineRoute } from '../route.ts';

const surface = 'platform';
const access = ['coach', 'client', 'staff', 'admin'] as const;
const rateLimit = 'writes';
const entry = 'me/devices';
const path = '/api/v1/me/devices';

const platform = z.enum(['ios', 'android', 'web']);
/** Given out by the platform's push service: no blanks, no control characters. */
const token = z.string().check(z.regex(/^[\x21-\x7e]{1,2000}$/, 'Not a device token'));

export const keepDevice = defineRoute({
  operationId: 'keepDevice',
  method: 'PUT',
  path,
  surface,
  summary: 'Be reminded on a device',
  description:
    'Of more than ten devices the one that was entered first is forgotten. A device belongs to whoever entered it last.',
  access,
  rateLimit,
  entry,
  body: z.strictObject({ platform, token }),
  success: { status: 200, body: enveloped(z.object({ platform, token })) },
  errors: [],
});

export const forgetDevice = defineRoute({
  operationId: 'forgetDevice',
  method: 'DELETE',
  path,
  surface,
  summary: 'No longer be reminded on a device; one that is not known is fine',
  access,
  rateLimit,
  entry,
  body: z.strictObject({ token }),
  success: { status: 204 },
  errors: [],
});

export const deviceRoutes = [keepDevice, forgetDevice] as const;
