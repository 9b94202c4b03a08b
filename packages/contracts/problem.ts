/** Every error code a caller can meet, with its default HTTP status: the one table of the system. */
export const statusOfCode = {
  VALIDATION_FAILED: 400,
  INVALID_TRANSITION: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  SLOT_UNAVAILABLE: 409,
  CONFLICT: 409,
  IDEMPOTENCY_IN_FLIGHT: 409,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  IDEMPOTENCY_MISMATCH: 422,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  PROVIDER_UNAVAILABLE: 502,
  BUSY: 503,
} as const;

export type ErrorCode = keyof typeof statusOfCode;

/** The HTTP status of a code on a surface: sessions and bookings publish a refused slot as 400, all others as 409. */
export function statusOf(code: ErrorCode, surface: string): number {
  const refusedAsInvalid = surface === 'sessions' || surface === 'bookings';
  return code === 'SLOT_UNAVAILABLE' && refusedAsInvalid ? 400 : statusOfCode[code];
}

/**
 * Why a slot is refused; of several reasons the first is given. They are the engine's, which this package may not
 * import: the test of the documents' function compares the two.
 */
export const slotReasons = [
  'IN_THE_PAST',
  'TOO_SOON',
  'TOO_FAR',
  'OUTSIDE_WORKING_HOURS',
  'DURATION_NOT_OFFERED',
  'TIME_OFF',
  'CALENDAR_UNKNOWN',
  'BUSY',
  'HELD',
  'EXTERNAL_BUSY',
  'BUFFER',
  'CLIENT_BUSY',
] as const;

/** One invalid part of a request; `path` is dotted, with `body`, `query`, `params` or `headers` first. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** A free slot offered instead of a refused one. `duration` is in minutes. */
export interface Alternative {
  readonly startTime: string;
  readonly duration: number;
}
