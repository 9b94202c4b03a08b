import { callOf, type HttpDependencies, type HttpMiddleware } from './call.ts';

/** Looks the caller up once for everybody: a person seen for the first time is entered in the directory. */
export function introduceCaller({ introduce }: HttpDependencies): HttpMiddleware {
  return {
    before: async ({ event }) => {
      const call = callOf(event);
      if (call.caller === undefined || introduce === undefined) return;
      const { staffOf } = await introduce(call.caller);
      call.caller = { ...call.caller, staffOf };
    },
  };
}
