import type { IncomingMessage, ServerResponse } from 'node:http';
import { routeKey } from '@punctual/contracts/route.ts';
import type { Claims } from './authorizer.ts';
import { account } from './aws/fault.ts';
import type { Match } from './router.ts';

export interface EventInput {
  readonly request: IncomingMessage;
  readonly match: Match;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly body: Buffer;
  readonly claims: Claims | undefined;
  readonly requestId: string;
  readonly now: number;
}

/** What a function's answer may hold (API Gateway Developer Guide, payload format 2.0). */
interface FunctionAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The access log's form, for example `12/Mar/2026:19:03:58 +0000`. */
function logTime(instant: number): string {
  const [date = '', time = ''] = new Date(instant).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${months[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}

const textual = /^(text\/|application\/(json|xml|javascript)\b|[\w.]+\/[\w.-]+\+(json|xml)\b)/i;

/** The body as text, when its type is one that API Gateway leaves as it is and its bytes are UTF-8. */
function textOf(body: Buffer, contentType: string | undefined): string | undefined {
  if (contentType !== undefined && !textual.test(contentType)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

/** The event of API Gateway's HTTP API in payload format 2.0. */
export function buildEvent(input: EventInput) {
  const { request, match, rawPath, rawQueryString, body, claims, requestId, now } = input;
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (const [name, values = []] of Object.entries(request.headersDistinct)) {
    if (name === 'cookie') cookies.push(...values.flatMap((value) => value.split(/;\s*/)));
    else headers[name] = values.join(',');
  }
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    query[name] = Object.hasOwn(query, name) ? `${query[name]},${value}` : value;
  }
  const text = body.length === 0 ? '' : textOf(body, headers['content-type']);
  return {
    version: '2.0',
    routeKey: routeKey(match.route),
    rawPath,
    rawQueryString,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers,
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    ...(Object.keys(match.pathParameters).length === 0 ? {} : { pathParameters: match.pathParameters }),
    ...(body.length === 0 ? {} : { body: text ?? body.toString('base64') }),
    isBase64Encoded: text === undefined,
    requestContext: {
      accountId: account,
      apiId: 'local',
      ...(claims === undefined ? {} : { authorizer: { jwt: { claims, scopes: null } } }),
      domainName: headers.host ?? 'localhost',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: routeKey(match.route),
      stage: '$default',
      time: logTime(now),
      timeEpoch: now,
    },
  };
}

function isAnswer(value: unknown): value is FunctionAnswer {
  return typeof value === 'object' && value !== null && 'statusCode' in value;
}

/** Writes a function's answer; one without `statusCode` is the body of a 200, as HTTP API infers it. */
export function writeFunctionAnswer(
  answer: unknown,
  response: ServerResponse,
  added: Readonly<Record<string, string>>,
): void {
  const { statusCode, headers, cookies, body, isBase64Encoded }: FunctionAnswer = isAnswer(answer)
    ? answer
    : { statusCode: 200, body: typeof answer === 'string' ? answer : (JSON.stringify(answer) ?? '') };
  const content = Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8');
  const own = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  const all: Record<string, string | string[]> = {
    ...(content.length > 0 ? { 'content-type': 'application/json' } : {}),
    ...Object.fromEntries(own),
    ...added,
    ...(cookies === undefined || cookies.length === 0 ? {} : { 'set-cookie': [...cookies] }),
  };
  if (statusCode !== 204 && statusCode !== 304) all['content-length'] = String(content.length);
  response.writeHead(statusCode, all);
  response.end(content);
}
