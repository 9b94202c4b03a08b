import * as z from 'zod/mini';
import type { OpenApiDocument, Operation, Parameter, Response } from './openapi-document.ts';
import { headerReferences, isUnsafe, jsonSchema, reference, takesIfMatch } from './openapi-parts.ts';
import { errorForms, type RefusalGroup, refusalResponse, refusalsOf } from './openapi-refusals.ts';
import { headers, interfaceVersion, introduction, parameters, successes, surfaces } from './openapi-words.ts';
import {
  type Route,
  rateLimits,
  rateLimitWindowSeconds,
  type Schema,
  type Success,
  type Surface,
} from './route.ts';

/**
 * The OpenAPI 3.1 document of the routes given, derived from their declarations alone.
 *
 * @param options.serverUrl where the routes are served, without a slash at the end; `/` is where the document is
 * @throws when a route has a schema that JSON Schema cannot express, for example an answer with a transform
 */
export function openApiDocument(
  routes: readonly Route[],
  options: { readonly serverUrl: string },
): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  const responses: Record<string, Response> = {};
  for (const route of routes) {
    const refusals = refusalsOf(route);
    const operation = operationOf(route, refusals);
    for (const { name, codes } of refusals) responses[name] ??= refusalResponse(codes);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation };
  }
  const used = JSON.stringify([paths, responses]);
  const referenced = <Component>(kind: string, all: Readonly<Record<string, Component>>) =>
    Object.fromEntries(
      Object.entries(all).filter(([name]) => used.includes(JSON.stringify(reference(kind, name)))),
    );
  const forms = Object.values(errorForms).map(({ name, schema }) => [name, jsonSchema(schema, 'output')]);
  return {
    openapi: '3.1.1',
    info: {
      title: 'Punctual',
      version: interfaceVersion,
      description: introduction,
      license: { name: 'MIT License', identifier: 'MIT' },
    },
    servers: [{ url: options.serverUrl }],
    tags: (Object.keys(surfaces) as Surface[])
      .filter((name) => routes.some((route) => route.surface === name))
      .map((name) => ({ name, description: surfaces[name] })),
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'A token of the identity provider; its `sub` is the caller. One of the roles named is needed.',
        },
      },
      schemas: Object.fromEntries(forms),
      parameters: referenced('parameters', parameters),
      headers: referenced('headers', headers),
      responses,
    },
  };
}

function operationOf(route: Route, refusals: readonly RefusalGroup[]): Operation {
  const { operationId, summary, surface, access, otherRoles, rateLimit } = route;
  const roles = access === 'public' ? [] : access;
  const needs =
    roles.length === 0
      ? []
      : [
          `Needs the role ${roles.map((role) => `\`${role}\``).join(' or ')}.`,
          ...(otherRoles === undefined ? [] : [`A token with another role is answered \`${otherRoles}\`.`]),
        ];
  const description = [...(route.description === undefined ? [] : [route.description]), ...needs].join(
    '\n\n',
  );
  const parameters = [
    ...schemaParameters('path', route.params),
    ...schemaParameters('query', route.query),
    ...(isUnsafe(route.method) && !route.unkept ? [reference('parameters', 'IdempotencyKey')] : []),
    ...(takesIfMatch(route) ? [reference('parameters', 'IfMatch')] : []),
    ...(route.cacheable ? [reference('parameters', 'IfNoneMatch')] : []),
  ];
  return {
    operationId,
    summary,
    ...(description !== '' && { description }),
    tags: [surface],
    // Of several requirements one is enough; OpenAPI 3.1 lets a requirement name the role it needs.
    security: roles.map((role) => ({ bearer: [role] })),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body !== undefined && {
      requestBody: {
        // An absent body is read as an empty object.
        required: !z.safeParse(route.body, {}).success,
        content: { 'application/json': { schema: jsonSchema(route.body, 'input') } },
      },
    }),
    responses: {
      [route.success.status]: successResponse(route, route.success),
      ...(route.otherSuccess && {
        [route.otherSuccess.status]: successResponse(route, route.otherSuccess),
      }),
      ...(route.cacheable && { 304: notModified }),
      ...Object.fromEntries(refusals.map(({ status, name }) => [status, reference('responses', name)])),
    },
    ...(rateLimit !== 'none' && {
      'x-rate-limit': {
        name: rateLimit,
        requests: rateLimits[rateLimit],
        windowSeconds: rateLimitWindowSeconds,
      },
    }),
  };
}

function schemaParameters(place: 'path' | 'query', schema: Schema | undefined): readonly Parameter[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input');
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property === true ? {} : property === false ? { not: {} } : property,
  }));
}

function successResponse(
  { method, rateLimit, etag, cacheable, unkept }: Route,
  { status, body, contentType }: Success,
): Response {
  const mediaType = (contentType ?? 'application/json').split(';')[0] ?? '';
  return {
    description: successes[status] ?? 'Done',
    headers: headerReferences([
      'X-Request-Id',
      ...(etag || cacheable ? ['ETag'] : []),
      ...(status === 302 ? ['Location'] : []),
      ...(rateLimit === 'none' ? [] : ['RateLimit', 'RateLimit-Policy']),
      ...(isUnsafe(method) && !unkept ? ['Idempotency-Replayed'] : []),
    ]),
    ...(body !== undefined && { content: { [mediaType]: { schema: jsonSchema(body, 'output') } } }),
  };
}

const notModified: Response = {
  description: 'What the `If-None-Match` names is what would be answered',
  headers: headerReferences(['ETag']),
};
