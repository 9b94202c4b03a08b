import type * as z from 'zod/mini';

/**
 * What a caller is told about an invalid value: what was expected, what came, which limit was passed. Covers the checks
 * that routes declare without a message of their own. Zod's table covers all that there are, for 2 KB in every bundle.
 */
export function messageOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `Invalid input: expected ${issue.expected}, received ${received(issue)}`;
    case 'invalid_value':
      return `Invalid input: expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_big':
      return `Too big: expected at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'too_small':
      return `Too small: expected at least ${issue.minimum}${unitOf(issue.origin)}`;
    default:
      return 'Invalid input';
  }
}

/** The kind, in JSON's words; where a number was expected and one came, the number: a fraction, or `1e999`, read as infinity. */
function received({ expected, input }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType>): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'array';
  return typeof input === 'number' && (expected === 'number' || expected === 'int')
    ? String(input)
    : typeof input;
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' items' : '';
}
