import type { Issue } from '@punctual/contracts/problem.ts';
import type { Input, Route, Schema } from '@punctual/contracts/route.ts';
import * as z from 'zod/mini';
import { callOf, type HttpEvent, type HttpMiddleware } from './call.ts';
import { messageOf } from './messages.ts';
import { invalid, Refusal } from './refusal.ts';

z.config({ localeError: messageOf });

const maximumBodyBytes = 64 * 1024;

/** Checks path, query and body against the route's schemas, and reports everything that is wrong at once. */
export function parse(): HttpMiddleware {
  return {
    before: ({ event }) => {
      const call = callOf(event);
      const { params, query, body } = call.bound.route;
      const issues: Issue[] = [];
      const part = (name: string, schema: Schema | undefined, value: () => unknown): unknown => {
        if (schema === undefined) return {};
        const result = z.safeParse(schema, value());
        if (result.success) return result.data;
        issues.push(...result.error.issues.flatMap((issue) => described(name, issue)));
        return {};
      };
      const input = {
        params: part('params', params, () => event.pathParameters ?? {}),
        query: part('query', query, () => event.queryStringParameters ?? {}),
        body: part('body', body, () => bodyOf(event)),
      };
      if (issues.length > 0) throw invalid(issues);
      call.input = input as Input<Route>;
    },
  };
}

/** The parsed JSON body; an absent one counts as an empty object, so that what is missing is named. */
function bodyOf(event: HttpEvent): unknown {
  const { body, isBase64Encoded } = event;
  if (body === undefined || body === '') return {};
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maximumBodyBytes) {
    throw new Refusal('PAYLOAD_TOO_LARGE', `A body has at most ${maximumBodyBytes} bytes`);
  }
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw invalid([{ path: 'body', message: 'Not JSON' }]);
  }
}

function described(part: string, issue: z.core.$ZodIssue): readonly Issue[] {
  const path = [part, ...issue.path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: `${path}.${key}`.slice(0, 200), message: 'Unknown field' }));
  }
  return [{ path, message: issue.message }];
}
