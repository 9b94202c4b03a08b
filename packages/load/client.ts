import { Agent, request as send } from 'node:http';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** An address of the loopback network to come from: visitors are told apart, and limited, by theirs. */
  readonly from?: string | undefined;
}

export interface Reply {
  /** 0: none came. */
  readonly status: number;
  readonly etag: string | undefined;
  readonly text: string;
  /** From the first byte sent to the last one received. */
  readonly milliseconds: number;
}

export type Send = (call: Call) => Promise<Reply>;

/**
 * Callers with a token keep their connections, as a gateway in front of them would; visitors make one each, because a
 * connection has one address.
 */
export function createClient(url: string): Send {
  const agent = new Agent({ keepAlive: true });
  const isHere = /^(127\.|localhost$)/.test(new URL(url).hostname);
  return ({ method, path, token, body, headers, from }) =>
    new Promise((resolve) => {
      const began = performance.now();
      const text = body === undefined ? '' : JSON.stringify(body);
      const done = (status: number, etag?: string, answer = '') =>
        resolve({ status, etag, text: answer, milliseconds: performance.now() - began });
      const outgoing = send(
        new URL(path, url),
        {
          method,
          ...(from !== undefined && isHere ? { agent: false, localAddress: from } : { agent }),
          headers: {
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
            ...(body !== undefined && {
              'content-type': 'application/json',
              'content-length': String(Buffer.byteLength(text)),
            }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', () => done(0));
          response.on('end', () =>
            done(response.statusCode ?? 0, response.headers.etag, Buffer.concat(chunks).toString()),
          );
        },
      );
      outgoing.on('error', () => done(0));
      outgoing.end(text);
    });
}

/** The JSON of an answer that must be a success. */
// biome-ignore lint/suspicious/noExplicitAny: answers of every shape, of which each caller knows its own
export async function must(client: Send, call: Call): Promise<any> {
  const { status, text } = await client(call);
  if (status === 0 || status >= 400) throw new Error(`${call.method} ${call.path}: ${status} ${text}`);
  return text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined;
}
