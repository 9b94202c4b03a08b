import * as z from 'zod/mini';
import { defineRoute } from '../route.ts';

const surface = 'platform';
const entry = 'platform/documents';
const common = { method: 'GET', surface, access: 'public', rateLimit: 'none', entry, errors: [] } as const;

export const getHealth = defineRoute({
  ...common,
  operationId: 'getHealth',
  path: '/health',
  summary: 'Whether the service answers',
  success: { status: 200, body: z.object({ status: z.literal('ok') }) },
});

export const getOpenApi = defineRoute({
  ...common,
  operationId: 'getOpenApi',
  path: '/openapi.json',
  summary: 'This document',
  success: { status: 200, body: z.record(z.string(), z.unknown()) },
});

export const getDocs = defineRoute({
  ...common,
  operationId: 'getDocs',
  path: '/docs',
  summary: 'The documentation as a page',
  success: { status: 200, body: z.string(), contentType: 'text/html; charset=utf-8' },
});

export const getDocsAsset = defineRoute({
  ...common,
  operationId: 'getDocsAsset',
  path: '/docs/{asset}',
  summary: 'A script or a style of the documentation page',
  params: z.object({ asset: z.enum(['swagger-ui.css', 'swagger-ui-bundle.js', 'initialise.js']) }),
  // The handler names the asset's own type.
  success: { status: 200, body: z.string(), contentType: 'text/*' },
  errors: ['NOT_FOUND'],
});

export const documentRoutes = [getHealth, getOpenApi, getDocs, getDocsAsset] as const;
