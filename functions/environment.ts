/** Reads a setting that a function cannot do without; a missing one ends the start, not a request. */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`the environment lacks ${name}`);
  return value;
}

/** Reads a whole number, zero included; one that is none ends the start. */
export function wholeNumber(name: string, otherwise: number): number {
  const value = process.env[name];
  if (value === undefined || value === '') return otherwise;
  if (!/^\d{1,9}$/.test(value)) throw new Error(`${name} is not a whole number`);
  return Number(value);
}

/** The claim of the token that lists the caller's roles. */
export const rolesClaim = process.env.AUTH_ROLES_CLAIM ?? 'roles';

/** What becomes of a message of which nobody knows whether it was sent; `AT_LEAST_ONCE` unless told otherwise. */
export const doubtRule =
  process.env.DELIVERY_DOUBT === 'AT_MOST_ONCE' ? ('AT_MOST_ONCE' as const) : ('AT_LEAST_ONCE' as const);
