import type { Role } from '@punctual/application/model.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { callOf, type HttpEvent, type HttpMiddleware } from './call.ts';
import { Refusal } from './refusal.ts';

/** Reads who calls from the claims that API Gateway has verified, and refuses callers without a fitting role. */
export function authenticate(rolesClaim: string): HttpMiddleware {
  return {
    before: ({ event }) => {
      const call = callOf(event);
      const { access, otherRoles = 'FORBIDDEN' } = call.bound.route;
      if (access === 'public') return;
      const claims = claimsOf(event);
      const id = claims.sub;
      if (id === undefined || id === '') throw new Refusal('UNAUTHENTICATED', 'A bearer token is needed');
      const roles = rolesIn(claims[rolesClaim]);
      call.caller = {
        id: id as PersonId,
        roles,
        name: claims.name,
        email: claims.email,
        staffOf: undefined,
      };
      if (!access.some((role) => roles.includes(role))) {
        throw new Refusal(otherRoles, `This needs the role ${access.join(' or ')}`);
      }
    },
  };
}

type Claims = Readonly<Record<string, string | undefined>>;

function claimsOf(event: HttpEvent): Claims {
  // The type of the payload without an authorizer leaves the field out that routes with one have.
  const context = event.requestContext as {
    authorizer?: { jwt?: { claims?: Claims } };
  } & typeof event.requestContext;
  return context.authorizer?.jwt?.claims ?? {};
}

const knownRoles: Readonly<Record<string, Role>> = {
  coach: 'coach',
  therapist: 'coach',
  client: 'client',
  staff: 'staff',
  admin: 'admin',
};

/** API Gateway hands an array claim on as one string, `[coach admin]`; issuers also write one word or a comma list. */
export function rolesIn(claim: string | undefined): readonly Role[] {
  const words = (claim ?? '').split(/[\s,[\]"]+/);
  return words.flatMap((word) => (Object.hasOwn(knownRoles, word) ? (knownRoles[word] ?? []) : []));
}
