import { defineRoute } from '@punctual/contracts/route.ts';
import type { Context } from 'aws-lambda';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HttpEvent } from './call.ts';
import { callerAddress } from './caller-address.ts';
import { httpFunction, on } from './http-function.ts';
import { Refusal } from './refusal.ts';

vi.hoisted(() => vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT'));

const header = 'x-viewer-address';
const edge = '192.0.2.10';
const viewer = '198.51.100.7';

const route = defineRoute({
  operationId: 'lookAround',
  method: 'GET',
  path: '/look',
  surface: 'public',
  summary: 'Looks around',
  access: 'public',
  rateLimit: 'public',
  entry: 'public/look',
  success: { status: 200 },
  errors: [],
});

const certificate = {
  clientCertPem: '-----BEGIN CERTIFICATE-----',
  subjectDN: 'CN=CloudFront',
  issuerDN: 'CN=Punctual',
  serialNumber: '1',
  validity: { notBefore: 'Jan 1 00:00:00 2026 GMT', notAfter: 'Jan 1 00:00:00 2031 GMT' },
};

function eventWith(headers: Record<string, string>, clientCert?: typeof certificate): HttpEvent {
  const http = { method: 'GET', path: '/look', protocol: 'HTTP/1.1', sourceIp: edge, userAgent: 'test' };
  return {
    version: '2.0',
    routeKey: 'GET /look',
    rawPath: '/look',
    rawQueryString: '',
    headers,
    isBase64Encoded: false,
    requestContext: {
      accountId: '0',
      apiId: 'a',
      ...(clientCert && { authentication: { clientCert } }),
      domainName: 'origin.example.com',
      domainPrefix: 'origin',
      http,
      requestId: 'r',
      routeKey: 'GET /look',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
  };
}

/** Asks once, and tells the answer and whom it was counted for. */
async function ask(event: HttpEvent) {
  const counted: string[] = [];
  const handler = httpFunction(
    {
      clock: { now: () => 0 },
      ids: { next: () => 'id' },
      rolesClaim: 'roles',
      rateLimits: {
        count: async (scope) => counted.push(scope),
      },
    },
    [on(route, async () => ({ body: { success: true } }))],
  );
  const { statusCode, body = '', headers } = await handler(event, {} as Context);
  return { statusCode, body: JSON.parse(body), headers, counted };
}

describe('the address of a caller', () => {
  afterEach(() => {
    delete process.env.VIEWER_ADDRESS_HEADER;
  });

  it.each([undefined, certificate])(
    'is the one that API Gateway sees, whatever the caller says',
    async (shown) => {
      const { statusCode, counted } = await ask(eventWith({ [header]: viewer }, shown));
      expect(statusCode).toBe(200);
      expect(counted).toEqual([`public ${edge}`]);
      process.env.VIEWER_ADDRESS_HEADER = '';
      expect((await ask(eventWith({ [header]: viewer }, shown))).counted).toEqual([`public ${edge}`]);
    },
  );

  describe('behind the firewall', () => {
    beforeEach(() => {
      process.env.VIEWER_ADDRESS_HEADER = header;
    });

    it.each([viewer, '2001:db8::1', '2001:db8:0:1:1:1:1:1'])(
      'is the one that CloudFront tells: %s',
      async (address) => {
        const { statusCode, counted } = await ask(eventWith({ [header]: address }, certificate));
        expect(statusCode).toBe(200);
        expect(counted).toEqual([`public ${address}`]);
      },
    );

    it('is refused of who shows no certificate, in the documented form and before anything is counted', async () => {
      const { statusCode, body, headers, counted } = await ask(eventWith({ [header]: viewer }));
      expect(statusCode).toBe(403);
      expect(body).toEqual({
        success: false,
        message: 'You may not do this',
        error: 'The API answers at its published address only',
        code: 'FORBIDDEN',
        requestId: 'r',
      });
      expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
      expect(counted).toEqual([]);
    });

    it('does not come out of other headers', async () => {
      const others = {
        'x-forwarded-for': viewer,
        'cloudfront-viewer-address': `${viewer}:443`,
        forwarded: `for=${viewer}`,
      };
      expect((await ask(eventWith(others, certificate))).statusCode).toBe(403);
      const { counted } = await ask(eventWith({ ...others, [header]: '203.0.113.9' }, certificate));
      expect(counted).toEqual(['public 203.0.113.9']);
    });

    it.each(['', `${viewer}:443`, `${viewer},203.0.113.9`, '[2001:db8::1]', ' ', 'unknown'])(
      'is one address and nothing else: %j is refused',
      async (said) => {
        expect((await ask(eventWith({ [header]: said }, certificate))).statusCode).toBe(403);
      },
    );

    it('is refused for whatever is no address', () => {
      fc.assert(
        fc.property(fc.string(), (said) => {
          fc.pre(!/^[\d.]+$|:/.test(said));
          expect(() => callerAddress(eventWith({ [header]: said }, certificate))).toThrow(Refusal);
        }),
      );
    });
  });
});
