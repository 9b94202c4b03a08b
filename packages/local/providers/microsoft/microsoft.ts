import type { CreateStandIn } from '../stand-in.ts';
import { createAccounts } from './accounts.ts';
import { createControl } from './control.ts';
import { faultOf, graphError } from './faults.ts';
import { createGrants } from './grants.ts';
import { createGraph } from './graph.ts';
import { createMailboxes } from './mailbox.ts';
import { createSignIn } from './sign-in.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createTokens } from './tokens.ts';

/**
 * Microsoft, imitated: Graph v1.0 as far as a calendar needs it, and the identity platform v2, on one origin.
 * Shapes and names: Microsoft Graph v1.0 OpenAPI.
 */
export const createMicrosoft: CreateStandIn = ({ origin, productUrl, clock, records, push }) => {
  const client = {
    id: 'a3f6c1de-52b4-4c0e-9a57-0d1f6b2e8c41',
    secret: 'local~microsoft~secret',
    redirectUri: `${productUrl}/api/calendar-integration/callback`,
  };
  const accounts = createAccounts(records);
  const grants = createGrants(records, clock);
  const tokens = createTokens(origin, client, accounts, grants, records, clock);
  const signIn = createSignIn(client, accounts, grants, tokens);
  const subscriptions = createSubscriptions(records, clock, grants, push, client.id);
  const mailboxes = createMailboxes(records, clock, subscriptions.notify);
  const graph = createGraph(origin, accounts, grants, mailboxes, subscriptions);

  return {
    environment: {
      MICROSOFT_GRAPH_URL: origin,
      MICROSOFT_AUTHORITY_URL: origin,
      MICROSOFT_CLIENT_ID: client.id,
      MICROSOFT_CLIENT_SECRET: client.secret,
      MICROSOFT_REDIRECT_URI: client.redirectUri,
    },
    async handle(request) {
      if (request.path.startsWith('/v1.0/')) return graph(request);
      const [, tenant, call] =
        /^\/([A-Za-z0-9.-]+)\/(oauth2\/.+|v2\.0\/.+|discovery\/.+)$/.exec(request.path) ?? [];
      if (tenant !== undefined && call !== undefined) {
        const answer = await signIn.handle(tenant.toLowerCase(), call, request);
        if (answer !== undefined) return answer;
      }
      return graphError(faultOf(404, 'UnknownError', undefined), request);
    },
    refuse: ({ status, reason, retryAfter }) => graphError(faultOf(status, reason, retryAfter)),
    dev: createControl({ origin, accounts, grants, mailboxes, subscriptions }),
  };
};
