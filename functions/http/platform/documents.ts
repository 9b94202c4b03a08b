import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { systemClock, uuids } from '@punctual/adapters/system/system.ts';
import { openApiDocument } from '@punctual/contracts/openapi.ts';
import * as documents from '@punctual/contracts/platform/documents.ts';
import { routes } from '@punctual/contracts/registry.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { rolesClaim } from '../../environment.ts';

/** Seconds. The addresses of the assets stay when Swagger UI is updated, so they are not kept for ever. */
const maxAge = { document: 300, asset: 86_400 };

/**
 * Where the API is published. Without `PUBLIC_API_URL` it is `/`, which OpenAPI 3.1 resolves against the address of the
 * document: the host that was asked.
 */
function serverUrl(): string {
  return process.env.PUBLIC_API_URL?.replace(/\/+$/, '') || '/';
}

let openApi: string | undefined;

/** Built once per process, and not before somebody asks. */
function openApiText(): string {
  openApi ??= JSON.stringify(openApiDocument(routes, { serverUrl: serverUrl() }));
  return openApi;
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Punctual API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="docs/swagger-ui.css">
  </head>
  <body>
    <main id="docs"></main>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/initialise.js"></script>
  </body>
</html>
`;

/** Addresses are relative to the page. Without `validatorUrl: null` Swagger UI would send the document's address to a third party. */
const initialise = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  validatorUrl: null,
});
`;

/** Scripts and styles come from here alone; requests may also go to the published address, from wherever the page was opened. */
function contentSecurityPolicy(): string {
  const server = serverUrl();
  const connect = ["'self'", ...(URL.canParse(server) ? [new URL(server).origin] : [])];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${connect.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const contentTypes = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'initialise.js': 'text/javascript; charset=utf-8',
} as const;

/**
 * Swagger UI's files lie in `docs/` beside the bundle when they have been packed with it; a bundle has no
 * `node_modules`. Otherwise they are where the package manager has put them. Looked for when asked for, so that neither
 * place is needed for anything else.
 */
async function assetText(name: keyof typeof contentTypes): Promise<string> {
  if (name === 'initialise.js') return initialise;
  const packed = new URL(`./docs/${name}`, import.meta.url);
  const file = existsSync(packed)
    ? packed
    : createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`);
  return readFile(file, 'utf8');
}

const cached = (seconds: number) => ({ 'cache-control': `public, max-age=${seconds}` });

// No store: these routes are public and not counted.
const dependencies = { clock: systemClock, ids: uuids, rolesClaim };

/** The health check and the documentation: the one function that knows every route of the product. */
export const handler = httpFunction(dependencies, [
  on(documents.getHealth, async () => ({ body: { status: 'ok' } })),

  on(documents.getOpenApi, async () => ({ body: openApiText(), headers: cached(maxAge.document) })),

  on(documents.getDocs, async () => ({
    body: page,
    headers: {
      ...cached(maxAge.document),
      'content-security-policy': contentSecurityPolicy(),
      'referrer-policy': 'no-referrer',
    },
  })),

  on(documents.getDocsAsset, async ({ params: { asset } }) => ({
    body: await assetText(asset),
    headers: { ...cached(maxAge.asset), 'content-type': contentTypes[asset] },
  })),
]);
