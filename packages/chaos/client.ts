import { Agent, request as send } from 'node:http';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly body?: object | undefined;
  /** Makes it safe to ask again. */
  readonly key?: string;
  /** Visitors are told apart, and limited, by address: each has one of the loopback network. */
  readonly from?: string | undefined;
}

export interface Reply {
  /** 0: no answer came, however often it was asked. */
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape, of which each operation knows its own
  readonly body: any;
  readonly location?: string | undefined;
}

export interface Client {
  /** Asks, and asks again while the other side is gone or cannot say what became of it, as a patient client does. */
  call(call: Call): Promise<Reply>;
}

/** Tries of a call that has a key; the cloud is back long before. */
const maximumTries = 12;
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * @param url where the product is at the moment
 * @param back resolves when a cloud that was killed is there again
 */
export function createClient(url: () => string, back: () => Promise<unknown>): Client {
  const agents = new Map<string, Agent>();
  const agentOf = (from = '127.0.0.1') => {
    const agent = agents.get(from) ?? new Agent({ keepAlive: false, localAddress: from });
    agents.set(from, agent);
    return agent;
  };

  const once = ({ method, path, token, body, key, from }: Call): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const outgoing = send(
        new URL(path, url()),
        {
          method,
          agent: agentOf(from),
          headers: {
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
            ...(body !== undefined && {
              'content-type': 'application/json',
              'content-length': String(Buffer.byteLength(text)),
            }),
            ...(key !== undefined && { 'idempotency-key': key }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            if (!response.complete) return reject(new Error('cut short'));
            const answer = Buffer.concat(chunks).toString();
            const isJson = response.headers['content-type']?.includes('json') ?? false;
            resolve({
              status: response.statusCode ?? 0,
              body: isJson ? JSON.parse(answer) : answer,
              location: response.headers.location,
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(text);
    });

  return {
    async call(call) {
      const isRepeatable = call.key !== undefined || call.method === 'GET';
      let last: Reply = { status: 0, body: undefined };
      for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
        await back();
        try {
          last = await once(call);
        } catch {
          last = { status: 0, body: undefined };
        }
        // Still running, at its limit, or nobody knows.
        const isOpen = last.status === 0 || last.status >= 500 || last.body?.code === 'IDEMPOTENCY_IN_FLIGHT';
        if (!isOpen || !isRepeatable) return last;
        await wait(50 * attempt);
      }
      return last;
    },
  };
}
