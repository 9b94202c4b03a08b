/**
 * A secret by its name: the environment's value, or that of the Secrets Manager secret whose ARN the environment gives
 * as `<NAME>_ARN`. Read once per process; rotation starts new ones.
 *
 * @throws when the environment gives neither
 */
export async function secret(name: string): Promise<string> {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  const known = fetched.get(name) ?? fetchSecret(name);
  fetched.set(name, known);
  // A failure is not kept: the next request asks again.
  known.catch(() => fetched.delete(name));
  return known;
}

/**
 * All values of a secret that are valid now, separated by commas in it: while it is rotated there are two, of which the
 * first is the new one. Empty ones are none: a key of no letters is one that everybody has.
 *
 * @throws when none is left
 */
export async function secretValues(name: string): Promise<readonly [string, ...string[]]> {
  const values = (await secret(name)).split(',').map((value) => value.trim());
  const [first, ...more] = values.filter((value) => value !== '');
  if (first === undefined) throw new Error(`the secret ${name} has no value`);
  return [first, ...more];
}

const fetched = new Map<string, Promise<string>>();

async function fetchSecret(name: string): Promise<string> {
  const SecretId = process.env[`${name}_ARN`];
  if (SecretId === undefined) throw new Error(`the environment lacks ${name} and ${name}_ARN`);
  // Only processes that need it pay for loading the client.
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId }));
  if (SecretString === undefined) throw new Error(`the secret ${name} holds no text`);
  return SecretString;
}
