import { routes } from '@punctual/contracts/registry.ts';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { messageOf } from './messages.ts';

z.config({ localeError: messageOf });

function messages(schema: z.ZodMiniType, value: unknown): readonly string[] {
  return z.safeParse(schema, value).error?.issues.map(({ message }) => message) ?? [];
}

describe('messages about invalid values', () => {
  it.each<[string, z.ZodMiniType, unknown, string]>([
    ['a missing text', z.string(), undefined, 'Invalid input: expected string, received undefined'],
    ['a number for a text', z.string(), 7, 'Invalid input: expected string, received number'],
    ['null', z.boolean(), null, 'Invalid input: expected boolean, received null'],
    ['a list for an object', z.object({}), [], 'Invalid input: expected object, received array'],
    ['a text for a number', z.number(), '7', 'Invalid input: expected number, received string'],
    ['a fraction', z.int(), 30.5, 'Invalid input: expected int, received 30.5'],
    ['infinity', z.number(), Infinity, 'Invalid input: expected number, received Infinity'],
    ['a long text', z.string().check(z.maxLength(3)), 'four', 'Too big: expected at most 3 characters'],
    ['a short text', z.string().check(z.minLength(1)), '', 'Too small: expected at least 1 characters'],
    ['a long list', z.array(z.int()).check(z.maxLength(1)), [1, 2], 'Too big: expected at most 1 items'],
    ['a large number', z.int().check(z.lte(480)), 481, 'Too big: expected at most 480'],
    ['a small number', z.number().check(z.gte(5)), 4, 'Too small: expected at least 5'],
    ['a wrong word', z.enum(['on', 'off']), 'of', 'Invalid input: expected "on" or "off"'],
    ['a wrong literal', z.literal(true), false, 'Invalid input: expected true'],
  ])('%s', (_, schema, value, message) => {
    expect(messages(schema, value)).toEqual([message]);
  });

  it('cover every check of every route that has no message of its own', () => {
    const uncovered = routes.flatMap(({ operationId, params, query, body }) =>
      [params, query, body].flatMap((schema) =>
        schema === undefined ? [] : kindsOf(schema).map((kind) => `${operationId}: ${kind}`),
      ),
    );
    expect(uncovered).toEqual([]);
  });
});

/** What is spoken about: zod's names of schemas, then of checks. `never` is what a strict object allows beyond its fields. */
const covered = new Set([
  ...['string', 'number', 'boolean', 'object', 'array', 'enum', 'literal'],
  ...['optional', 'nullable', 'default', 'pipe', 'transform', 'unknown', 'never'],
  ...['max_length', 'min_length', 'greater_than', 'less_than', 'number_format', 'overwrite'],
]);

interface Definition {
  readonly type?: string;
  readonly check?: string;
  readonly error?: unknown;
  readonly inclusive?: boolean;
}

/** The kinds in a schema, at any depth, that would be answered with no more than "Invalid input". */
function kindsOf(schema: z.ZodMiniType): readonly string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof RegExp || seen.has(value)) return;
    seen.add(value);
    const definition = '_zod' in value ? (value._zod as { def: object }).def : value;
    const { check, type, error, inclusive }: Definition = definition;
    const kind = check ?? ('_zod' in value ? type : undefined);
    const speaks = kind === undefined || (covered.has(kind) && inclusive !== false);
    if (!speaks && error === undefined) found.push(kind);
    for (const part of Object.values(definition)) visit(part);
  };
  visit(schema);
  return found;
}
