import { escapeHtml, page } from './pages.ts';
import { lifecycleEvents, type Subscription } from './subscriptions.ts';
import { writeInstant } from './times.ts';

export interface ControlState {
  readonly accounts: readonly {
    readonly email: string;
    readonly name: string;
    readonly kind: string;
    readonly timeZone: string;
    readonly grants: number;
    readonly events: number;
  }[];
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly subscriptions: readonly Subscription[];
  /** What the last button did. */
  readonly note: string;
}

/** Rows of the table of events; the calls list them all. */
const mostEvents = 100;

const hidden = (name: string, value: unknown) =>
  `<input type="hidden" name="${name}" value="${escapeHtml(String(value))}">`;
const button = (action: string, label: string) => `<button name="do" value="${action}">${label}</button>`;
const form = (inner: string) => `<form method="post" action="/dev/providers/microsoft/press">${inner}</form>`;
const at = (value: unknown) =>
  typeof value === 'object' && value !== null ? String(Reflect.get(value, 'dateTime')).slice(0, 16) : '';

/** What one can look at, and buttons for what happens at Microsoft without the product's doing. */
export function controlPage({ accounts, events, subscriptions, note }: ControlState): string {
  const choice = `<label class="inline">Account <select name="account">${accounts
    .map(({ email }) => `<option>${escapeHtml(email)}</option>`)
    .join('')}</select></label>`;
  const accountRows = accounts.map(
    (it) =>
      `<tr><td>${escapeHtml(it.email)}</td><td>${it.kind}</td><td>${escapeHtml(it.timeZone)}</td><td>${it.grants}</td><td>${it.events}</td><td>${form(
        hidden('account', it.email) +
          button('revoke', 'Revoke its grants') +
          button('void-delta', 'Void its delta tokens'),
      )}</td></tr>`,
  );
  const eventRows = events.slice(-mostEvents).map(
    (it) =>
      `<tr><td>${escapeHtml(String(it.account))}</td><td>${escapeHtml(String(it.subject))}</td><td>${escapeHtml(at(it.start))}</td><td>${escapeHtml(at(it.end))}</td><td>${escapeHtml(String(it.showAs))}, ${escapeHtml(String(it.type))}</td><td>${form(
        `${hidden('account', it.account)}${hidden('id', it.id)}
<label class="inline">New start (UTC) <input type="datetime-local" name="start" value="${escapeHtml(at(it.start))}"></label>
<label class="inline">Minutes <input type="number" name="minutes" value="60" min="1"></label>${button('move', 'Move')}
<label class="inline">New subject <input name="subject" value="${escapeHtml(String(it.subject))}"></label>${button('rename', 'Rename')}
${button('delete', 'Delete')}`,
      )}</td></tr>`,
  );
  const subscriptionRows = subscriptions.map(
    (it) =>
      `<tr><td>${escapeHtml(it.email)}</td><td>${escapeHtml(it.resource)}</td><td>${escapeHtml(it.notificationUrl)}</td><td>${writeInstant(it.expiresAt)}</td><td>${form(
        hidden('id', it.id) +
          `<label class="inline">Notice <select name="event">${lifecycleEvents.map((event) => `<option>${event}</option>`).join('')}</select></label>` +
          button('lifecycle', 'Send'),
      )}${form(hidden('id', it.id) + button('remove-subscription', 'Remove silently'))}</td></tr>`,
  );
  const table = (caption: string, heads: readonly string[], rows: readonly string[]) =>
    `<table><caption>${caption}</caption><thead><tr>${heads.map((it) => `<th scope="col">${it}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
  return page(
    'Microsoft, imitated',
    `${note === '' ? '' : `<p class="note" role="status">${escapeHtml(note)}</p>`}
<p>What happens in the mailboxes without the product’s doing. Every button is also a call below this address.</p>
${table('Accounts', ['E-mail', 'Kind', 'Zone', 'Grants', 'Events', 'Buttons'], accountRows)}
${form(`<fieldset><legend>Enter an event, as the account’s owner</legend>${choice}
<label class="inline">Kind <select name="kind"><option>busy</option><option>free</option><option>all-day</option><option>weekly</option><option>declined</option><option>cancelled</option><option>private</option></select></label>
<label class="inline">Subject <input name="subject"></label>
<label class="inline">Start (UTC) <input type="datetime-local" name="start" required></label>
<label class="inline">Minutes <input type="number" name="minutes" value="60" min="1"></label>${button('create', 'Enter')}</fieldset>`)}
${form(`<fieldset><legend>Enter many</legend>${choice}
<label class="inline">Events <input type="number" name="count" value="100" min="1" max="20000"></label>${button('bulk', 'Enter them, one an hour')}</fieldset>`)}
${table(`Events, the last ${mostEvents}`, ['Account', 'Subject', 'Start (UTC)', 'End (UTC)', 'Shown as', 'Buttons'], eventRows)}
${table('Subscriptions', ['Account', 'Resource', 'Address', 'Until', 'Buttons'], subscriptionRows)}`,
  );
}
