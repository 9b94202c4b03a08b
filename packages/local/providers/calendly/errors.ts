import type { StandInAnswer } from '../stand-in.ts';

export interface Detail {
  readonly parameter?: string;
  readonly message: string;
}

/** Calendly's error body. Source of titles and messages: the Calendly API v2 OpenAPI description. */
function problem(
  status: number,
  title: string,
  message: string,
  details: readonly Detail[] = [],
): StandInAnswer {
  return { status, body: { title, message, ...(details.length === 0 ? {} : { details }) } };
}

export const invalid = (...details: Detail[]) =>
  problem(400, 'Invalid Argument', 'The supplied parameters are invalid.', details);

export const unauthenticated = () => problem(401, 'Unauthenticated', 'The access token is invalid');

export const denied = (message = 'You do not have permission to access this resource.') =>
  problem(403, 'Permission Denied', message);

export const notFound = () =>
  problem(404, 'Resource Not Found', 'The server could not find the requested resource.');

export const alreadyExists = () => problem(409, 'Already Exists', 'Hook with this url already exists');

/** The description names no body for this one. */
export const tooManyRequests = () => problem(429, 'Too Many Requests', 'API rate limit exceeded.');

const unknown = () =>
  problem(
    500,
    'Internal Server Error',
    'The server encountered an unexpected condition that prevented it from fulfilling the request.',
  );

const byStatus: Readonly<Record<number, () => StandInAnswer>> = {
  400: invalid,
  401: unauthenticated,
  403: denied,
  404: notFound,
  409: alreadyExists,
  429: tooManyRequests,
  500: unknown,
};

/** The error that Calendly gives with this status. */
export const problemOf = (status: number): StandInAnswer => byStatus[status]?.() ?? { ...unknown(), status };
