import { type Calendly, CalendlyFault } from '@punctual/application/intake/ports.ts';
import type { Clock } from '@punctual/application/ports.ts';
import { newsOfInvitee } from './news.ts';

export interface CalendlySettings {
  readonly apiUrl: string | undefined;
  readonly token: () => Promise<string>;
  /** Undefined: no links can be made. */
  readonly eventTypeId: string | undefined;
  readonly clock: Clock;
}

/** Calendly's own origin: its URIs have it also where another one is called. */
const origin = 'https://api.calendly.com';

/** Milliseconds for a call that says nothing else. */
const callLimit = 10_000;

/** Calendly's API, version 2, with a personal access token. No call is repeated inside. */
export function calendlyAccount({ apiUrl = origin, token, eventTypeId, clock }: CalendlySettings): Calendly {
  const call = async (method: string, path: string, limit: number, body?: object): Promise<object> => {
    const { status, text, headers } = await exchange(method, path, limit, body);
    if (status >= 200 && status < 300) {
      const resource = resourceIn(text);
      if (resource === undefined) throw new CalendlyFault('unavailable', 'Calendly answered something else');
      return resource;
    }
    throw faultOf(status, text, headers);
  };

  const exchange = async (method: string, path: string, limit: number, body?: object) => {
    try {
      const response = await fetch(`${apiUrl}${path}`, {
        method,
        signal: AbortSignal.timeout(limit),
        headers: {
          authorization: `Bearer ${await token()}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (fault) {
      // What it says may hold the request, whose header is a secret.
      const isLate = fault instanceof Error && fault.name === 'TimeoutError';
      throw new CalendlyFault(
        'unavailable',
        isLate ? 'Calendly took too long' : 'Calendly cannot be reached',
      );
    }
  };

  const eventPath = (eventId: string) => `/scheduled_events/${encodeURIComponent(eventId)}`;
  const inviteePath = (eventId: string, inviteeId: string) =>
    `${eventPath(eventId)}/invitees/${encodeURIComponent(inviteeId)}`;

  return {
    async createLink(limit) {
      if (!eventTypeId) throw new CalendlyFault('refused', 'Calendly is not set up here');
      const wanted = {
        max_event_count: 1,
        owner: `${origin}/event_types/${eventTypeId}`,
        owner_type: 'EventType',
      };
      const resource = await call('POST', '/scheduling_links', limit, wanted);
      const link = 'booking_url' in resource ? resource.booking_url : undefined;
      if (typeof link !== 'string' || !isWebAddress(link)) {
        throw new CalendlyFault('unavailable', 'Calendly answered no link');
      }
      return link;
    },
    event: (eventId) => call('GET', eventPath(eventId), callLimit),
    invitee: (eventId, inviteeId) => call('GET', inviteePath(eventId, inviteeId), callLimit),
    async account() {
      if (!eventTypeId) throw new CalendlyFault('refused', 'Calendly is not set up here');
      const [user, eventType] = await Promise.all([
        call('GET', '/users/me', callLimit),
        call('GET', `/event_types/${encodeURIComponent(eventTypeId)}`, callLimit),
      ]);
      return { user, eventType };
    },
    async cancel(eventId, reason, limit) {
      const path = `${eventPath(eventId)}/cancellation`;
      const { status, text, headers } = await exchange('POST', path, limit, { ...(reason && { reason }) });
      if (status >= 200 && status < 300) return 'cancelled';
      if (status === 403 && /already canceled/i.test(text)) return 'cancelled';
      if (status === 403 && /in the past/i.test(text)) return 'past';
      throw faultOf(status, text, headers);
    },
    async observe(eventId, inviteeId) {
      const [event, invitee] = await Promise.all([
        call('GET', eventPath(eventId), callLimit),
        call('GET', inviteePath(eventId, inviteeId), callLimit),
      ]);
      return newsOfInvitee({ ...invitee, scheduled_event: event }, 'created', clock.now());
    },
  };
}

function resourceIn(text: string): object | undefined {
  try {
    const body: unknown = JSON.parse(text);
    const resource =
      typeof body === 'object' && body !== null && 'resource' in body ? body.resource : undefined;
    return typeof resource === 'object' && resource !== null ? resource : undefined;
  } catch {
    return undefined;
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Calendly's errors by status; `X-RateLimit-Reset` counts seconds. */
function faultOf(status: number, text: string, headers: Headers): CalendlyFault {
  if (status === 404) return new CalendlyFault('not_found', 'Calendly does not know it');
  if (status === 429) {
    const reset = Number(headers.get('retry-after') ?? headers.get('x-ratelimit-reset') ?? Number.NaN);
    return new CalendlyFault(
      'throttled',
      'Calendly is asked too often',
      Number.isFinite(reset) ? reset : undefined,
    );
  }
  if (status >= 500) return new CalendlyFault('unavailable', `Calendly answered ${status}`);
  const told = /"message"\s*:\s*"([^"\\]{1,200})"/.exec(text)?.[1];
  return new CalendlyFault('refused', `Calendly refused it: ${told ?? status}`);
}
