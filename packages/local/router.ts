import type { Route } from '@punctual/contracts/route.ts';

export interface Match {
  readonly route: Route;
  /** URL-decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Compiled {
  readonly route: Route;
  readonly segments: readonly Segment[];
}

type Segment = { readonly kind: 'static' | 'parameter' | 'greedy'; readonly name: string };

const rank = { static: 0, parameter: 1, greedy: 2 } as const;

function compile(route: Route): Compiled {
  const segments = route.path
    .split('/')
    .slice(1)
    .map((text): Segment => {
      const name = /^\{(\w+)(\+?)\}$/.exec(text);
      if (name === null) return { kind: 'static', name: text };
      return { kind: name[2] === '+' ? 'greedy' : 'parameter', name: name[1] ?? '' };
    });
  return { route, segments };
}

function parametersOf(compiled: Compiled, path: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of compiled.segments.entries()) {
    const text = path[index];
    if (text === undefined || text === '')
      return segment.kind === 'static' && segment.name === text ? parameters : undefined;
    if (segment.kind === 'greedy') {
      parameters[segment.name] = decodeURIComponent(path.slice(index).join('/'));
      return parameters;
    }
    if (segment.kind === 'parameter') parameters[segment.name] = decodeURIComponent(text);
    else if (segment.name !== text) return undefined;
  }
  return path.length === compiled.segments.length ? parameters : undefined;
}

/**
 * Finds the route as API Gateway's HTTP API does: the most specific one, a fixed segment before a parameter before a
 * greedy parameter, from the left. Throws `URIError` when a segment cannot be decoded.
 */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const byMethod = Map.groupBy(routes.map(compile), ({ route }) => route.method);
  for (const compiled of byMethod.values()) {
    compiled.sort((a, b) => {
      for (let index = 0; index < Math.min(a.segments.length, b.segments.length); index += 1) {
        const difference =
          rank[a.segments[index]?.kind ?? 'static'] - rank[b.segments[index]?.kind ?? 'static'];
        if (difference !== 0) return difference;
      }
      return 0;
    });
  }
  return (method, path) => {
    const segments = path.split('/').slice(1);
    for (const compiled of byMethod.get(method as Route['method']) ?? []) {
      const pathParameters = parametersOf(compiled, segments);
      if (pathParameters !== undefined) return { route: compiled.route, pathParameters };
    }
    return undefined;
  };
}
