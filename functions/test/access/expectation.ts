import type { Role } from '@punctual/contracts/route.ts';
import type { Ask } from '../operations.ts';
import type { Member, Stock, Tenant } from './tenants.ts';

export interface Expectation {
  /** Who goes through; `everybody` needs no token. */
  readonly roles: readonly Role[] | 'everybody';
  /** What the other roles are answered; 403 unless published otherwise. */
  readonly others?: 401;
  /**
   * What the right role of another tenant is answered: refused, because it is private whether such a thing exists (404)
   * or because it was published so (403); only their `own` things; or the same as anybody, because it is `open` to all
   * who have the role. `nobody`: there is no other tenant, admins look after all. `bound`: what is asked for is good for
   * one person and one time, as a test of its own shows.
   */
  readonly strangers: 403 | 404 | 'own' | 'open' | 'nobody' | 'bound';
  /** Goes through for staff who act for no coach as well: it is about themselves. */
  readonly staffOfNobody?: true;
  /** A call for something of Harbour's, new each time, as a member of Harbour would make it. */
  readonly ask: (harbour: Harbour, me: Member) => Ask | Promise<Ask>;
  /** Where the token in a link decides: calls with a link for something else. All are answered 404. */
  readonly forged?: (harbour: Harbour) => Promise<readonly Ask[]>;
}

/** The tenant whose things are asked for. */
export interface Harbour extends Stock, Tenant {}

/** By operation. */
export type Expectations = Readonly<Record<string, Expectation>>;

export const everybody = { roles: 'everybody', strangers: 'open' } as const;
export const admin = { roles: ['admin'], strangers: 'nobody' } as const;
export const clientOrCoach = { roles: ['client', 'coach'] } as const;

/** An appointment of Harbour's, as a parameter. */
export const appointment = async (harbour: Harbour) => ({ appointmentId: await harbour.appointment() });
