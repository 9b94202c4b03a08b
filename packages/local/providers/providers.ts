import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock, Instant } from '../clock.ts';
import type { DevHandler } from '../dev/dev.ts';
import { refusal } from '../envelope.ts';
import { close, listenNear } from '../ports.ts';
import type { Signal } from '../signal.ts';
import type { State } from '../state.ts';
import { createFailures } from './failures.ts';
import { createPushes } from './pushes.ts';
import { createRecords } from './records.ts';
import type { CreateStandIn, StandIn, StandInAnswer, StandInRequest } from './stand-in.ts';

export interface ProvidersOptions {
  readonly standIns: Readonly<Record<string, CreateStandIn>>;
  readonly productUrl: string;
  readonly state: State;
  readonly clock: Clock;
  readonly signal: Signal;
  readonly report: (error: unknown) => void;
}

/** The stand-ins for those on whom the product depends: one origin each, failures on demand, webhooks of their own. */
export interface Providers {
  readonly environment: Readonly<Record<string, string>>;
  readonly dev: DevHandler;
  nextDueAt(): Instant | undefined;
  /** Has happen and delivers what is due; whether anything was. */
  drain(): Promise<boolean>;
  stop(): Promise<void>;
}

/** One request, as `GET /dev/providers/<name>/requests` shows it. */
interface LoggedRequest {
  readonly at: string;
  readonly direction: 'in' | 'out';
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** 0: no answer. */
  readonly status: number;
}

const keptRequests = 1000;
const maximumBody = 4 * 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > maximumBody) throw new Error('the request is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const secretFields = ['client_secret', 'refresh_token', 'code', 'code_verifier', 'token', 'assertion'];

/** The body as it is shown: forms go to token endpoints and are full of credentials. */
function withoutSecrets(body: string, type = ''): string {
  if (!type.startsWith('application/x-www-form-urlencoded')) return body;
  const form = new URLSearchParams(body);
  for (const field of secretFields) if (form.has(field)) form.set(field, '(not shown)');
  return form.toString();
}

function write(response: ServerResponse, answer: StandInAnswer): void {
  const { status, headers = {}, body } = answer;
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'object' ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8';
  response.writeHead(status, {
    date: new Date().toUTCString(),
    ...(body === undefined ? {} : { 'content-type': type }),
    ...(status === 204 || status === 304 ? {} : { 'content-length': String(Buffer.byteLength(text)) }),
    ...headers,
  });
  response.end(text);
}

export async function createProviders(options: ProvidersOptions): Promise<Providers> {
  const { state, clock, signal, report } = options;
  const logs = new Map<string, LoggedRequest[]>();
  const log = (name: string, entry: Omit<LoggedRequest, 'at'>) => {
    const entries = logs.get(name) ?? [];
    logs.set(name, entries);
    entries.push({ at: new Date(clock.now()).toISOString(), ...entry });
    if (entries.length > keptRequests) entries.shift();
  };
  const failures = createFailures(state);
  const servers: Server[] = [];
  const standIns = new Map<string, StandIn>();
  const pushes = createPushes(state, clock, signal, {
    sign: (name, push) => standIns.get(name)?.signPush?.(push) ?? {},
    delivered(name, push, status, body) {
      log(name, {
        direction: 'out',
        method: 'POST',
        path: push.url,
        headers: push.headers,
        body: push.body,
        status,
      });
      standIns.get(name)?.pushed?.(push, status, body);
    },
  });

  const serve = async (
    name: string,
    standIn: StandIn,
    request: IncomingMessage,
    response: ServerResponse,
  ) => {
    const [path = '/', ...rest] = (request.url ?? '/').split('?');
    const body = await readBody(request);
    const asked: StandInRequest = {
      method: request.method ?? 'GET',
      path,
      query: new URLSearchParams(rest.join('?')),
      headers: request.headers,
      body,
    };
    const entry = {
      direction: 'in' as const,
      method: asked.method,
      path,
      ...(rest.length === 0 ? {} : { query: rest.join('?') }),
      // Credentials are nobody's business, not even here.
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([key, value]) => [
          key,
          key === 'authorization' ? '(not shown)' : String(value),
        ]),
      ),
      body: withoutSecrets(body.toString(), request.headers['content-type']),
    };
    const failure = failures.take(name, `${asked.method} ${path}`);
    if (failure === undefined) {
      const answer = await standIn.handle(asked);
      log(name, { ...entry, status: answer.status });
      write(response, answer);
      signal.notify();
      return;
    }
    const takenEffect = failure.effect ? await standIn.handle(asked) : undefined;
    if (failure.timeoutMs !== undefined)
      await new Promise((resolve) => setTimeout(resolve, failure.timeoutMs));
    if (failure.status === undefined && failure.body === undefined) {
      log(name, { ...entry, status: 0 });
      // Slow, but right; or gone without a word.
      if (failure.timeoutMs !== undefined && !failure.effect) {
        write(response, await standIn.handle(asked));
      } else response.destroy();
      return;
    }
    const status = failure.status ?? takenEffect?.status ?? 200;
    log(name, { ...entry, status });
    const refused = standIn.refuse({ status, retryAfter: failure.retryAfter, reason: failure.reason }, asked);
    write(response, failure.body === undefined ? refused : { ...refused, body: failure.body });
  };

  for (const [name, create] of Object.entries(options.standIns)) {
    const server = createServer();
    const remembered = Number(state.get(`keep:port:${name}`));
    const port = await listenNear(server, remembered > 0 ? remembered : undefined);
    servers.push(server);
    state.set(`keep:port:${name}`, String(port));
    const standIn = create({
      origin: `http://127.0.0.1:${port}`,
      productUrl: options.productUrl,
      clock,
      records: createRecords(state, name),
      push: (push) => pushes.send(name, push),
    });
    standIns.set(name, standIn);
    server.on('request', (request, response) => {
      response.on('error', () => undefined);
      serve(name, standIn, request, response).catch((error: unknown) => {
        if (!request.destroyed) report(error);
        if (response.headersSent || response.destroyed) response.destroy();
        else write(response, { status: 500, body: 'the stand-in has failed' });
      });
    });
  }

  const fireDue = () => {
    let fired = 0;
    for (const standIn of standIns.values()) fired += standIn.fireDue?.() ?? 0;
    return fired > 0;
  };

  return {
    environment: Object.assign({}, ...[...standIns.values()].map(({ environment }) => environment)),
    async dev(request) {
      const [, name = '', call = ''] = /^\/dev\/providers\/([a-z]+)\/(.*)$/.exec(request.path) ?? [];
      const standIn = standIns.get(name);
      if (standIn === undefined) return undefined;
      switch (`${request.method} ${call}`) {
        case 'GET requests':
          return { status: 200, body: logs.get(name) ?? [] };
        case 'POST fail': {
          const problem = failures.add(name, request.body);
          if (problem !== undefined) return refusal('VALIDATION_FAILED', problem, request.requestId);
          return { status: 200, body: failures.list(name) };
        }
        case 'DELETE fail':
          failures.clear(name);
          return { status: 200, body: [] };
        default:
          try {
            return await standIn.dev?.(request);
          } finally {
            signal.notify();
          }
      }
    },
    nextDueAt() {
      const own = [...standIns.values()].map((standIn) => standIn.nextDueAt?.());
      const instants = [pushes.nextDueAt(), ...own].filter((it) => it !== undefined);
      return instants.length === 0 ? undefined : Math.min(...instants);
    },
    async drain() {
      const fired = fireDue();
      const pushed = await pushes.drain();
      return fired || pushed;
    },
    async stop() {
      await Promise.all(servers.map((server) => close(server)));
    },
  };
}
