import * as z from 'zod/mini';
import { defineRoute } from '../route.ts';
import { linkParams } from './shapes.ts';

const surface = 'public';
const access = 'public';
const entry = 'public/unsubscribe';
const path = '/api/v1/public/unsubscribe/{token}';
const page = { status: 200, body: z.string(), contentType: 'text/html; charset=utf-8' } as const;

export const getUnsubscribePage = defineRoute({
  operationId: 'getUnsubscribePage',
  method: 'GET',
  path,
  surface,
  summary: 'A page with a button that declines further recovery messages; looking changes nothing',
  access,
  rateLimit: 'public',
  entry,
  params: linkParams,
  success: page,
  errors: ['NOT_FOUND'],
});

export const unsubscribe = defineRoute({
  operationId: 'unsubscribe',
  method: 'POST',
  path,
  surface,
  summary: 'Decline further recovery messages of a coach, with one click (RFC 8058)',
  description:
    'Mail programs post `List-Unsubscribe=One-Click` as a form; whatever the body says, the link decides. Doing it again changes nothing.',
  access,
  // Mail providers post for all their users from a few addresses, and the token is signed by us.
  rateLimit: 'none',
  entry,
  params: linkParams,
  success: page,
  errors: ['NOT_FOUND', 'BUSY'],
});

export const unsubscribeRoutes = [getUnsubscribePage, unsubscribe] as const;
