import type { Header, Parameter } from './openapi-document.ts';
import type { ErrorCode } from './problem.ts';
import type { Surface } from './route.ts';

/* What the document says in words: about the whole, and about the parts that operations share. */

/** The version of the published interface, not of the code behind it. */
export const interfaceVersion = '1.0.0';

export const introduction = `
Punctual lists free slots, books them, and says why a slot cannot be had.

- **Instants** are RFC 3339. Answers use UTC with \`Z\`; requests may use any offset, but need one.
- **Errors** have one form everywhere, with a \`code\` to branch on and a \`requestId\` to report. Ask for
  \`application/problem+json\` to get the same facts as RFC 9457 describes them. What the gateway itself refuses, such as
  an unknown path, has a \`message\` only.
- **Retries**: send an \`Idempotency-Key\` with a change, and sending it again is safe.
- **Lost updates**: send the \`ETag\` of what you have read as \`If-Match\` with the change you make to it.
`.trim();

export const surfaces: Readonly<Record<Surface, string>> = {
  'coach-dashboard':
    'What coaches and their staff work with: calendar, appointments, working hours, leads, abandoned bookings and figures.',
  'calendar-integration': 'Connects a coach’s Google and Outlook calendars and keeps them in step.',
  sessions: 'Therapy sessions, for clients and therapists: meetings, slots and weekly availability.',
  bookings: 'Bookings of coaches by clients, with payment and calendar entries.',
  intake: 'Public requests for a consultation, scheduled through Calendly, and their administration.',
  public:
    'Booking pages, links in mails and calendar feeds, which work without a token, and what belongs to them.',
  webhooks: 'Where providers tell what has happened on their side, with proof that it is they.',
  administration: 'The directory, who is assigned to whom, and the audit trail; for admins.',
  platform: 'Devices on which people are reminded, health, and this documentation.',
};

/** When a code is answered, and what the caller can do about it. */
export const meanings: Readonly<Record<ErrorCode, string>> = {
  VALIDATION_FAILED: 'Path, query, headers or body are not valid. `issues` names every place that is wrong.',
  INVALID_TRANSITION: 'The appointment cannot go from its present status to the one asked for.',
  UNAUTHENTICATED:
    'The bearer token is missing, expired or not ours. The gateway’s own answer has a `message` only.',
  FORBIDDEN: 'The token is valid, but does not allow this.',
  NOT_FOUND: 'There is no such thing, or it belongs to somebody else.',
  SLOT_UNAVAILABLE:
    'The slot cannot be had, for the `reason` given. `alternatives` are free slots, nearest first.',
  CONFLICT: 'What exists already stands in the way.',
  IDEMPOTENCY_IN_FLIGHT:
    'The first request with this `Idempotency-Key` has not ended. Ask again after `Retry-After`.',
  PRECONDITION_FAILED: 'It has changed since the `ETag` in `If-Match`. Read it again.',
  PAYLOAD_TOO_LARGE: 'The body has more than 65,536 bytes.',
  IDEMPOTENCY_MISMATCH: 'The `Idempotency-Key` was used for another request within the last 24 hours.',
  RATE_LIMITED: 'The caller’s requests of this hour are used up. Ask again after `Retry-After`.',
  INTERNAL: 'A fault on our side. Nothing is told but the `requestId` to report.',
  PROVIDER_UNAVAILABLE: 'A calendar, meeting or mail provider does not answer.',
  BUSY: 'Too much is going on at once and nothing was changed. Ask again after `Retry-After`.',
};

export const successes: Readonly<Record<number, string>> = {
  201: 'Created',
  202: 'Accepted; the work is done later',
  204: 'Done; there is no body',
  302: 'Go on to the address in `Location`',
};

export const parameters: Readonly<Record<string, Parameter>> = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Makes it safe to send the change again: within 24 hours the first answer is given again.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` of the version that is to be changed; `*` is any.',
    schema: { type: 'string', pattern: '^(\\*|"v\\d{1,9}")$' },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` of what is known already; the same again is answered with 304.',
    schema: { type: 'string' },
  },
};

export const headers: Readonly<Record<string, Header>> = {
  'X-Request-Id': { description: 'Names this request in our logs.', schema: { type: 'string' } },
  ETag: { description: 'The version of what is shown.', schema: { type: 'string', examples: ['"v3"'] } },
  RateLimit: {
    description:
      'What is left (`r`) and the seconds until all is there again (`t`). Absent where the call was not counted.',
    schema: { type: 'string', examples: ['"appointments";r=499;t=1800'] },
  },
  'RateLimit-Policy': {
    description:
      'The requests (`q`) that a caller has in a window of seconds (`w`). Absent where the call was not counted.',
    schema: { type: 'string', examples: ['"appointments";q=500;w=3600'] },
  },
  'Retry-After': {
    description: 'Seconds to wait before asking again.',
    schema: { type: 'integer', minimum: 0 },
  },
  'Idempotency-Replayed': {
    description: 'Present when this is the answer to an earlier request with the same `Idempotency-Key`.',
    schema: { type: 'string', const: 'true' },
  },
  Location: { description: 'Where to go on.', schema: { type: 'string', format: 'uri' } },
  'WWW-Authenticate': { description: 'How to authenticate.', schema: { type: 'string', const: 'Bearer' } },
};
