import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Route } from '@punctual/contracts/route.ts';
import type { Authorizer } from './authorizer.ts';
import type { Clock } from './clock.ts';
import type { DevHandler } from './dev/dev.ts';
import { type Answer, refusal } from './envelope.ts';
import { buildEvent, writeFunctionAnswer } from './gateway-event.ts';
import { createRouter, type Match } from './router.ts';
import { type Runtime, TimedOut } from './runtime.ts';

export interface GatewayOptions {
  readonly routes: readonly Route[];
  readonly authorize: Authorizer;
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly dev: DevHandler;
  readonly report: (error: unknown) => void;
}

/** HTTP API's payload limit. */
const maximumBody = 10 * 1024 * 1024;
/** HTTP API's integration timeout. */
const timeoutSeconds = 30;

const exposedHeaders = 'etag,ratelimit,ratelimit-policy,retry-after,x-request-id';

function corsHeaders(request: IncomingMessage): Record<string, string> {
  if (request.headers.origin === undefined) return {};
  return { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposedHeaders };
}

const preflightHeaders = {
  'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE,OPTIONS',
  'access-control-allow-headers': 'authorization,content-type,idempotency-key,if-match',
  'access-control-max-age': '300',
};

/** The body, or `undefined` as soon as it is over the limit; rejects when the client breaks off. */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maximumBody) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maximumBody) chunks.push(chunk);
      else {
        // The rest is thrown away as it comes: breaking the connection now could lose the answer.
        chunks = [];
        resolve(undefined);
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

const loopback = /^(127(\.\d+){3}|::1|::ffff:127(\.\d+){3})$/;
const loopbackName = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/**
 * `/dev/*` is for whoever sits at this machine: the peer is on the loopback interface, and no web page of another
 * origin has sent the request (by its `Origin`, or by a name of its own that resolves to this address).
 */
function mayUseDev(request: IncomingMessage): boolean {
  const origin = request.headers.origin?.replace(/^https?:\/\//, '');
  return (
    loopback.test(request.socket.remoteAddress ?? '') &&
    loopbackName.test(request.headers.host ?? '') &&
    (origin === undefined || loopbackName.test(origin))
  );
}

/** What an HTTP server does with a request, and with what is none. */
export interface Gateway {
  onRequest(request: IncomingMessage, response: ServerResponse): void;
  onClientError(error: NodeJS.ErrnoException, socket: Duplex): void;
}

/** Turns HTTP into API Gateway's events and a function's answers into HTTP. */
export function createGateway(options: GatewayOptions): Gateway {
  const { authorize, runtime, clock, dev, report } = options;
  const find = createRouter(options.routes);

  const write = (response: ServerResponse, answer: Answer, added: Record<string, string>) => {
    const isPage = typeof answer.body === 'string' && answer.headers?.['content-type'] !== undefined;
    const body = answer.body === undefined ? '' : isPage ? String(answer.body) : JSON.stringify(answer.body);
    response.writeHead(answer.status, {
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
      ...(answer.status === 204 ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      ...answer.headers,
      ...added,
    });
    response.end(body);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const requestId = randomUUID();
    const added = { 'apigw-requestid': requestId, ...corsHeaders(request) };
    const refuse = (
      ...[code, message, headers = {}]: [Parameters<typeof refusal>[0], string, Record<string, string>?]
    ) =>
      write(
        response,
        { ...refusal(code, message, requestId), headers: { 'x-request-id': requestId, ...headers } },
        added,
      );

    const [rawPath = '/', ...rest] = (request.url ?? '/').split('?');
    const rawQueryString = rest.join('?');
    const isDev = rawPath.startsWith('/dev/');
    if (request.method === 'OPTIONS' && (!isDev || mayUseDev(request))) {
      const isPreflight = request.headers['access-control-request-method'] !== undefined;
      write(response, { status: 204 }, isPreflight ? { ...added, ...preflightHeaders } : added);
      return;
    }

    const body = await readBody(request);
    if (body === undefined) {
      refuse('PAYLOAD_TOO_LARGE', 'Request Entity Too Large', { connection: 'close' });
      return;
    }
    if (isDev) {
      if (!mayUseDev(request)) return refuse('FORBIDDEN', 'Forbidden');
      const query = new URLSearchParams(rawQueryString);
      const answer = await dev({ method: request.method ?? 'GET', path: rawPath, query, body, requestId });
      return answer === undefined ? refuse('NOT_FOUND', 'Not Found') : write(response, answer, added);
    }

    let match: Match | undefined;
    try {
      match = find(request.method ?? 'GET', rawPath);
    } catch {
      return refuse('VALIDATION_FAILED', 'Bad Request');
    }
    if (match === undefined) return refuse('NOT_FOUND', 'Not Found');

    const isPublic = match.route.access === 'public';
    const claims = isPublic ? undefined : await authorize(request.headers.authorization);
    if (!isPublic && claims === undefined) {
      return refuse('UNAUTHENTICATED', 'Unauthorized', { 'www-authenticate': 'Bearer' });
    }

    const event = buildEvent({
      request,
      match,
      rawPath,
      rawQueryString,
      body,
      claims,
      requestId,
      now: clock.now(),
    });
    let answer: unknown;
    try {
      answer = await runtime.invoke('http', match.route.entry, event, timeoutSeconds);
    } catch (error) {
      report(error);
      if (error instanceof TimedOut) return refuse('BUSY', 'Service Unavailable');
      return refuse('INTERNAL', 'Internal Server Error');
    }
    writeFunctionAnswer(answer, response, added);
  };

  return {
    onRequest(request, response) {
      // Node's own header would show real time.
      response.setHeader('date', new Date(clock.now()).toUTCString());
      // A client that breaks off needs no answer, and none of what follows concerns anybody else.
      response.on('error', () => undefined);
      handle(request, response).catch((error: unknown) => {
        if (!request.destroyed && !response.destroyed) report(error);
        if (response.headersSent || response.destroyed) response.destroy();
        else
          write(response, refusal('INTERNAL', 'Internal Server Error', randomUUID()), {
            connection: 'close',
          });
      });
    },
    onClientError(error, socket) {
      if (error.code === 'ECONNRESET' || !socket.writable) {
        socket.destroy();
        return;
      }
      const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
      const { body } = refusal('VALIDATION_FAILED', STATUS_CODES[status] ?? 'Bad Request', randomUUID());
      const text = JSON.stringify(body);
      socket.end(
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json\r\n` +
          `content-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
      );
    },
  };
}
