import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openApiDocument } from '@punctual/contracts/openapi.ts';
import { slotReasons } from '@punctual/contracts/problem.ts';
import { routes } from '@punctual/contracts/registry.ts';
import { bundleFile, esbuildOptions, filesBeside } from '@punctual/infra/constructs/bundling.ts';
import type { HttpEvent, HttpResult } from '@punctual/lambda/http/call.ts';
import { refusalReasons } from '@punctual/scheduling/slots/slots.ts';
import type { Context } from 'aws-lambda';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
});

/** API Gateway's event for a GET of the path. */
function event(path: string): HttpEvent {
  const asset = /^\/docs\/(.+)$/.exec(path)?.[1];
  const routeKey = asset === undefined ? `GET ${path}` : 'GET /docs/{asset}';
  const http = { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' };
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: {},
    ...(asset !== undefined && { pathParameters: { asset } }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'api.test',
      domainPrefix: 'api',
      http,
      requestId: 'request-1',
      routeKey,
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded: false,
  };
}

/** A fresh process, as far as the function can tell: the document is built once in each. */
async function get(path: string): Promise<HttpResult> {
  const { handler } = await import('./documents.ts');
  return handler(event(path), {} as Context);
}

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv('PUBLIC_API_URL', '');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

it('is healthy, and says so to everybody afresh', async () => {
  const { statusCode, headers, body } = await get('/health');
  expect({ statusCode, body }).toEqual({ statusCode: 200, body: '{"status":"ok"}' });
  expect(headers).toMatchObject({ 'cache-control': 'no-store' });
});

describe('the OpenAPI document', () => {
  it('is that of the whole registry at the address published', async () => {
    vi.stubEnv('PUBLIC_API_URL', 'https://api.example.test/');
    const { statusCode, headers, body } = await get('/openapi.json');
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
    });
    const expected = openApiDocument(routes, { serverUrl: 'https://api.example.test' });
    expect(JSON.parse(body ?? '')).toEqual(JSON.parse(JSON.stringify(expected)));
  });

  it('is served where it is read from, when no address is published', async () => {
    const { body } = await get('/openapi.json');
    expect(JSON.parse(body ?? '').servers).toEqual([{ url: '/' }]);
  });

  it('gives the reasons of the engine for a refused slot', () => {
    expect(slotReasons).toEqual(refusalReasons);
  });
});

describe('the documentation page', () => {
  it('gets all that it loads from this function, and the document from beside it', async () => {
    const { headers, body = '' } = await get('/docs');
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8' });
    const loaded = [...body.matchAll(/(?:src|href)="([^"]*)"/g)]
      .map(([, address = '']) => new URL(address, 'https://api.test/docs'))
      .filter(({ protocol }) => protocol !== 'data:');
    expect(loaded).toHaveLength(3);
    for (const { origin, pathname } of loaded) {
      expect(origin).toBe('https://api.test');
      const asset = await get(pathname);
      expect(asset.statusCode).toBe(200);
      expect(asset.headers).toMatchObject({
        'content-type': `text/${pathname.endsWith('.css') ? 'css' : 'javascript'}; charset=utf-8`,
        'cache-control': 'public, max-age=86400',
        'x-content-type-options': 'nosniff',
      });
    }
    const { body: initialise = '' } = await get('/docs/initialise.js');
    const address = /url: '([^']*)'/.exec(initialise)?.[1] ?? '';
    expect(new URL(address, 'https://api.test/docs').href).toBe('https://api.test/openapi.json');
  });

  it('has Swagger UI in it', async () => {
    expect((await get('/docs/swagger-ui.css')).body).toContain('.swagger-ui{');
    expect((await get('/docs/swagger-ui-bundle.js')).body).toContain('SwaggerUIBundle');
  });

  it('allows no script or style in the page, no third party, and requests to the published address', async () => {
    vi.stubEnv('PUBLIC_API_URL', 'https://api.example.test/v2');
    const { headers, body } = await get('/docs');
    const policy = String(headers?.['content-security-policy']).split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "base-uri 'none'",
      ]),
    );
    expect(policy).toContain("connect-src 'self' https://api.example.test");
    expect(policy.join()).not.toContain('unsafe');
    expect(body).not.toMatch(/<script>|<style>| style=| on\w+=/);
  });

  it.each(['..%2fpackage.json', 'index.html', '../documents.ts'])(
    'serves no other file: %s',
    async (name) => {
      expect(await get(`/docs/${name}`)).toMatchObject({ statusCode: 400 });
    },
  );
});

it('works as the bundle that is deployed, far from any package', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'));
  try {
    await build(esbuildOptions(fileURLToPath(new URL('./documents.ts', import.meta.url)), folder));
    const functions = fileURLToPath(new URL('../../', import.meta.url));
    for (const { from, to } of filesBeside(functions, 'http/platform/documents'))
      cpSync(from, join(folder, to));
    const paths = ['/health', '/openapi.json', '/docs', '/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js'];
    const script = `
      const { handler } = await import(${JSON.stringify(pathToFileURL(join(folder, bundleFile)).href)});
      const answers = [];
      for (const event of ${JSON.stringify(paths.map(event))}) answers.push(await handler(event, {}));
      process.stdout.write(JSON.stringify(answers));
    `;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      encoding: 'utf8',
      env: { POWERTOOLS_LOG_LEVEL: 'SILENT' },
      maxBuffer: 16 * 1024 * 1024,
    });
    const answers: HttpResult[] = JSON.parse(output);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
    expect(answers[3]?.body).toBe((await get('/docs/swagger-ui.css')).body);
    expect(answers[4]?.body).toBe((await get('/docs/swagger-ui-bundle.js')).body);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
