import type { StandInAnswer, StandInRequest } from '../stand-in.ts';
import type { Accounts } from './accounts.ts';
import { createCalendarViews } from './calendar-view.ts';
import { createEvents } from './events.ts';
import { callIds, faultOf, GraphFault, graphError, notFound } from './faults.ts';
import type { Grants } from './grants.ts';
import { readId } from './ids.ts';
import { defaultCalendar, type Mailboxes } from './mailbox.ts';
import type { StoredCalendar } from './model.ts';
import { readOptions, readPreferences } from './query.ts';
import { createSchedule } from './schedule.ts';
import { calendarBody, readJson, readShape } from './shapes.ts';
import type { Subscriptions } from './subscriptions.ts';
import { finish, type Look, writeCalendar } from './wire.ts';

const userProperties = new Set([
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
]);
const calendarProperties = new Set([
  'id',
  'name',
  'color',
  'hexColor',
  'isDefaultCalendar',
  'changeKey',
  'canShare',
  'canViewPrivateItems',
  'canEdit',
  'allowedOnlineMeetingProviders',
  'defaultOnlineMeetingProvider',
  'isTallyingResponses',
  'isRemovable',
  'owner',
]);

interface Call {
  readonly request: StandInRequest;
  readonly look: Look;
  readonly grant: string;
  /** Throws unless one of these was granted. */
  readonly need: (...scopes: readonly string[]) => void;
}

/** Microsoft Graph v1.0, as far as a calendar needs it. */
export function createGraph(
  origin: string,
  accounts: Accounts,
  grants: Grants,
  mailboxes: Mailboxes,
  subscriptions: Subscriptions,
) {
  const events = createEvents(mailboxes);
  const views = createCalendarViews(mailboxes);
  const schedule = createSchedule(mailboxes, accounts);

  const authenticate = (request: StandInRequest) => {
    const [, text] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    const refuse = (message: string) =>
      new GraphFault(401, 'InvalidAuthenticationToken', message, {
        'www-authenticate': `Bearer realm="", authorization_uri="${origin}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`,
      });
    if (text === undefined) throw refuse('Access token is empty.');
    const token = grants.access(text);
    if (token === undefined) throw refuse('Access token validation failure. Invalid access token.');
    if (token.owner.revoked)
      throw refuse('Continuous access evaluation resulted in challenge: the grant was revoked.');
    if (token.isExpired) throw refuse('Lifetime validation failed, the token is expired.');
    return {
      token,
      account: accounts.find(token.owner.email) ?? accounts.enter({ email: token.owner.email }),
    };
  };

  const user = ({ request, look, need }: Call): StandInAnswer => {
    need('User.Read');
    const options = readOptions(request, 'one', userProperties);
    const { account } = look;
    const [givenName = '', ...surname] = account.name.split(' ');
    const body = {
      businessPhones: [],
      displayName: account.name,
      givenName,
      jobTitle: null,
      mail: account.email,
      mobilePhone: null,
      officeLocation: null,
      preferredLanguage: null,
      surname: surname.join(' '),
      userPrincipalName: account.email,
      // A personal account is known by the last sixteen digits.
      id: account.kind === 'work' ? account.oid : account.oid.replaceAll('-', '').slice(-16),
    };
    const context = { '@odata.context': `${origin}/v1.0/$metadata#users/$entity` };
    return { status: 200, body: { ...context, ...finish(body, options) } };
  };

  const calendarNamed = (look: Look, key: string): StoredCalendar => {
    const found = mailboxes.calendars(look.account).find((it) => it.key === key);
    if (found === undefined) throw notFound();
    return found;
  };
  const write = (look: Look, it: StoredCalendar) => writeCalendar(look, it, it.key === defaultCalendar);

  const calendars = ({ request, look, need }: Call): StandInAnswer => {
    const context = { '@odata.context': `${origin}/v1.0/$metadata#users('${look.account.oid}')/calendars` };
    if (request.method === 'POST') {
      need('Calendars.ReadWrite');
      const body = readShape(calendarBody, readJson(request.body), 'calendar');
      const added = mailboxes.addCalendar(look.account, body.name, body.color ?? 'auto');
      return { status: 201, body: { ...context, ...write(look, added) } };
    }
    need('Calendars.Read', 'Calendars.ReadBasic', 'Calendars.ReadWrite');
    const options = readOptions(request, 'many', calendarProperties);
    const all = mailboxes.calendars(look.account).map((it) => finish(write(look, it), options));
    return {
      status: 200,
      body: { ...context, value: all.slice(options.skip, options.skip + (options.size ?? all.length)) },
    };
  };

  const oneCalendar = ({ request, look, need }: Call, calendar: StoredCalendar): StandInAnswer => {
    need('Calendars.Read', 'Calendars.ReadBasic', 'Calendars.ReadWrite');
    const options = readOptions(request, 'one', calendarProperties);
    const context = `${origin}/v1.0/$metadata#users('${look.account.oid}')/calendars/$entity`;
    return { status: 200, body: { '@odata.context': context, ...finish(write(look, calendar), options) } };
  };

  /** A call on events; `calendar` is undefined where any of the mailbox's may hold them. */
  const onEvents = (call: Call, calendar: StoredCalendar | undefined, path: readonly string[]) => {
    const { request, look, need } = call;
    const [id, further, ...rest] = path;
    const into = calendar ?? calendarNamed(look, defaultCalendar);
    if (request.method === 'GET') need('Calendars.Read', 'Calendars.ReadWrite');
    else need('Calendars.ReadWrite');
    if (id === undefined) {
      if (request.method === 'GET') return events.list(request, look, into);
      if (request.method === 'POST') return events.create(request, look, into);
      return undefined;
    }
    if (further?.toLowerCase() === 'instances' && rest.length === 0 && request.method === 'GET') {
      return events.instances(request, look, calendar, id);
    }
    if (further !== undefined) return undefined;
    switch (request.method) {
      case 'GET':
        return events.get(request, look, calendar, id);
      case 'PATCH':
        return events.update(request, look, calendar, id);
      case 'DELETE':
        return events.remove(request, look, calendar, id);
      default:
        return undefined;
    }
  };

  const onCalendar = (call: Call, calendar: StoredCalendar, path: readonly string[]) => {
    const { request, look, need } = call;
    const [what = '', further] = path;
    const lower = what.toLowerCase();
    if (lower === 'events') return onEvents(call, calendar, path.slice(1));
    if (what === '' && request.method === 'GET') return oneCalendar(call, calendar);
    if (lower === 'calendarview' && request.method === 'GET') {
      need('Calendars.Read', 'Calendars.ReadWrite');
      if (further === undefined) return views.view(request, look, calendar);
      if (/^(microsoft\.graph\.)?delta(\(\))?$/i.test(further)) return views.delta(request, look, calendar);
    }
    if (/^(microsoft\.graph\.)?getschedule$/.test(lower) && request.method === 'POST') {
      need('Calendars.Read', 'Calendars.ReadBasic', 'Calendars.ReadWrite');
      return schedule(request, look);
    }
    return undefined;
  };

  const onMailbox = (call: Call, path: readonly string[]): StandInAnswer | undefined => {
    const { request, look } = call;
    const [what = '', id] = path;
    switch (what.toLowerCase()) {
      case '':
        return request.method === 'GET' ? user(call) : undefined;
      case 'events':
        return onEvents(call, undefined, path.slice(1));
      case 'calendar':
        return onCalendar(call, calendarNamed(look, defaultCalendar), path.slice(1));
      case 'calendarview':
        return onCalendar(call, calendarNamed(look, defaultCalendar), path);
      case 'calendars':
        if (id !== undefined)
          return onCalendar(call, calendarNamed(look, readId('calendar', look.account, id)), path.slice(2));
        return request.method === 'GET' || request.method === 'POST' ? calendars(call) : undefined;
      default:
        return undefined;
    }
  };

  const onSubscriptions = async (call: Call, path: readonly string[]) => {
    const { request, look, need, grant } = call;
    const [id, further, ...rest] = path;
    need('Calendars.Read', 'Calendars.ReadBasic', 'Calendars.ReadWrite');
    if (rest.length > 0) return undefined;
    if (further === 'reauthorize' && id !== undefined && request.method === 'POST') {
      return subscriptions.reauthorize(look.account, id);
    }
    if (further !== undefined) return undefined;
    if (id !== undefined) {
      return ['GET', 'PATCH', 'DELETE'].includes(request.method)
        ? subscriptions.one(request, look.account, id, origin)
        : undefined;
    }
    if (request.method === 'GET') return subscriptions.list(look.account, origin);
    if (request.method !== 'POST') return undefined;
    return subscriptions.create(request, look.account, grant, look.preferences.immutable, origin);
  };

  const dispatch = async (request: StandInRequest): Promise<StandInAnswer> => {
    const { token, account } = authenticate(request);
    const preferences = readPreferences(request);
    const need = (...scopes: readonly string[]) => {
      if (!scopes.some((it) => token.scopes.includes(it))) throw faultOf(403, undefined, undefined);
    };
    const call: Call = { request, look: { origin, account, preferences }, grant: token.grant, need };
    let path: string[];
    try {
      // Keys in brackets are the same path: events('id').
      path = request.path
        .replaceAll(/\('([^'/]*)'\)/g, '/$1')
        .split('/')
        .slice(2)
        .map(decodeURIComponent);
    } catch {
      throw faultOf(400, undefined, undefined);
    }
    const [root = '', name = ''] = path;
    let answer: StandInAnswer | undefined;
    if (root.toLowerCase() === 'me') answer = onMailbox(call, path.slice(1));
    else if (root.toLowerCase() === 'users') {
      const isOwn = [account.email, account.oid].includes(name.toLowerCase());
      if (!isOwn) throw faultOf(403, undefined, undefined);
      answer = onMailbox(call, path.slice(2));
    } else if (root.toLowerCase() === 'subscriptions') answer = await onSubscriptions(call, path.slice(1));
    else throw new GraphFault(400, 'BadRequest', `Resource not found for the segment '${root}'.`);
    if (answer === undefined) {
      throw new GraphFault(
        501,
        'NotImplemented',
        `The stand-in does not imitate ${request.method} ${request.path}.`,
      );
    }
    const applied = preferences.applied.join(', ');
    return {
      ...answer,
      headers: {
        ...callIds(request),
        ...(applied === '' ? {} : { 'preference-applied': applied }),
        ...(answer.body === undefined
          ? {}
          : {
              'content-type':
                'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
            }),
        ...answer.headers,
      },
    };
  };

  return async (request: StandInRequest): Promise<StandInAnswer> => {
    try {
      return await dispatch(request);
    } catch (error) {
      if (error instanceof GraphFault) return graphError(error, request);
      throw error;
    }
  };
}
