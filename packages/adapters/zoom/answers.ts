import { MeetingFault, type MeetingFaultKind } from '@punctual/application/meetings/ports.ts';

export interface Limits {
  /** For one request. */
  readonly callMilliseconds: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined when there is none. */
  readonly body: unknown;
}

/** Ends after so many milliseconds, or when the other does. */
export function signalWithin(milliseconds: number, other?: AbortSignal): AbortSignal {
  const limit = AbortSignal.timeout(milliseconds);
  return other === undefined ? limit : AbortSignal.any([limit, other]);
}

/** @throws MeetingFault `unanswered`, or `unavailable` for an answer that cannot be read */
export async function answerOf(url: string, request: RequestInit, signal: AbortSignal): Promise<Answer> {
  let status: number;
  let headers: Headers;
  let text: string;
  try {
    // Zoom does not redirect; who does is somebody else, and gets no token.
    const response = await fetch(url, { ...request, redirect: 'error', signal });
    ({ status, headers } = response);
    text = await response.text();
  } catch {
    const what = signal.aborted ? 'did not answer in time' : 'could not be reached';
    throw new MeetingFault('unanswered', `Zoom ${what}.`);
  }
  if (text === '') return { status, headers, body: undefined };
  try {
    return { status, headers, body: JSON.parse(text) };
  } catch {
    if (status >= 400 && status < 500) return { status, headers, body: undefined };
    throw new MeetingFault('unavailable', 'Zoom answered nonsense.');
  }
}

/** Zoom's own number for what is wrong, in an error answer. */
export function codeOf(body: unknown): number | undefined {
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  return typeof code === 'number' ? code : undefined;
}

/** No such meeting; or one that has expired or was deleted. */
const goneCodes = new Set([3001, 3003]);
/** The change or deletion of a meeting that is being held: 3000 answers a change, 3002 a deletion. */
const runningCodes = new Set([3000, 3002]);
/** No such user; not a user of this account; one who may not hold meetings. */
const hostCodes = new Set([1001, 1010, 3161]);

/**
 * What an error answer means. The words are ours, with the status and Zoom's code: its sentences may quote what it was sent.
 *
 * @param code Zoom's number, or the name of an OAuth error
 */
export function refusalOf(
  status: number,
  code: number | string | undefined,
  headers: Headers,
  now: number,
): MeetingFault {
  const kind = kindOf(status, code);
  const detail = /^[\w.-]{1,40}$/.test(String(code ?? '')) ? ` ${code}` : '';
  return new MeetingFault(kind, `Zoom ${words[kind]} (${status}${detail}).`, waitOf(status, headers, now));
}

function kindOf(status: number, code: number | string | undefined): MeetingFaultKind {
  if (status === 429) return 'throttled';
  // Without access nothing takes effect; it is given back by hand, and then everything goes on.
  if (status === 401 || code === 'invalid_client') return 'throttled';
  if (status >= 500 || status === 408) return 'unavailable';
  if (typeof code === 'number') {
    if (goneCodes.has(code)) return 'gone';
    if (status === 400 && runningCodes.has(code)) return 'running';
    if (hostCodes.has(code)) return 'host_unknown';
  }
  return 'refused';
}

const words: Readonly<Record<MeetingFaultKind, string>> = {
  unanswered: 'does not answer',
  unavailable: 'does not work at the moment',
  throttled: 'does not let us in at the moment',
  gone: 'does not have this meeting any more',
  running: 'does not change a meeting that is being held',
  host_unknown: 'does not know this host',
  refused: 'refuses this',
};

/**
 * Seconds to wait. A daily limit says in `Retry-After` when it is over, as a date, not as seconds; a limit per second says so
 * in `X-RateLimit-Reset`, a Unix time, or not at all (Zoom: rate limits).
 */
function waitOf(status: number, headers: Headers, now: number): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const after = headers.get('retry-after');
  const reset = headers.get('x-ratelimit-reset');
  const at =
    after === null
      ? Number(reset ?? Number.NaN) * 1000
      : /^\d+$/.test(after)
        ? now + Number(after) * 1000
        : Date.parse(after);
  return Number.isFinite(at) ? Math.max(1, Math.ceil((at - now) / 1000)) : undefined;
}
