import type { Account } from './account.ts';
import { type Html, html, page } from './html.ts';
import type { Booking, Meetings } from './meetings.ts';
import type { Webhooks } from './webhooks.ts';

const shown = 50;

const nextNineOClock = (now: number) => {
  const day = 86_400_000;
  return new Date((Math.floor(now / day) + 1) * day + 9 * 3600_000).toISOString();
};

/** A button that sends these values. */
const button = (call: string, label: string, values: Readonly<Record<string, string>>): Html =>
  html`<form method="post" action="/dev/providers/calendly/${call}">${Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button>${label}</button></form>`;

/** The page with the buttons. */
export function controlPage(account: Account, meetings: Meetings, webhooks: Webhooks): string {
  const now = account.clock.now();
  const host = account.host();
  const inZulu = (instant: number) => new Date(instant).toISOString();

  const buttons = ({ meeting, invitee }: Booking): Html => {
    const who = { invitee: invitee.uuid };
    if (meeting.cancellation !== undefined)
      return html`${invitee.newInvitee === undefined ? 'none' : 'see the new booking'}`;
    const later = inZulu(meeting.start + 86_400_000);
    const noShow =
      invitee.noShow === undefined
        ? button('no-show', 'Mark as no-show', who)
        : button('no-show/undo', 'Undo the no-show', who);
    return html`${button('cancel', 'Cancel by the invitee', { ...who, by: 'invitee', reason: 'Cannot come' })}
${button('cancel', 'Cancel by the host', { ...who, by: 'host', reason: 'Away' })}
${button('reschedule', 'One day later (canceled first)', { ...who, startTime: later, order: 'canceled_first' })}
${button('reschedule', 'One day later (created first)', { ...who, startTime: later, order: 'created_first' })}
${noShow}`;
  };
  const status = ({ meeting, invitee }: Booking) => {
    if (invitee.newInvitee !== undefined) return 'rescheduled';
    if (meeting.cancellation !== undefined) return `canceled by the ${meeting.cancellation.cancelerType}`;
    return invitee.noShow === undefined ? 'active' : 'no-show';
  };

  const bookings = meetings.bookings().toReversed().slice(0, shown);
  const links = account.links().toReversed().slice(0, shown);
  return page(
    'Calendly on this machine',
    html`<p>What happens here happens at Calendly: the product hears of it by signed webhooks only.
<a href="requests">Requests and webhooks</a> · <a href="state">Everything as JSON</a>.
Failures on demand: <code>POST fail</code> with <code>{"status": 503, "times": 2}</code>.</p>

<h2>Bookings</h2>
${bookings.length === 0 ? html`<p>None yet.</p>` : undefined}
<table>
<thead><tr><th scope="col">Start</th><th scope="col">Invitee</th><th scope="col">Host</th><th scope="col">utm_content</th><th scope="col">Status</th><th scope="col">Actions</th></tr></thead>
<tbody>${bookings.map(
      (booking) => html`<tr>
<td>${inZulu(booking.meeting.start)}</td>
<td>${booking.invitee.name}<br>${booking.invitee.email}</td>
<td>${account.user(booking.meeting.hostUuid)?.email}</td>
<td><code>${booking.invitee.tracking.utm_content ?? ''}</code></td>
<td>${status(booking)}</td>
<td>${buttons(booking)}</td>
</tr>`,
    )}</tbody>
</table>

<h2>Book for somebody</h2>
<form method="post" action="/dev/providers/calendly/book">
<label>Name <input name="name" required></label>
<label>E-mail <input name="email" type="email" required></label>
<label>Start <input name="startTime" required value="${nextNineOClock(now)}"></label>
<label>Scheduling link (optional) <input name="booking_url"></label>
<label>utm_content (optional) <input name="utm_content"></label>
<button>Book</button>
</form>

<h2>Single-use links</h2>
<ul>${links.map((link) => {
      const url = account.bookingUrl(link);
      return html`<li><a href="${url}">${url}</a> ${link.usedBy === undefined ? '' : '(used)'}</li>`;
    })}</ul>
<p>The page that can be used again and again: <a href="${account.pageOf(host)}">${account.pageOf(host)}</a></p>

<h2>Host</h2>
<p>Further meetings are held by ${host.name}, ${host.email}.</p>
<form method="post" action="/dev/providers/calendly/host">
<label>E-mail <input name="email" type="email" required></label>
<label>Name (optional) <input name="name"></label>
<button>Make this person the host</button>
</form>

<h2>Webhooks</h2>
<ul>${webhooks
      .subscriptions()
      .map(
        (it) =>
          html`<li><code>${it.url}</code>: ${it.isDisabled ? 'disabled' : 'active'}${
            it.retryStartedAt === undefined ? '' : `, trying again since ${inZulu(it.retryStartedAt)}`
          } ${it.isDisabled ? button('enable', 'Enable again', { subscription: it.uuid }) : undefined}</li>`,
      )}</ul>
<p>Not delivered yet: ${webhooks.pending()}.</p>
${button('replay', 'Send the last webhook again', { times: '1' })}
${button('bad-signature', 'Send it with a wrong signature', { how: 'signature' })}
${button('bad-signature', 'Send it with a changed body', { how: 'body' })}
${button('bad-signature', 'Send it with an old timestamp', { how: 'timestamp' })}
${button('bad-signature', 'Send it without a signature', { how: 'missing' })}

<h2>Access token</h2>
${button('token', 'Revoke', { revoked: 'true' })}
${button('token', 'Give back', { revoked: 'false' })}`,
  );
}
