import type { ZodType } from 'zod';
import type { Instant } from '../../clock.ts';
import type { Refusal, StandInAnswer, StandInRequest } from '../stand-in.ts';

/** A request refused in Zoom's words; `code` is Zoom's own number, not the status. */
export class ZoomError extends Error {
  readonly status: number;
  readonly code: number;
  readonly fields: readonly string[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: number,
    message: string,
    more: { fields?: readonly string[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = more.fields ?? [];
    this.headers = more.headers ?? {};
  }

  get answer(): StandInAnswer {
    const { status, code, message, fields, headers } = this;
    const errors = fields.map((field) => ({ field, message: 'Invalid field.' }));
    return { status, headers, body: { code, message, ...(errors.length === 0 ? {} : { errors }) } };
  }
}

/** An error answer of the token endpoint. */
export const oauthError = (status: number, error: string, reason: string): StandInAnswer => ({
  status,
  body: { reason, error },
});

/** The instant as Zoom writes it: to the second. */
export const zoomTime = (instant: Instant): string =>
  new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');

const dayLength = 86_400_000;
export const utcDay = (instant: Instant): number => Math.floor(instant / dayLength);
const nextUtcDay = (now: Instant): Instant => (utcDay(now) + 1) * dayLength;

export const invalidFields = (fields: readonly string[]) =>
  new ZoomError(400, 300, 'Validation Failed.', { fields });
export const noSuchUser = (user: string) => new ZoomError(404, 1001, `User does not exist: ${user}.`);
export const noSuchMeeting = (meeting: string) =>
  new ZoomError(404, 3001, `Meeting does not exist: ${meeting}.`);

/** Where a daily limit is used up, `Retry-After` is a date, not seconds. */
export function dailyLimit(message: string, limit: number, now: Instant, until = nextUtcDay(now)): ZoomError {
  return new ZoomError(429, 429, message, {
    headers: {
      'X-RateLimit-Category': 'Medium',
      'X-RateLimit-Type': 'Daily-limit',
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': '0',
      'Retry-After': zoomTime(until),
    },
  });
}

/** The value in the shape; throws Zoom's validation error with a line for each field that does not fit. */
export function parse<Value>(shape: ZodType<Value>, value: unknown): Value {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const path = issue.path.map(String);
    return keys.length === 0 ? [path.join('.')] : keys.map((key) => [...path, key].join('.'));
  });
  throw invalidFields([...new Set(fields)]);
}

export function jsonBody(request: StandInRequest): unknown {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    throw new ZoomError(415, 300, 'Unsupported Content Type');
  let value: unknown;
  try {
    value = JSON.parse(request.body.toString());
  } catch {
    value = undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ZoomError(400, 300, 'Request Body should be a valid JSON object.');
  return value;
}

interface Paging {
  readonly page_size?: number | undefined;
  readonly page_number?: number | undefined;
  readonly next_page_token?: string | undefined;
}

/** Milliseconds for which a page token may be used. */
const tokenLife = 15 * 60_000;

/** One page of the list with what Zoom says about it; `list` tells the tokens of one list from those of another. */
export function page<Item>(items: readonly Item[], paging: Paging, list: string, now: Instant) {
  const size = paging.page_size ?? 30;
  let from = ((paging.page_number ?? 1) - 1) * size;
  if (paging.next_page_token) {
    const [ofList, offset, expiresAt] = Buffer.from(paging.next_page_token, 'base64url')
      .toString()
      .split(' ');
    from = Number(offset);
    if (ofList !== list || !Number.isInteger(from) || !(Number(expiresAt) >= now))
      throw new ZoomError(400, 300, 'The next page token is either invalid or expired.');
  }
  const end = from + size;
  return {
    items: items.slice(from, end),
    about: {
      page_count: Math.ceil(items.length / size),
      page_size: size,
      total_records: items.length,
      ...(paging.page_number === undefined ? {} : { page_number: paging.page_number }),
      next_page_token:
        end < items.length ? Buffer.from(`${list} ${end} ${now + tokenLife}`).toString('base64url') : '',
    },
  };
}

/**
 * A failure on demand. Reasons: `daily` (429), `expired` (401), `user` (404), an OAuth error's name at the token
 * endpoint, or the digits of one of Zoom's codes.
 */
export function refuse(refusal: Refusal, request: StandInRequest, now: Instant): StandInAnswer {
  const { status, reason = '', retryAfter } = refusal;
  const code = /^\d+$/.test(reason) ? Number(reason) : undefined;
  if (request.path.startsWith('/oauth/'))
    return oauthError(status, reason || 'invalid_request', 'Bad Request');
  if (status === 429 && reason === 'daily') {
    const message =
      'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.';
    const until = retryAfter === undefined ? nextUtcDay(now) : now + retryAfter * 1000;
    return dailyLimit(message, 60_000, now, until).answer;
  }
  if (status === 429) {
    // Zoom does not always say when the second is over.
    const reset =
      retryAfter === undefined ? {} : { 'X-RateLimit-Reset': String(Math.ceil(now / 1000) + retryAfter) };
    const message = 'You have reached the maximum per-second rate limit for this API. Try again later.';
    return new ZoomError(429, code ?? 429, message, {
      headers: {
        'X-RateLimit-Category': 'Medium',
        'X-RateLimit-Type': 'QPS',
        'X-RateLimit-Limit': '20',
        'X-RateLimit-Remaining': '0',
        ...reset,
      },
    }).answer;
  }
  const id = request.path.split('/')[3] ?? '';
  if (status === 401) {
    const message = reason === 'expired' ? 'Access token is expired.' : 'Invalid access token.';
    return new ZoomError(401, code ?? 124, message).answer;
  }
  if (status === 404 && code === undefined)
    return (reason === 'user' ? noSuchUser : noSuchMeeting)(id).answer;
  const words: Record<number, string> = {
    200: 'No permission.',
    300: 'Validation Failed.',
    3000: 'Cannot access meeting information.',
    3002: 'Sorry, you cannot delete this meeting since it is in progress.',
    3161: 'Your user account is not allowed meeting hosting and scheduling capabilities.',
  };
  const shown = code ?? (status === 403 ? 200 : status === 400 ? 300 : status);
  return new ZoomError(status, shown, words[shown] ?? 'The service is not available.').answer;
}
