import { createHash } from 'node:crypto';
import type { Records } from '../records.ts';

export type AccountKind = 'work' | 'personal';

/** One who can sign in, with a mailbox. */
export interface Account {
  /** In lower case; also what names it in here. */
  readonly email: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly oid: string;
  readonly tid: string;
  /** IANA; the zone in which whole days lie. */
  readonly timeZone: string;
}

/** The tenant of everybody who has no organisation. */
const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad';
const consumerDomain = /@(outlook|hotmail|live|msn)\./;

const demo: readonly (readonly [email: string, name: string])[] = [
  ['dana@fabrikam.example', 'Dana Fabrikam'],
  ['robin@contoso.example', 'Robin Contoso'],
  ['sam@outlook.example', 'Sam Personal'],
];

/** The same every time, so that a reset does not turn an account into somebody else. */
function stableUuid(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

export interface AccountChange {
  readonly email: string;
  readonly name?: string | undefined;
  readonly kind?: AccountKind | undefined;
  readonly timeZone?: string | undefined;
}

export interface Accounts {
  list(): readonly Account[];
  find(email: string): Account | undefined;
  /** Makes one that is not there yet, and changes what is given of one that is. */
  enter(change: AccountChange): Account;
}

export const isEmail = (text: string) => /^[^\s@"<>]{1,64}@[^\s@"<>]{1,180}\.[a-z]{2,}$/i.test(text);

export function createAccounts(records: Records): Accounts {
  const make = ({ email, name, kind, timeZone }: AccountChange): Account => {
    const key = email.toLowerCase();
    const [local = '', domain = ''] = key.split('@');
    const actualKind = kind ?? (consumerDomain.test(key) ? 'personal' : 'work');
    return {
      email: key,
      name: name ?? local,
      kind: actualKind,
      oid:
        actualKind === 'personal'
          ? `00000000-0000-0000-${stableUuid(key).slice(0, 4)}-${stableUuid(key).slice(24)}`
          : stableUuid(key),
      tid: actualKind === 'personal' ? consumers : stableUuid(domain),
      timeZone: timeZone ?? 'UTC',
    };
  };
  const find = (email: string): Account | undefined => {
    const key = email.toLowerCase();
    const known = records.get<Account>('account', key);
    if (known !== undefined) return known;
    const [, name] = demo.find(([address]) => address === key) ?? [];
    return name === undefined ? undefined : make({ email: key, name });
  };
  return {
    find,
    enter(change) {
      const known = find(change.email);
      const account = make({
        email: change.email,
        name: change.name ?? known?.name,
        kind: change.kind ?? known?.kind,
        timeZone: change.timeZone ?? known?.timeZone,
      });
      records.put('account', account.email, account);
      return account;
    },
    list() {
      const stored = records.list<Account>('account');
      const isDemo = (email: string) => demo.some(([address]) => address === email);
      return [
        ...demo.map(([email, name]) => stored.find((it) => it.email === email) ?? make({ email, name })),
        ...stored.filter(({ email }) => !isDemo(email)),
      ];
    },
  };
}

/** Whether a tenant of the sign-in address (`common`, an id, …) lets the account in. */
export function admits(tenant: string, account: Account): boolean {
  switch (tenant) {
    case 'common':
      return true;
    case 'organizations':
      return account.kind === 'work';
    case 'consumers':
      return account.kind === 'personal';
    default:
      return tenant === account.tid || (account.kind === 'work' && account.email.endsWith(`@${tenant}`));
  }
}
