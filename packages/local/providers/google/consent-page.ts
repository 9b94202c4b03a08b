import { html, page } from './html.ts';
import { describeScope } from './scopes.ts';
import type { Account } from './store.ts';

export interface ConsentPage {
  readonly accounts: readonly Account[];
  readonly loginHint: string | undefined;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** The request's own query, which the form sends back. */
  readonly request: string;
}

/** Where Google asks whom the product may act for: any account will do, no password is asked. */
export function consentPage({ accounts, loginHint, scopes, redirectUri, request }: ConsentPage): string {
  const hint = loginHint?.toLowerCase();
  const known = accounts.some(({ email }) => email === hint);
  const choices = accounts.map(
    ({ email, name }, index) =>
      html`<label><input type="radio" name="account" value="${email}"${
        email === hint || (!known && hint === undefined && index === 0) ? html` checked` : undefined
      }> ${name} (${email})</label>`,
  );
  return page(
    'Sign in with Google (stand-in)',
    html`<p><strong>Punctual</strong> wants to access your Google Account. Nothing here leaves this machine: this page stands
in for Google's.</p>
<form method="post" action="/o/oauth2/v2/auth/decision">
<input type="hidden" name="request" value="${request}">
<input type="hidden" name="choice" value="scopes">
<fieldset>
<legend>Choose an account</legend>
${choices}
<label>or any other address: <input type="email" name="email" value="${known ? '' : (loginHint ?? '')}" placeholder="somebody@example.com"></label>
</fieldset>
<fieldset>
<legend>What Punctual may do</legend>
${scopes.map(
  (scope) =>
    html`<label><input type="checkbox" name="scope" value="${scope}" checked> ${describeScope(scope) ?? scope}</label>`,
)}
</fieldset>
<p><button class="main" name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button></p>
</form>
<p class="note">You will be sent back to ${redirectUri}.</p>`,
  );
}

/** What Google shows when the request for consent itself is wrong. */
export function consentErrorPage(error: string, description: string): string {
  return page(
    'Access blocked: Authorization Error',
    html`<p>${description}</p>
<p>Error: <code>${error}</code></p>
<p class="note">This page stands in for Google's. The product that sent you here asked for something that Google would refuse.</p>`,
  );
}
