import { writeFileSync } from 'node:fs';
import { openApiDocument } from '@punctual/contracts/openapi.ts';
import { routes } from '@punctual/contracts/registry.ts';
import openapiTS, { astToString } from 'openapi-typescript';

const file = new URL('schema.ts', import.meta.url);

const head = `// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
/* Generated from the routes by \`npm run client\`; changes by hand are lost. */

`;

/** What never holds anything here: webhooks are not described, and every schema has its place. */
const empty = /^export type (?:webhooks|\$defs) = Record<string, never>;\n/gm;

/** The text of `schema.ts`: the types of the OpenAPI document of all routes. The same routes give the same text. */
export async function schemaSource(): Promise<string> {
  // Through JSON: a plain value, as a reader of the published document has it.
  const document = JSON.stringify(openApiDocument(routes, { serverUrl: '/' }));
  // What has a default need not be sent.
  const types = await openapiTS(document, { defaultNonNullable: false });
  return head + astToString(types).replaceAll(empty, '');
}

if (import.meta.main) writeFileSync(file, await schemaSource());
