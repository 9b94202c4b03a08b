import { openApiDocument } from '@punctual/contracts/openapi.ts';
import { routes } from '@punctual/contracts/registry.ts';
import { rateLimits, routeKey } from '@punctual/contracts/route.ts';
import { describe, expect, it } from 'vitest';
import { routeMetadata } from '../constructs/contract-api.ts';
import { type Resource, resourcesOf, synthesized } from './synthesis.ts';

/* One declaration: what API Gateway is given, what the document publishes and what the registry says are the same. */

const { api } = synthesized();
const byKey = new Map<string, Resource>(
  resourcesOf(api, 'AWS::ApiGatewayV2::Route').map(([, resource]) => [
    String(resource.Properties.RouteKey),
    resource,
  ]),
);
const [stageId, stage] = resourcesOf(api, 'AWS::ApiGatewayV2::Stage')[0] ?? expect.unreachable('no stage');
const [authorizerId, authorizer] =
  resourcesOf(api, 'AWS::ApiGatewayV2::Authorizer')[0] ?? expect.unreachable('no authorizer');

const deployed = [...byKey].map(([key, { Properties, Metadata }]) => {
  const said = Metadata?.[routeMetadata] as { rateLimit: string; requestsPerHour?: number; access: unknown };
  return {
    key,
    operationId: Properties.OperationName,
    authorized:
      Properties.AuthorizationType === 'JWT' &&
      JSON.stringify(Properties.AuthorizerId).includes(authorizerId),
    rateLimit: said.rateLimit,
    requestsPerHour: said.requestsPerHour,
    access: said.access,
  };
});

const declared = routes.map((route) => ({
  key: routeKey(route),
  operationId: route.operationId,
  authorized: route.access !== 'public',
  rateLimit: route.rateLimit,
  requestsPerHour: route.rateLimit === 'none' ? undefined : rateLimits[route.rateLimit],
  access: route.access,
}));

const published = Object.entries(
  openApiDocument(routes, { serverUrl: 'https://api.example.com' }).paths,
).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => {
    const limit = operation['x-rate-limit'];
    const roles = operation.security.flatMap(({ bearer }) => bearer);
    return {
      key: `${method.toUpperCase()} ${path}`,
      operationId: operation.operationId,
      authorized: operation.security.length > 0,
      rateLimit: limit?.name ?? 'none',
      requestsPerHour: limit?.requests,
      access: roles.length === 0 ? 'public' : roles,
    };
  }),
);

const sorted = <Item extends { key: string }>(items: Item[]) =>
  items.toSorted((a, b) => (a.key < b.key ? -1 : 1));

describe('parity', () => {
  it('template and registry name the same routes, authorizers and limits', () => {
    expect(sorted(deployed)).toEqual(sorted(declared));
  });

  it('OpenAPI document and template name the same routes, authorizers and limits', () => {
    expect(sorted(published)).toEqual(sorted(deployed));
  });

  it('every route leads to the function of its entry point', () => {
    const integrations = new Map(resourcesOf(api, 'AWS::ApiGatewayV2::Integration'));
    for (const { method, path, entry } of routes) {
      const target = JSON.stringify(byKey.get(routeKey({ method, path }))?.Properties.Target);
      const integration = [...integrations].find(([id]) => target.includes(`"${id}"`))?.[1];
      const uri = JSON.stringify(integration?.Properties.IntegrationUri);
      expect(uri.toLowerCase()).toContain(`"contract${entry.replaceAll(/\W/g, '').toLowerCase()}rolloutlive`);
      expect(integration?.Properties.PayloadFormatVersion).toBe('2.0');
    }
  });

  it('public routes have no authorizer at all', () => {
    const open = [...byKey.values()].filter(({ Properties }) => Properties.AuthorizationType === 'NONE');
    expect(open).toHaveLength(routes.filter(({ access }) => access === 'public').length);
    for (const { Properties } of open) expect(Properties.AuthorizerId).toBeUndefined();
  });

  it('the authorizer reads the Authorization header for the issuer and audience of the settings', () => {
    expect(authorizer.Properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://issuer.invalid', Audience: ['punctual'] },
    });
  });

  it('every route is throttled, once it exists', () => {
    const settings = stage.Properties.RouteSettings as Record<string, Record<string, number>>;
    expect(Object.keys(settings).sort()).toEqual([...byKey.keys()].sort());
    for (const { ThrottlingRateLimit = 0, ThrottlingBurstLimit = 0 } of Object.values(settings)) {
      expect(ThrottlingRateLimit).toBeGreaterThan(0);
      expect(ThrottlingBurstLimit).toBeGreaterThanOrEqual(ThrottlingRateLimit);
    }
    const routeIds = resourcesOf(api, 'AWS::ApiGatewayV2::Route').map(([id]) => id);
    expect(stage.DependsOn, stageId).toEqual(expect.arrayContaining(routeIds));
  });

  it('the access log holds no address, path or person', () => {
    const { Format } = stage.Properties.AccessLogSettings as { Format: string };
    expect(JSON.parse(Format).route).toBe('$context.routeKey');
    expect(Format).not.toMatch(/identity|\.path|claims|userAgent|protocol/i);
  });
});
