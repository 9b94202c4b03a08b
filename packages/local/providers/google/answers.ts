import { z } from 'zod';
import type { Refusal, StandInAnswer } from '../stand-in.ts';

/** One entry of `errors` in the form that Calendar API v3 gives its errors. */
interface ErrorDetail {
  readonly domain?: string;
  readonly reason: string;
  readonly message: string;
  readonly location?: string;
  readonly locationType?: 'parameter' | 'header';
}

/** The word that newer parts of Google's front end add for a status. */
const statusWords: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
};

function errorAnswer(
  status: number,
  detail: ErrorDetail,
  headers: Readonly<Record<string, string>> = {},
): StandInAnswer {
  const { domain = 'global', ...rest } = detail;
  const word = statusWords[status];
  return {
    status,
    headers,
    body: {
      error: {
        errors: [{ domain, ...rest }],
        code: status,
        message: detail.message,
        ...(word === undefined ? {} : { status: word }),
      },
    },
  };
}

/** A request that Google would refuse. */
export class Refused extends Error {
  readonly answer: StandInAnswer;

  constructor(answer: StandInAnswer) {
    super(`refused with ${answer.status}`);
    this.name = 'Refused';
    this.answer = answer;
  }
}

/** Refuses with an error of Calendar API v3. */
export function refuseWith(
  status: number,
  reason: string,
  message: string,
  where: Pick<ErrorDetail, 'domain' | 'location' | 'locationType'> = {},
): never {
  throw new Refused(errorAnswer(status, { reason, message, ...where }));
}

export function invalid(message: string): never {
  return refuseWith(400, 'invalid', message);
}

export function required(message: string): never {
  return refuseWith(400, 'required', message);
}

export function invalidParameter(name: string, message: string): never {
  return refuseWith(400, 'invalidParameter', message, { location: name, locationType: 'parameter' });
}

export function notFound(message = 'Not Found'): never {
  return refuseWith(404, 'notFound', message);
}

export function unauthenticated(hasToken: boolean): never {
  const message = hasToken
    ? 'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.'
    : 'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.';
  throw new Refused(
    errorAnswer(
      401,
      {
        reason: hasToken ? 'authError' : 'required',
        message,
        location: 'Authorization',
        locationType: 'header',
      },
      {
        'www-authenticate': `Bearer realm="https://accounts.google.com/"${hasToken ? ', error="invalid_token"' : ''}`,
      },
    ),
  );
}

/** The error that a failed check of a body or of query parameters is answered with. */
function refuseIssue(error: z.ZodError, what: 'body' | 'query'): never {
  const [issue] = error.issues;
  const at = (issue?.path ?? []).join('.');
  if (issue?.code === 'unrecognized_keys') {
    const [name = ''] = issue.keys;
    const message =
      what === 'body'
        ? `Invalid JSON payload received. Unknown name "${name}"${at === '' ? '' : ` at '${at}'`}: Cannot find field.`
        : `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter.`;
    return refuseWith(
      400,
      'badRequest',
      message,
      what === 'query' ? { location: name, locationType: 'parameter' } : {},
    );
  }
  const isMissing = issue?.code === 'invalid_type' && issue.message.endsWith('received undefined');
  if (what === 'query') {
    if (isMissing) {
      return refuseWith(400, 'required', `Required parameter: ${at}`, {
        location: at,
        locationType: 'parameter',
      });
    }
    return invalidParameter(at, `Invalid value for parameter ${at}: ${issue?.message ?? ''}`);
  }
  if (isMissing) return required(`Required: ${at}`);
  return invalid(`Invalid value for: ${at}. ${issue?.message ?? ''}`);
}

/** Checks a query or a body against its published shape. */
export function parseAs<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: 'body' | 'query',
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : refuseIssue(parsed.error, what);
}

/** A JSON object from a request's body; members that are null are as good as absent. */
export function readObject(body: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    return refuseWith(400, 'parseError', 'Parse Error');
  }
  const parsed = z.record(z.string(), z.unknown()).safeParse(value);
  return parsed.success
    ? parsed.data
    : refuseWith(400, 'parseError', 'This API does not support parsing it.');
}

/** Reasons and messages by status, for failures on demand; the first reason is the default. */
const failures: Readonly<Record<number, readonly (readonly [reason: string, message: string])[]>> = {
  400: [
    ['invalid', 'Invalid Value'],
    ['badRequest', 'Bad Request'],
  ],
  401: [['authError', 'Invalid Credentials']],
  403: [
    ['rateLimitExceeded', 'Rate Limit Exceeded'],
    ['userRateLimitExceeded', 'User Rate Limit Exceeded'],
    ['quotaExceeded', 'Calendar usage limits exceeded.'],
    ['calendarUsageLimits', 'Calendar usage limits exceeded.'],
    ['dailyLimitExceeded', 'Daily Limit Exceeded'],
    ['forbidden', 'Forbidden'],
    ['insufficientPermissions', 'Insufficient Permission'],
    ['forbiddenForNonOrganizer', 'Shared properties can only be changed by the organizer of the event.'],
    [
      'accessNotConfigured',
      'Google Calendar API has not been used in this project before or it is disabled.',
    ],
  ],
  404: [['notFound', 'Not Found']],
  409: [
    ['duplicate', 'The requested identifier already exists.'],
    ['conflict', 'Conflict'],
  ],
  410: [
    ['deleted', 'Resource has been deleted'],
    ['fullSyncRequired', 'Sync token is no longer valid, a full sync is required.'],
    ['updatedMinTooLongAgo', 'The requested minimum modification time lies too far in the past.'],
  ],
  412: [['conditionNotMet', 'Precondition Failed']],
  429: [['rateLimitExceeded', 'Rate Limit Exceeded']],
};

const usageReasons = new Set([
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'calendarUsageLimits',
  'dailyLimitExceeded',
  'accessNotConfigured',
]);

/** The errors of the OAuth endpoints (RFC 6749, 5.2). */
const oauthErrors = new Set([
  'invalid_grant',
  'invalid_client',
  'invalid_request',
  'invalid_token',
  'unauthorized_client',
  'unsupported_grant_type',
  'redirect_uri_mismatch',
  'internal_failure',
]);

/** An error answer for a failure on demand; a reason that OAuth knows is answered in its form. */
export function failureAnswer({ status, retryAfter, reason }: Refusal): StandInAnswer {
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  if (reason !== undefined && oauthErrors.has(reason)) {
    return { status, headers, body: { error: reason, error_description: 'Bad Request' } };
  }
  const known = failures[status] ?? [
    ['backendError', status === 503 ? 'Service Unavailable' : 'Backend Error'],
  ];
  const [word, message] = known.find(([name]) => name === (reason ?? name)) ?? [reason ?? 'unknown', 'Error'];
  const domain = usageReasons.has(word) ? 'usageLimits' : 'global';
  return errorAnswer(status, { domain, reason: word, message }, headers);
}
