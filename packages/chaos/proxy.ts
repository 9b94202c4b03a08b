import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { listen } from '@punctual/local/ports.ts';
import type { Fault, Outcome, Passing } from './wire.ts';

export interface ProxyOptions {
  readonly kindOf: (request: IncomingMessage, body: string) => string;
  /** What befalls the request that is the `count`th of its kind, from 1. */
  readonly faultFor: (passing: Passing, count: number) => Fault | undefined;
  /** Told of each request: whether it has taken effect, and what its sender learnt of it. */
  readonly seen?: (passing: Passing, outcome: Outcome) => void;
  /** Changes what is sent on: how a broken build is imitated. */
  readonly alter?: (passing: Passing) => string;
}

/** Stands in front of a service: everything goes through it, and some of it goes wrong. */
export interface Proxy {
  readonly url: string;
  /** Where requests go on to; those that come before are answered 503. */
  aim(target: string): void;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function createProxy(options: ProxyOptions): Promise<Proxy> {
  const { kindOf, faultFor, seen = () => undefined, alter = ({ body }) => body } = options;
  // Nothing but the plan breaks a connection: one that is kept could be closed over there just when it is used again.
  const agent = new Agent({ keepAlive: false });
  const counts = new Map<string, number>();
  let target = '';

  const forward = (request: IncomingMessage, body: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { host: _, 'content-length': __, connection: ___, ...headers } = request.headers;
      const outgoing = send(
        new URL(request.url ?? '/', target),
        {
          method: request.method ?? 'GET',
          agent,
          headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        },
        (response) => {
          read(response).then(
            (answer) =>
              resolve({ status: response.statusCode ?? 502, headers: response.headers, body: answer }),
            reject,
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await read(request)).toString();
    const kind = kindOf(request, body);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const passing = { kind, body };
    const fault = target === '' ? undefined : faultFor(passing, count);
    if (fault?.delay !== undefined) await wait(fault.delay);
    const altered = alter(passing);
    let answer: Answer | undefined;
    if (target !== '' && (fault === undefined || fault.takesEffect)) {
      answer = await forward(request, altered).catch(() => undefined);
    }
    if (fault?.again !== undefined) {
      const repeat = () => forward(request, altered).catch(() => undefined);
      void wait(fault.again).then(repeat);
    }
    const told = fault?.answer ?? 'own';
    const isTold = told === 'own' && answer !== undefined && !response.destroyed;
    seen(passing, {
      fault,
      answer: answer && { status: answer.status, body: answer.body.toString() },
      isTold,
    });
    if (told === 'broken' || (told === 'own' && answer === undefined)) {
      response.destroy();
    } else if (told === 'own' && answer !== undefined) {
      const { 'transfer-encoding': _, connection: __, ...headers } = answer.headers;
      response.writeHead(answer.status, headers).end(answer.body);
    } else if (typeof told === 'object') {
      const text = typeof told.body === 'function' ? told.body(passing) : told.body;
      // By the same clock as the service behind it: clients compare it with theirs.
      const { date } = answer?.headers ?? {};
      response.writeHead(told.status, {
        'content-type': 'application/x-amz-json-1.0',
        ...(date !== undefined && { date }),
        ...told.headers,
      });
      response.end(text);
    }
  };

  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    handle(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 0;
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    aim(url) {
      target = url;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}
