import { SignInFault } from './faults.ts';

/** The app, as it is registered. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

const identityScopes = new Set(['openid', 'profile', 'email', 'offline_access']);
/** What the app's registration allows; `.default` stands for the last three. */
const knownScopes = new Set([
  'Calendars.Read',
  'Calendars.ReadBasic',
  'MailboxSettings.Read',
  'OnlineMeetings.ReadWrite',
  'User.Read',
  'Calendars.ReadWrite',
]);
const registered = ['User.Read', 'Calendars.ReadWrite', 'MailboxSettings.Read'];

/** Reads a scope parameter, with or without Graph's prefix; what is no scope is refused (AADSTS70011). */
export function readScopes(text: string): string[] {
  const scopes: string[] = [];
  for (const given of text.split(' ').filter((it) => it !== '')) {
    const scope = given.replace(/^https?:\/\/[^/]+\/(?=[^/]+$)/, '');
    const known = [...identityScopes, ...knownScopes].find((it) => it.toLowerCase() === scope.toLowerCase());
    if (scope === '.default') scopes.push(...registered);
    else if (known !== undefined) scopes.push(known);
    else {
      throw new SignInFault(
        400,
        'invalid_scope',
        70011,
        `The provided value for the input parameter 'scope' is not valid. The scope '${given}' does not exist.`,
      );
    }
  }
  return [...new Set(scopes)];
}
