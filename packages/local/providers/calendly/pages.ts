import { z } from 'zod';
import type { Instant } from '../../clock.ts';
import type { StandInAnswer, StandInRequest } from '../stand-in.ts';
import { type Account, eventType, isLinkGood, type Link } from './account.ts';
import { type Content, type Html, html, page, pageHeaders } from './html.ts';
import { type Booking, type Meetings, type Tracking, trackingNames } from './meetings.ts';
import { cancelUrl, rescheduleUrl } from './views.ts';

// What an invitee sees: choosing a time, and afterwards cancelling or moving the meeting.

const day = 86_400_000;
/** Days from now that can be booked; the pages end there. */
const bookableDays = 60;
/** Days of free times on one page. */
const shownDays = 7;

const answer = (status: number, title: string, body: Html): StandInAnswer => ({
  status,
  headers: pageHeaders,
  body: page(title, body),
});

const problem = (status: number, title: string, text: string) =>
  answer(status, title, html`<p role="alert">${text}</p>`);

const gone = () =>
  problem(
    410,
    'This link is no longer valid',
    'A single-use link works for one booking, within 90 days. Ask for a new one.',
  );

const goTo = (location: string): StandInAnswer => ({ status: 303, headers: { location } });

const isZone = (name: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export const person = z.object({
  name: z.string().trim().min(1, 'Give your name.').max(255),
  email: z.email('Give your e-mail address.'),
  timezone: z.string().refine(isZone, 'Give a time zone like Europe/Berlin.').default('Etc/UTC'),
});

export const trackingOf = (given: URLSearchParams): Tracking => {
  const [first, ...rest] = trackingNames;
  const value = (name: string) => given.get(name) || null;
  return Object.assign({ [first]: value(first) }, ...rest.map((name) => ({ [name]: value(name) })));
};

/** The person whom the link names, as far as it does. */
const prefilled = (query: URLSearchParams) => {
  const parts = [query.get('first_name'), query.get('last_name')].filter((part) => part);
  const timezone = query.get('timezone') ?? '';
  return {
    name: query.get('name') || parts.join(' '),
    email: query.get('email') ?? '',
    timezone: isZone(timezone) ? timezone : 'Etc/UTC',
  };
};

const field = (label: string, name: string, value: string, type = 'text') =>
  html`<label>${label} <input name="${name}" type="${type}" value="${value}" required maxlength="255"></label>`;

function timeButtons(times: readonly Instant[], timezone: string): Html {
  if (times.length === 0) return html`<p>No free times in these days.</p>`;
  const date = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, dateStyle: 'full' });
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, timeStyle: 'short' });
  const days = Map.groupBy(times, (start) => date.format(start));
  return html`${[...days].map(
    ([title, starts]) =>
      html`<h2>${title}</h2><p>${starts.map(
        (start) =>
          html`<button name="start_time" value="${new Date(start).toISOString()}">${time.format(start)}</button>`,
      )}</p>`,
  )}`;
}

/** The form's first button, so that the Enter key in a field books nothing. */
const noDefault = html`<button disabled hidden></button>`;

const when = ({ meeting, invitee }: Booking): Content =>
  html`<time datetime="${new Date(meeting.start).toISOString()}">${new Intl.DateTimeFormat('en-GB', {
    timeZone: invitee.timezone,
    dateStyle: 'full',
    timeStyle: 'short',
  }).format(meeting.start)}</time> (${invitee.timezone})`;

/** The invitee's pages; `undefined` when the path is none of theirs. */
export function createPages(
  account: Account,
  meetings: Meetings,
): (request: StandInRequest) => StandInAnswer | undefined {
  const { clock } = account;

  /** The free times of one page, and where the pages before and after begin. */
  const freeTimes = (query: URLSearchParams) => {
    const now = clock.now();
    const asked = Date.parse(query.get('from') ?? '');
    const last = now + bookableDays * day;
    const from = Number.isNaN(asked) ? now : Math.min(Math.max(asked, now), last);
    const midnight = Math.floor(from / day) * day;
    const to = midnight + shownDays * day;
    const link = (instant: Instant) => {
      const parameters = new URLSearchParams(query);
      parameters.set('from', new Date(instant).toISOString());
      return `?${parameters}`;
    };
    return {
      times: meetings.freeTimes(from, Math.min(to, last)),
      earlier: from > now ? link(Math.max(now, midnight - shownDays * day)) : undefined,
      later: to < last ? link(to) : undefined,
    };
  };

  const turnPages = ({ earlier, later }: { earlier: string | undefined; later: string | undefined }) =>
    html`<nav aria-label="Days">${
      earlier === undefined ? undefined : html`<a href="${earlier}">Earlier times</a> `
    }${later === undefined ? undefined : html`<a href="${later}">Later times</a>`}</nav>`;

  /** A start that is free now, from a form. */
  const chosen = (form: URLSearchParams): Instant | undefined => {
    const start = Date.parse(form.get('start_time') ?? '');
    const isFree =
      start < clock.now() + bookableDays * day && meetings.freeTimes(start, start + 1).includes(start);
    return isFree ? start : undefined;
  };
  const taken = () => problem(409, 'This time is no longer free', 'Go back and choose another one.');

  const book = (
    request: StandInRequest,
    link: Link | undefined,
    only: Instant | undefined,
  ): StandInAnswer => {
    if (link !== undefined && !isLinkGood(link, clock.now())) return gone();
    if (request.method !== 'POST') {
      const known = prefilled(request.query);
      const all = freeTimes(request.query);
      const times = only === undefined ? all.times : meetings.freeTimes(only, only + 1);
      const tracking = trackingNames.flatMap((name) => {
        const value = request.query.get(name);
        return value ? html`<input type="hidden" name="${name}" value="${value}">` : [];
      });
      return answer(
        200,
        `${eventType.name} with ${account.host().name}`,
        html`<p>${eventType.duration} minutes. Choosing a time books it.</p>
<form method="post">
${noDefault}${tracking}
${field('Name', 'name', known.name)}
${field('E-mail', 'email', known.email, 'email')}
${field('Time zone', 'timezone', known.timezone)}
<p>Times are shown in ${known.timezone}.</p>
${timeButtons(times, known.timezone)}
</form>
${only === undefined ? turnPages(all) : undefined}`,
      );
    }
    const form = new URLSearchParams(request.body.toString());
    const given = person.safeParse(Object.fromEntries(form));
    if (!given.success) {
      const texts = given.error.issues.map(({ message }) => message).join(' ');
      return problem(400, 'Something is missing', `${texts} Go back to correct it.`);
    }
    const start = chosen(form);
    if (start === undefined) return taken();
    const { invitee } = meetings.book({ ...given.data, start, tracking: trackingOf(form), link });
    return goTo(`/invitees/${invitee.uuid}`);
  };

  const show = (booking: Booking): StandInAnswer => {
    const { meeting, invitee } = booking;
    if (meeting.cancellation !== undefined) {
      return answer(
        200,
        invitee.newInvitee === undefined ? 'This meeting is cancelled' : 'This meeting was moved',
        html`<p>It was on ${when(booking)}.</p>${
          invitee.newInvitee === undefined
            ? undefined
            : html`<p><a href="/invitees/${invitee.newInvitee}">See the new time</a></p>`
        }`,
      );
    }
    return answer(
      200,
      'You are booked',
      html`<p>${meeting.name} with ${account.user(meeting.hostUuid)?.name} on ${when(booking)}.</p>
<p><a href="${rescheduleUrl(account, invitee)}">Choose another time</a> or
<a href="${cancelUrl(account, invitee)}">cancel</a>.</p>`,
    );
  };

  const unchangeable = ({ meeting }: Booking) =>
    meeting.cancellation !== undefined || meeting.start <= clock.now();

  const cancel = (request: StandInRequest, booking: Booking): StandInAnswer => {
    if (meetingIsOver(booking)) return over();
    if (unchangeable(booking)) return show(booking);
    if (request.method === 'POST') {
      const reason = new URLSearchParams(request.body.toString()).get('reason') ?? '';
      meetings.cancel(booking, 'invitee', reason.slice(0, 10_000) || null);
      return goTo(`/invitees/${booking.invitee.uuid}`);
    }
    return answer(
      200,
      'Cancel the meeting',
      html`<p>${booking.meeting.name} on ${when(booking)}.</p>
<form method="post">
<label>Reason (optional) <input name="reason" maxlength="10000"></label>
<button>Cancel the meeting</button>
</form>`,
    );
  };

  const reschedule = (request: StandInRequest, booking: Booking): StandInAnswer => {
    if (meetingIsOver(booking)) return over();
    if (unchangeable(booking)) return show(booking);
    if (request.method === 'POST') {
      const form = new URLSearchParams(request.body.toString());
      const start = chosen(form);
      if (start === undefined) return taken();
      const reason = (form.get('reason') ?? '').slice(0, 10_000) || null;
      const { invitee } = meetings.reschedule(booking, {
        start,
        by: 'invitee',
        reason,
        order: 'canceled_first',
      });
      return goTo(`/invitees/${invitee.uuid}`);
    }
    const times = freeTimes(request.query);
    return answer(
      200,
      'Choose another time',
      html`<p>${booking.meeting.name}, until now on ${when(booking)}. Choosing a time moves it.</p>
<form method="post">
${noDefault}<label>Reason (optional) <input name="reason" maxlength="10000"></label>
${timeButtons(times.times, booking.invitee.timezone)}
</form>
${turnPages(times)}`,
    );
  };

  const meetingIsOver = ({ meeting }: Booking) =>
    meeting.cancellation === undefined && meeting.start <= clock.now();
  const over = () => problem(403, 'This meeting is in the past', 'It can no longer be changed.');

  const landing = () =>
    answer(
      200,
      account.host().name,
      html`<p><a href="${account.pageOf(account.host())}">${eventType.name}, ${eventType.duration} minutes</a></p>`,
    );

  return (request) => {
    if (request.method !== 'GET' && request.method !== 'POST') return undefined;
    const [, first = '', second = '', third, ...rest] = request.path.split('/');
    if (rest.length > 0) return undefined;
    if (first === 'd' && second !== '' && third === eventType.slug) {
      const link = account.link(second);
      return link === undefined
        ? problem(404, 'Page not found', 'There is no such link.')
        : book(request, link, undefined);
    }
    if (second === eventType.slug) {
      // Whoever the page was named after: the event type has one host, and that one is booked.
      const only = third === undefined ? undefined : Date.parse(third.replaceAll(/%3a/gi, ':'));
      return Number.isNaN(only) ? undefined : book(request, undefined, only);
    }
    if (third !== undefined) return undefined;
    if (second === '' && (first === '' || first === account.host().slug)) return landing();
    const booking = meetings.byInvitee(second);
    if (first === 'invitees' && booking !== undefined) return show(booking);
    if (first === 'cancellations' && booking !== undefined) return cancel(request, booking);
    if (first === 'reschedulings' && booking !== undefined) return reschedule(request, booking);
    return undefined;
  };
}
