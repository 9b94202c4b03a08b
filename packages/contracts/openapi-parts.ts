import * as z from 'zod/mini';
import type { JsonSchema, Reference } from './openapi-document.ts';
import type { Method, Route, Schema } from './route.ts';

export function reference(kind: string, name: string): Reference {
  return { $ref: `#/components/${kind}/${name}` };
}

export function headerReferences(names: readonly string[]): Readonly<Record<string, Reference>> {
  return Object.fromEntries(names.map((name) => [name, reference('headers', name)]));
}

export function isUnsafe(method: Method): boolean {
  return method !== 'GET';
}

/** A route that changes something which has a version already. */
export function takesIfMatch(route: Route): boolean {
  return route.etag === true && isUnsafe(route.method) && route.params !== undefined;
}

/**
 * Zod's own translation, without what says nothing to a reader: `$schema` (OpenAPI 3.1 implies it), patterns that only
 * spell out a `format`, bounds that only mean "safe integer". Objects in answers are left open, so that a field can be
 * added later without breaking clients that validate.
 */
export function jsonSchema(schema: Schema, io: 'input' | 'output'): JsonSchema {
  const translated = z.toJSONSchema(schema, {
    io,
    override: ({ zodSchema, jsonSchema: json }) => {
      const { def } = zodSchema._zod;
      if (json.format !== undefined) delete json.pattern;
      if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
      if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
      if (io === 'output' && json.additionalProperties === false) delete json.additionalProperties;
      // Zod leaves out the default of what a transform turns into something else; a caller would write it as text.
      if (io === 'input' && def.type === 'default' && json.default === undefined) {
        json.default = json.type === 'string' ? String(def.defaultValue) : def.defaultValue;
      }
    },
  });
  const { $schema, '~standard': standard, ...rest } = translated;
  return rest;
}
