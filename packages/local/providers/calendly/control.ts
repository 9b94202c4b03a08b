import { z } from 'zod';
import type { DevRequest } from '../../dev/dev.ts';
import { type Answer, refusal } from '../../envelope.ts';
import type { Account } from './account.ts';
import { controlPage } from './control-page.ts';
import { pageHeaders } from './html.ts';
import { type Booking, type Meetings, trackingNames } from './meetings.ts';
import { person, trackingOf } from './pages.ts';
import { inviteeUri, viewBooking, viewNoShow, viewSubscription, viewUser } from './views.ts';
import type { Webhooks } from './webhooks.ts';

const root = '/dev/providers/calendly/';

const instant = z
  .string()
  .refine(
    (text) => /T.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
    'must be an RFC 3339 instant',
  )
  .transform((text) => Date.parse(text));

const invitee = z.string().min(1);
const side = z.enum(['host', 'invitee']);
const reason = z.string().max(10_000).optional();

const shapes = {
  book: person.extend({
    startTime: instant,
    booking_url: z.string().min(1).optional(),
    ...Object.fromEntries(trackingNames.map((name) => [name, z.string().optional()])),
  }),
  cancel: z.strictObject({ invitee, by: side.default('invitee'), reason }),
  reschedule: z.strictObject({
    invitee,
    startTime: instant,
    by: side.default('invitee'),
    reason,
    order: z.enum(['canceled_first', 'created_first']).default('canceled_first'),
  }),
  noShow: z.strictObject({ invitee }),
  forge: z.strictObject({ how: z.enum(['signature', 'body', 'timestamp', 'missing']).default('signature') }),
  host: z.strictObject({ email: z.email(), name: z.string().trim().min(1).max(255).optional() }),
  enable: z.strictObject({ subscription: z.string().optional() }),
  token: z.strictObject({ revoked: z.union([z.boolean(), z.stringbool()]) }),
  replay: z.strictObject({ times: z.coerce.number().int().min(1).max(10).default(1) }),
};

/** Why a call was refused. */
class Refused extends Error {
  readonly code: 'VALIDATION_FAILED' | 'NOT_FOUND' | 'CONFLICT';
  constructor(code: Refused['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The members of a JSON object, or of a form that a button has sent; empty fields of a form are left out. */
function read(body: Buffer): { readonly input: unknown; readonly isForm: boolean } {
  const text = body.toString().trim();
  if (text === '') return { input: {}, isForm: false };
  if (!text.startsWith('{')) {
    const fields = [...new URLSearchParams(text)].filter(([name, value]) => name !== '' && value !== '');
    return { input: Object.fromEntries(fields), isForm: true };
  }
  try {
    return { input: JSON.parse(text), isForm: false };
  } catch {
    throw new Refused('VALIDATION_FAILED', 'The body is neither a JSON object nor a form.');
  }
}

function parse<Value>(schema: z.ZodType<Value>, input: unknown): Value {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new Refused('VALIDATION_FAILED', z.prettifyError(parsed.error));
  return parsed.data;
}

/** What one can have happen at Calendly, by call or by button. No rule of Calendly's booking pages holds here. */
export function createControl(account: Account, meetings: Meetings, webhooks: Webhooks) {
  /** By uuid or URI of the invitee or the scheduled event, or by e-mail address: the latest booking then. */
  const find = (word: string): Booking => {
    const uuid = word.slice(word.lastIndexOf('/') + 1);
    const found =
      meetings.byInvitee(uuid) ??
      meetings.byMeeting(uuid) ??
      meetings.bookings().findLast(({ invitee: { email } }) => email.toLowerCase() === word.toLowerCase());
    if (found === undefined) throw new Refused('NOT_FOUND', `Nobody is invited as ${word}.`);
    return found;
  };
  const findActive = (word: string): Booking => {
    const booking = find(word);
    if (booking.meeting.cancellation !== undefined)
      throw new Refused('CONFLICT', 'The meeting is cancelled already.');
    return booking;
  };
  const view = (booking: Booking) => viewBooking(account, booking);

  const calls: Record<string, (input: unknown) => object> = {
    'GET state': () => ({
      owner: viewUser(account, account.owner()),
      host: viewUser(account, account.host()),
      links: account.links().map((link) => ({ booking_url: account.bookingUrl(link), ...link })),
      invitees: meetings.bookings().map(view),
      subscriptions: webhooks.subscriptions().map(viewSubscription),
      pendingDeliveries: webhooks.pending(),
    }),
    'POST book'(input) {
      const { startTime: start, booking_url: url, ...given } = parse(shapes.book.strict(), input);
      const [, slug] = /\/d\/([^/?#]+)\//.exec(url ?? '') ?? [];
      const link = slug === undefined ? undefined : account.link(slug);
      if (slug !== undefined && link === undefined)
        throw new Refused('NOT_FOUND', 'There is no such scheduling link.');
      if (link?.usedBy !== undefined) throw new Refused('CONFLICT', 'The link has been used.');
      // What the link itself carries counts as well, as it would in the browser.
      const tracking = new URLSearchParams(url?.split('?')[1] ?? '');
      const named: Record<string, unknown> = given;
      for (const name of trackingNames) {
        const value = named[name];
        if (typeof value === 'string') tracking.set(name, value);
      }
      const { name, email, timezone } = given;
      return view(meetings.book({ start, name, email, timezone, tracking: trackingOf(tracking), link }));
    },
    'POST cancel'(input) {
      const given = parse(shapes.cancel, input);
      return view(meetings.cancel(findActive(given.invitee), given.by, given.reason ?? null));
    },
    'POST reschedule'(input) {
      const given = parse(shapes.reschedule, input);
      const { startTime: start, by, order } = given;
      return view(
        meetings.reschedule(findActive(given.invitee), { start, by, order, reason: given.reason ?? null }),
      );
    },
    'POST no-show'(input) {
      const booking = findActive(parse(shapes.noShow, input).invitee);
      if (booking.invitee.noShow !== undefined)
        throw new Refused('CONFLICT', 'The invitee is a no-show already.');
      return viewNoShow(meetings.markNoShow(booking), booking.invitee);
    },
    'POST no-show/undo'(input) {
      const booking = find(parse(shapes.noShow, input).invitee);
      if (booking.invitee.noShow === undefined) throw new Refused('CONFLICT', 'The invitee is no no-show.');
      meetings.undoNoShow(booking.invitee.noShow);
      return { invitee: inviteeUri(booking.invitee) };
    },
    'POST replay'(input) {
      const { times } = parse(shapes.replay, input);
      for (let sent = 0; sent < times; sent += 1)
        if (!webhooks.replay()) throw new Refused('CONFLICT', 'No webhook has been sent yet.');
      return { sent: times };
    },
    'POST bad-signature'(input) {
      const { how } = parse(shapes.forge, input);
      if (!webhooks.forge(how)) throw new Refused('CONFLICT', 'No webhook has been sent yet.');
      return { sent: how };
    },
    'POST host'(input) {
      const { email, name } = parse(shapes.host, input);
      return viewUser(account, account.setHost(email, name));
    },
    'POST enable'(input) {
      const { subscription } = parse(shapes.enable, input);
      const uuid = subscription?.slice(subscription.lastIndexOf('/') + 1);
      const meant = webhooks.subscriptions().filter((it) => uuid === undefined || it.uuid === uuid);
      if (meant.length === 0) throw new Refused('NOT_FOUND', 'There is no such webhook subscription.');
      for (const it of meant) webhooks.enable(it);
      return webhooks.subscriptions().map(viewSubscription);
    },
    'POST token'(input) {
      const { revoked } = parse(shapes.token, input);
      account.setTokenRevoked(revoked);
      return { revoked };
    },
  };

  return ({ method, path, body, requestId }: DevRequest): Answer | undefined => {
    const name = path.slice(root.length);
    if (method === 'GET' && name === '')
      return { status: 200, headers: pageHeaders, body: controlPage(account, meetings, webhooks) };
    const call = calls[`${method} ${name}`];
    if (call === undefined) return undefined;
    try {
      const { input, isForm } = read(body);
      const result = call(input);
      return isForm ? { status: 303, headers: { location: root } } : { status: 200, body: result };
    } catch (error) {
      if (error instanceof Refused) return refusal(error.code, error.message, requestId);
      throw error;
    }
  };
}
