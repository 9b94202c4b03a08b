import type { Channel } from './channels.ts';
import { type Html, html, page } from './html.ts';
import { describe } from './resources.ts';
import type { Account, KeptEvent } from './store.ts';

export interface ControlPage {
  readonly accounts: readonly {
    readonly email: string;
    readonly name: string;
    readonly timeZone: string;
    readonly grant: { readonly scopes: readonly string[]; readonly grantedAt: string } | null;
  }[];
  /** Whose calendar is shown. */
  readonly owner: Account | undefined;
  readonly events: readonly KeptEvent[];
  readonly channels: readonly (Omit<Channel, 'expiration'> & {
    readonly expiration: string;
    readonly isExpired: boolean;
  })[];
  /** What came of the last button. */
  readonly said: string | undefined;
}

const root = '/dev/providers/google/';
/** Rows shown; the rest is in the calls. */
const shownEvents = 200;

const kinds: readonly (readonly [value: string, label: string])[] = [
  ['timed', 'for a while'],
  ['all_day', 'all day'],
  ['recurring', 'every week'],
  ['tentative', 'tentative'],
  ['declined', 'an invitation, declined'],
  ['transparent', 'shown as free'],
  ['private', 'private'],
];

function button(call: string, label: string, fields: Readonly<Record<string, string>>): Html {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form class="inline" method="post" action="${root}${call}">${hidden}<button>${label}</button></form>`;
}

function accountRow({ email, name, timeZone, grant }: ControlPage['accounts'][number]): Html {
  return html`<tr>
<td><a href="${root}?account=${encodeURIComponent(email)}">${email}</a><br>${name}, ${timeZone}</td>
<td>${grant === null ? 'nothing' : grant.scopes.join(', ')}</td>
<td>${grant === null ? undefined : button('revoke', 'Revoke access', { account: email })}
${grant === null ? undefined : button('expire-access', 'Expire access tokens', { account: email })}
${button('void-sync-tokens', 'Void sync tokens', { account: email })}</td>
</tr>`;
}

function flags(event: KeptEvent): string {
  const own = event.body.attendees?.find(({ self }) => self === true);
  return [
    event.status,
    event.body.transparency === 'transparent' ? 'free' : undefined,
    event.body.visibility,
    own?.responseStatus,
    event.hangoutLink,
  ]
    .filter((it) => it !== undefined)
    .join(', ');
}

function eventRow(event: KeptEvent, owner: Account): Html {
  const fields = { account: owner.email, id: event.id };
  const actions = html`<form class="inline" method="post" action="${root}events/edit">
<input type="hidden" name="account" value="${owner.email}"><input type="hidden" name="id" value="${event.id}">
<label>to <input type="datetime-local" name="start" required></label><button>Move</button></form>
${button('events/delete', 'Delete', fields)}`;
  return html`<tr>
<td>${describe(event, owner)}</td><td>${event.body.summary ?? '(no title)'}<br><span class="note">${event.id}</span></td>
<td>${flags(event)}</td><td>${event.status === 'cancelled' ? undefined : actions}</td>
</tr>`;
}

function calendar(owner: Account, events: readonly KeptEvent[]): Html {
  const hidden = html`<input type="hidden" name="account" value="${owner.email}">`;
  return html`<h2>Calendar of ${owner.email}</h2>
<fieldset><legend>Add an event</legend>
<form method="post" action="${root}events">${hidden}
<label>Title <input name="summary" value="Something else"></label>
<label>Start (${owner.timeZone}; empty: tomorrow at ten) <input type="datetime-local" name="start"></label>
<label>Minutes <input type="number" name="minutes" value="60" min="0"></label>
<label>Kind <select name="kind">${kinds.map(([value, label]) => html`<option value="${value}">${label}</option>`)}</select></label>
<button class="main">Add</button></form></fieldset>
<fieldset><legend>Add many, one an hour</legend>
<form method="post" action="${root}bulk">${hidden}
<label>How many <input type="number" name="count" value="100" min="1" max="20000"></label>
<button>Add them</button></form></fieldset>
<table><thead><tr><th>When</th><th>What</th><th>State</th><th>Do</th></tr></thead>
<tbody>${events.slice(0, shownEvents).map((event) => eventRow(event, owner))}</tbody></table>
<p class="note">${events.length} events, of which up to ${shownEvents} are shown.
<a href="${root}accounts/${encodeURIComponent(owner.email)}/events">All as JSON</a></p>`;
}

/** What one can do to the imitated Google, with buttons. */
export function controlPage({ accounts, owner, events, channels, said }: ControlPage): string {
  return page(
    'Google (stand-in)',
    html`${said === undefined ? undefined : html`<p role="status"><strong>${said}</strong></p>`}
<p>What the owner of an account, or Google itself, might do. Changes are pushed to whoever watches the calendar.
See also the <a href="${root}requests">requests</a>, the <a href="${root}mails">mails to guests</a> and the
<a href="${root}channels">channels</a>.</p>
<h2>Accounts</h2>
<table><thead><tr><th>Account</th><th>Punctual may</th><th>Do</th></tr></thead>
<tbody>${accounts.map(accountRow)}</tbody></table>
<form class="inline" method="post" action="${root}accounts">
<label>Address <input type="email" name="email" required></label><button>Open an account</button></form>
${owner === undefined ? undefined : calendar(owner, events)}
<h2>Meet</h2>
<form class="inline" method="post" action="${root}conferences">
<label>The next <input type="number" name="times" value="1" min="0"></label>
<label>requests for a link are pending for <input type="number" name="seconds" value="30" min="0"> seconds, then
<select name="outcome"><option value="success">succeed</option><option value="failure">fail</option></select></label>
<button>Set</button></form>
<h2>Channels</h2>
<table><thead><tr><th>Calendar</th><th>Address</th><th>Until</th><th>Messages</th></tr></thead>
<tbody>${channels.map(
      (channel) =>
        html`<tr><td>${channel.calendar}</td><td>${channel.address}</td><td>${channel.expiration}${
          channel.isExpired ? ' (expired)' : ''
        }</td><td>${channel.number}</td></tr>`,
    )}</tbody></table>`,
  );
}
