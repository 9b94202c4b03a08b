import type { StandInAnswer, StandInRequest } from '../stand-in.ts';
import { type Account, type Accounts, admits, isEmail } from './accounts.ts';
import { SignInFault, signInError } from './faults.ts';
import type { Grants } from './grants.ts';
import { escapeHtml, pageAnswer } from './pages.ts';
import { type Client, readScopes } from './scopes.ts';
import type { IssueTokens } from './tokens.ts';

interface Asked {
  readonly tenant: string;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly scopes: readonly string[];
  readonly challenge: string | undefined;
  readonly method: 'S256' | 'plain';
  readonly nonce: string | undefined;
  readonly loginHint: string | undefined;
}

/** Shown to the person, for an app that cannot be trusted with an answer. */
const errorPage = (number: number, message: string) =>
  pageAnswer(
    400,
    'Sign in: sorry, but we’re having trouble signing you in',
    `<p>AADSTS${number}: ${escapeHtml(message)}</p>`,
  );

const isLoopback = (uri: string) => {
  const url = URL.parse(uri);
  return url !== null && (url.hostname === 'localhost' || url.hostname === '127.0.0.1');
};

function redirect(asked: { redirectUri: string; state: string | undefined }, answer: Record<string, string>) {
  const url = new URL(asked.redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (asked.state !== undefined) url.searchParams.set('state', asked.state);
  return { status: 302, headers: { location: url.href, 'cache-control': 'no-store' } };
}

/**
 * The pages of the identity platform v2: `GET …/authorize` asks whom and whether, and its form posts `account`
 * (or `other`, a free address) and `decision` (`accept` or `cancel`) to the same address, which a test may do as well.
 */
export function createSignIn(client: Client, accounts: Accounts, grants: Grants, tokens: IssueTokens) {
  const readAsked = (tenant: string, query: URLSearchParams): Asked | StandInAnswer => {
    const one = (name: string) => query.get(name) ?? undefined;
    const clientId = one('client_id');
    if (clientId === undefined) {
      return errorPage(900144, "The request body must contain the following parameter: 'client_id'.");
    }
    if (clientId !== client.id) {
      return errorPage(
        700016,
        `Application with identifier '${clientId}' was not found in the directory '${tenant}'.`,
      );
    }
    const redirectUri = one('redirect_uri') ?? client.redirectUri;
    if (redirectUri !== client.redirectUri && !isLoopback(redirectUri)) {
      return errorPage(
        50011,
        `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${client.id}'.`,
      );
    }
    const state = one('state');
    const refuse = (error: string, message: string) =>
      redirect({ redirectUri, state }, { error, error_description: message });
    if (one('response_type') !== 'code') {
      return refuse(
        one('response_type') === undefined ? 'invalid_request' : 'unsupported_response_type',
        "AADSTS700054: the stand-in knows only the response_type 'code'.",
      );
    }
    if (!['query', undefined].includes(one('response_mode'))) {
      return refuse('invalid_request', "AADSTS9002325: the stand-in knows only the response_mode 'query'.");
    }
    const scope = one('scope');
    if (scope === undefined || scope.trim() === '') {
      return refuse(
        'invalid_request',
        "AADSTS900144: The request body must contain the following parameter: 'scope'.",
      );
    }
    const method = one('code_challenge_method') ?? 'plain';
    const challenge = one('code_challenge');
    if (
      (method !== 'S256' && method !== 'plain') ||
      (challenge !== undefined && !/^[A-Za-z0-9._~-]{43,128}$/.test(challenge)) ||
      (challenge === undefined && one('code_challenge_method') !== undefined)
    ) {
      return refuse('invalid_request', 'AADSTS50147: Invalid size or method of Code_Challenge parameter.');
    }
    const prompt = one('prompt');
    if (prompt !== undefined && !['login', 'none', 'consent', 'select_account'].includes(prompt)) {
      return refuse('invalid_request', "AADSTS90023: Unsupported 'prompt' value.");
    }
    if (prompt === 'none') {
      return refuse(
        'login_required',
        'AADSTS50058: A silent sign-in request was sent but no user is signed in.',
      );
    }
    let scopes: readonly string[];
    try {
      scopes = readScopes(scope);
    } catch (error) {
      if (error instanceof SignInFault) return refuse(error.error, `AADSTS${error.number}: ${error.message}`);
      throw error;
    }
    const [nonce, loginHint] = [one('nonce'), one('login_hint')];
    return { tenant, redirectUri, state, scopes, challenge, method, nonce, loginHint };
  };

  const consentPage = (asked: Asked, problem = '', status = 200) => {
    const hint = asked.loginHint?.toLowerCase();
    const offered = accounts.list().filter((account) => admits(asked.tenant, account));
    const chosen =
      offered.find(({ email }) => email === hint) ?? (hint === undefined ? offered[0] : undefined);
    const row = ({ email, name, kind }: Account) =>
      `<label><input type="radio" name="account" value="${escapeHtml(email)}"${email === chosen?.email ? ' checked' : ''}> ${escapeHtml(name)} (${escapeHtml(email)}, ${kind})</label>`;
    return pageAnswer(
      status,
      'Pick an account',
      `<p>A stand-in for Microsoft’s sign-in page, on this machine only: no password is asked for.</p>
${problem === '' ? '' : `<p class="note" role="alert">${escapeHtml(problem)}</p>`}
<form method="post">
<fieldset><legend>Account</legend>
${offered.map(row).join('\n')}
<label>Another e-mail address, instead: <input name="other" type="email" autocomplete="off" value="${escapeHtml(chosen === undefined ? (asked.loginHint ?? '') : '')}"></label>
</fieldset>
<fieldset><legend>The application asks for</legend>
<ul>${asked.scopes.map((it) => `<li>${escapeHtml(it)}</li>`).join('')}</ul>
<p>It will be sent to ${escapeHtml(asked.redirectUri)}</p>
</fieldset>
<button name="decision" value="accept">Accept</button>
<button name="decision" value="cancel">Cancel</button>
</form>`,
    );
  };

  const decide = (asked: Asked, form: URLSearchParams): StandInAnswer => {
    if (form.get('decision') === 'cancel') {
      return redirect(asked, {
        error: 'access_denied',
        error_subcode: 'cancel',
        error_description: 'AADSTS65004: User declined to consent to access the app.',
      });
    }
    if (form.get('decision') !== 'accept') return consentPage(asked, 'Accept or cancel.', 400);
    const email = (form.get('other') || form.get('account') || '').trim().toLowerCase();
    if (!isEmail(email)) return consentPage(asked, 'Choose an account or give an e-mail address.', 400);
    const known = accounts.find(email);
    const account = known ?? accounts.enter({ email });
    if (!admits(asked.tenant, account)) {
      return consentPage(
        asked,
        `AADSTS50020: User account '${email}' does not exist in tenant '${asked.tenant}'.`,
        400,
      );
    }
    accounts.enter({ email });
    const { redirectUri, challenge, method, nonce, scopes } = asked;
    const code = grants.issueCode(email, scopes, { redirectUri, challenge, method, nonce });
    return redirect(asked, { code, session_state: crypto.randomUUID() });
  };

  return {
    async handle(tenant: string, call: string, request: StandInRequest): Promise<StandInAnswer | undefined> {
      switch (`${request.method} ${call}`) {
        case 'GET oauth2/v2.0/authorize': {
          const asked = readAsked(tenant, request.query);
          return 'status' in asked ? asked : consentPage(asked);
        }
        case 'POST oauth2/v2.0/authorize': {
          const asked = readAsked(tenant, request.query);
          return 'status' in asked ? asked : decide(asked, new URLSearchParams(request.body.toString()));
        }
        case 'POST oauth2/v2.0/token':
          try {
            return await tokens.answer(tenant, request);
          } catch (error) {
            if (error instanceof SignInFault) return signInError(error);
            throw error;
          }
        case 'GET v2.0/.well-known/openid-configuration':
          return { status: 200, body: tokens.configuration(tenant) };
        case 'GET discovery/v2.0/keys':
          return { status: 200, body: await tokens.keys() };
        default:
          return undefined;
      }
    },
  };
}
