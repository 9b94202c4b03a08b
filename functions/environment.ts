/** Reads a setting that a function cannot do without; a missing one ends the start, not a request. */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`the environment lacks ${name}`);
  return value;
}

/** The claim of the token that lists the caller's roles. */
export const rolesClaim = process.env.AUTH_ROLES_CLAIM ?? 'roles';
