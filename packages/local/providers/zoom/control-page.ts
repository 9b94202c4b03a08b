import type { State } from './control-state.ts';
import { button, escaped, htmlPage, input } from './html.ts';
import { forgeries } from './webhooks.ts';

/** A form for one call; `fields` is HTML. */
const form = (call: string, fields: string) =>
  `<form method="post" action="/dev/providers/zoom/${call}">${fields}</form>`;

const hidden = (name: string, value: unknown) =>
  `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`;

function meetingArticle(meeting: State['meetings'][number]): string {
  const id = hidden('meetingId', meeting.id);
  const to = (call: string) => `formaction="/dev/providers/zoom/${call}"`;
  const current = meeting.history.find(({ uuid }) => meeting.isRunning && uuid === meeting.uuid);
  const present = current?.stays.filter(({ leftAt }) => leftAt === undefined) ?? [];
  const planned = meeting.planned.map(
    ({ at, type, name, email }) => `<li>${escaped(type)} ${escaped(name ?? email ?? '')} at ${at} s</li>`,
  );
  return `<article><h3>${escaped(meeting.topic)}</h3>
<p>${escaped(meeting.id)} · starts ${escaped(meeting.startTime ?? 'at any time')} · ${meeting.duration} min · host ${escaped(meeting.host)} ·
<strong>${meeting.isRunning ? 'running' : 'waiting'}</strong> · <a href="${escaped(meeting.joinUrl)}">join link</a></p>
${present.length === 0 ? '' : `<p>In it: ${present.map(({ name }) => escaped(name)).join(', ')}</p>`}
${planned.length === 0 ? '' : `<p>Planned, from the start:</p><ol>${planned.join('')}</ol>`}
${form('play', `${id}${button('Play the whole meeting by the clock')}`)}
${form(
  'start',
  `${id}${input('Name (empty: the host)', 'name')}${input('E-mail', 'email', 'type="email"')}
${button('Start', to('start'))}${button('Join', to('join'))}${button('Leave', to('leave'))}`,
)}
${form('end', `${id}${button('End for all', to('end'))}${button('Recording is ready', to('record'))}${button('Delete in Zoom', to('delete'))}`)}
${form(
  'update',
  `${id}${input('New topic', 'topic', 'maxlength="200"')}
${input('New start (like 2027-01-31T14:00:00Z)', 'start_time')}
${input('New minutes', 'duration', 'type="number" min="1"')}${button('Change in Zoom')}`,
)}</article>`;
}

const webhookRow = ({ seq, event, status, attempts, isHeld, body }: State['webhooks'][number]) => `<tr>
<td>${seq}</td><td>${escaped(event)}</td>
<td>${isHeld ? 'held' : status === undefined ? 'on its way' : status === 0 ? 'no answer' : status}</td><td>${attempts}</td>
<td><details><summary>Body</summary><code>${escaped(body)}</code></details></td>
<td>${form('replay', `${hidden('seq', seq)}${button('Send again')}`)}</td></tr>`;

/** Everything that can be looked at and pressed, on one page. */
export function controlPage(state: State, said: string): string {
  const options = forgeries.map((it) => `<option>${it}</option>`).join('');
  return htmlPage(
    'Zoom, imitated',
    `${said === '' ? '' : `<p class="said" role="status">${escaped(said)}</p>`}
<p>It is ${escaped(state.now)}. Account ${escaped(state.accountId)}. Webhooks go to <code>${escaped(state.endpoint)}</code>,
which has been asked to prove itself: <strong>${escaped(state.validation)}</strong>.</p>
<h2>Meetings</h2>
${state.meetings.length === 0 ? '<p>There are none: book an online appointment.</p>' : state.meetings.map(meetingArticle).join('')}
<h2>Webhooks</h2>
${form('validate', `${hidden('_', '')}${button('Ask the endpoint to prove itself')}`)}
${form('forge', `<label>Wrong in<select name="forgery">${options}</select></label>${button('Send the last with a bad signature')}`)}
${form('settings', `${hidden('holdWebhooks', !state.holdWebhooks)}${button(state.holdWebhooks ? 'No longer hold webhooks back' : 'Hold webhooks back')}`)}
${form('release', `<label>Order<select name="reversed"><option value="false">as they came</option><option value="true">the latest first</option></select></label>${button('Send what is held')}`)}
<table><thead><tr><th>No.</th><th>Event</th><th>Answer</th><th>Attempts</th><th>Sent</th><th></th></tr></thead>
<tbody>${state.webhooks.map(webhookRow).join('')}</tbody></table>
<h2>Users who can host</h2>
<ul>${state.users.map(({ email, first_name, last_name, role_id }) => `<li>${escaped(first_name)} ${escaped(last_name)}, ${escaped(email)}${role_id === '0' ? ' (owner)' : ''}</li>`).join('')}</ul>
${form('users', `${input('E-mail', 'email', 'type="email" required')}${input('First name', 'firstName')}${input('Last name', 'lastName')}${button('Add')}`)}
${form('users/remove', `${input('E-mail', 'email', 'type="email" required')}${button('Remove')}`)}
<h2>Answers of the API</h2>
${form('settings', `${input('Seconds after the end before participants are known', 'participantsDelaySeconds', `type="number" min="0" value="${state.participantsDelaySeconds}"`)}${button('Set')}`)}
${form('tokens/revoke', `${hidden('_', '')}${button('Revoke all tokens')}`)}`,
  );
}
