import { createClient, type PunctualClient } from '@punctual/client/client.ts';
import { type Api, startApi } from '@punctual/testkit/api.ts';
import { expect } from 'vitest';
import type { Witness } from './witness.ts';

/** A coach, a client, an admin and a visitor without a token, each with a typed client of their own. */
export interface Practice {
  readonly api: Api;
  readonly ada: PunctualClient;
  readonly cleo: PunctualClient;
  readonly root: PunctualClient;
  readonly visitor: PunctualClient;
  /** Ada's first lead and the first appointment, of which later chapters tell as well. */
  leadId: string;
  appointmentId: string;
}

/** Registers tests that go on where the chapter before has ended. */
export type Chapter = (practice: () => Practice) => void;

/** Monday, 2 March 2026, 8:00 UTC; New York is at UTC-5. */
export async function openPractice(witness: Witness): Promise<Practice> {
  const api = await startApi();
  const personal = (token?: string): PunctualClient => {
    const client = createClient({
      baseUrl: api.cloud.url,
      ...(token !== undefined && { token: () => token }),
    });
    client.use(witness.middleware);
    return client;
  };
  const enter = async (sub: string, role: string, name: string) =>
    personal(await api.token({ sub, roles: [role], name, email: `${sub}@example.com` }));
  return {
    api,
    ada: await enter('ada', 'coach', 'Ada Lovelace'),
    cleo: await enter('cleo', 'client', 'Cleo Smith'),
    root: await enter('root', 'admin', 'Rosa Root'),
    visitor: personal(),
    leadId: '',
    appointmentId: '',
  };
}

export const tuesday = (time: string) => `2026-03-03T${time}:00Z`;
export const wednesday = (time: string) => `2026-03-04T${time}:00Z`;
export const thursday = (time: string) => `2026-03-05T${time}:00Z`;

/** What a call answers that must succeed. */
export async function told<Data>(
  call: Promise<{ data?: Data; error?: unknown }>,
): Promise<NonNullable<Data>> {
  const { data, error } = await call;
  expect(error).toBeUndefined();
  if (data === undefined || data === null) throw new Error('nothing was answered');
  return data;
}

/** The status of a call that must succeed and answers nothing. */
export async function statusOf(call: Promise<{ error?: unknown; response: Response }>): Promise<number> {
  const { error, response } = await call;
  expect(error).toBeUndefined();
  return response.status;
}
