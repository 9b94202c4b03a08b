import { routes } from '@punctual/contracts/registry.ts';
import { createRouter } from '@punctual/local/router.ts';
import { describe, expect, it } from 'vitest';

describe('paths', () => {
  it('that another surface has as well lead there', () => {
    const route = createRouter(routes);
    const operation = (path: string) => route('GET', path)?.route.path;
    expect(operation('/booking/0193')).toBe('/booking/{id}');
    for (const path of ['/booking/meetings', '/booking/availability', '/booking/slots']) {
      expect(operation(path)).toBe(path);
    }
    expect(operation('/booking/client/0193')).toBe('/booking/client/{client_id}');
    expect(operation('/booking/meetings/0193')).toMatch(/^\/booking\/meetings\/\{/);
  });

  /*
   * API Gateway takes the most specific route. Of two that fit one path, the one must be at least as specific in every
   * segment: then there is nothing to choose, and every gateway chooses alike.
   */
  it('are never open to two routes of which neither is the more specific', () => {
    const segments = routes.map(({ method, path }) => ({ method, path, parts: path.split('/') }));
    const isParameter = (part = '') => part.startsWith('{');
    const ambiguous = segments.flatMap((a, index) =>
      segments.slice(index + 1).flatMap((b) => {
        if (a.method !== b.method || a.parts.length !== b.parts.length) return [];
        const pairs = a.parts.map((part, at) => [part, b.parts[at] ?? ''] as const);
        const bothFit = pairs.every(([one, two]) => one === two || isParameter(one) || isParameter(two));
        const firstWins = pairs.every(([one, two]) => !isParameter(one) || isParameter(two));
        const secondWins = pairs.every(([one, two]) => !isParameter(two) || isParameter(one));
        return bothFit && firstWins === secondWins ? [`${a.method} ${a.path} and ${b.path}`] : [];
      }),
    );
    expect(ambiguous).toEqual([]);
  });
});
