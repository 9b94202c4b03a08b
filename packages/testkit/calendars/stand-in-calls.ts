import type { Cloud } from '@punctual/local/cloud.ts';
import type { ProviderWorld } from './provider-world.ts';

interface LoggedRequest {
  readonly direction: 'in' | 'out';
  readonly method: string;
  readonly path: string;
}

/** The calls of a stand-in's own, and those parts of its world that all stand-ins have. */
export function standInCalls(cloud: Cloud, name: string) {
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${cloud.url}/dev/providers/${name}/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  };
  const common: Pick<ProviderWorld, 'fail' | 'requests' | 'settle' | 'pass'> = {
    async fail(failure) {
      await call('POST', 'fail', failure);
    },
    async requests() {
      const all = await call<LoggedRequest[]>('GET', 'requests');
      return all.filter(({ direction }) => direction === 'in').map((one) => `${one.method} ${one.path}`);
    },
    settle: () => cloud.settle(),
    pass: (milliseconds) => cloud.advanceTo(cloud.clock.now() + milliseconds),
  };
  const setting = (variable: string): string => {
    const value = process.env[variable];
    if (value === undefined) throw new Error(`${variable} is not set`);
    return value;
  };
  return { call, common, setting };
}
