import type { CreateStandIn, StandInAnswer, StandInRequest } from '../stand-in.ts';
import { app, createAccount } from './account.ts';
import { jsonBody, parse, refuse, ZoomError } from './answers.ts';
import { createControl } from './control.ts';
import { createLive, Impossible, type Live } from './live.ts';
import { createMeetings } from './meetings.ts';
import { createPast } from './past.ts';
import { createRooms } from './rooms.ts';
import { createScripts } from './scripts.ts';
import { queries, updatedStatus } from './shapes.ts';
import { createWebhooks } from './webhooks.ts';

type Call = (request: StandInRequest, key: string) => StandInAnswer;

/**
 * Zoom's API v2 for meetings, users and recordings with server-to-server OAuth, its webhooks, and the pages behind its
 * links. Source: Zoom's OpenAPI document of the Meetings API, its error and rate-limit pages, and the type declarations
 * of @zoom/rivet 0.4.0.
 */
export const createZoom: CreateStandIn = (context) => {
  const { clock, records, origin } = context;
  const account = createAccount(context);
  const meetings = createMeetings(context, account);
  const webhooks = createWebhooks(context);
  const scripts = createScripts(context, meetings, (): Live => live);
  const live = createLive(context, account, meetings, webhooks, scripts.recordLater);
  const past = createPast(context, account, meetings, live);
  const rooms = createRooms(context, meetings, live);

  const setStatus: Call = (request, id) => {
    parse(queries.none, Object.fromEntries(request.query));
    const { action } = parse(updatedStatus, jsonBody(request));
    if (action === 'recover') {
      const deleted = meetings.find(id);
      if (deleted?.isDeleted) meetings.save({ ...deleted, isDeleted: false });
      meetings.get(id);
      return { status: 204 };
    }
    const meeting = meetings.get(id);
    try {
      records.transaction(() => live.end(meeting));
    } catch (error) {
      if (error instanceof Impossible) throw new ZoomError(400, 3000, 'Cannot access meeting information.');
      throw error;
    }
    return { status: 204 };
  };

  const remove: Call = (request, id) => {
    const answer = meetings.remove(id, request);
    scripts.cancel(Number(id));
    return answer;
  };

  // `*` is one segment; `**` may hold slashes, as a uuid does.
  const calls: readonly (readonly [method: string, pattern: string, call: Call])[] = [
    ['GET', '/v2/users', (request) => account.listUsers(request)],
    ['GET', '/v2/users/*', (request, key) => account.getUser(decodeURIComponent(key), request)],
    ['GET', '/v2/users/*/meetings', (request, key) => meetings.listOf(decodeURIComponent(key), request)],
    ['POST', '/v2/users/*/meetings', (request, key) => meetings.create(decodeURIComponent(key), request)],
    ['GET', '/v2/meetings/*', (request, id) => meetings.show(id, request)],
    ['PATCH', '/v2/meetings/*', (request, id) => meetings.update(id, request)],
    ['DELETE', '/v2/meetings/*', remove],
    ['PUT', '/v2/meetings/*/status', setStatus],
    ['GET', '/v2/meetings/**/recordings', (request, key) => past.recordings(key, request)],
    ['GET', '/v2/past_meetings/**/participants', (request, key) => past.participants(key, request)],
    ['GET', '/v2/past_meetings/*/instances', (request, key) => past.instances(key, request)],
    ['GET', '/v2/past_meetings/**', (request, key) => past.show(key, request)],
  ];
  const routes = calls.map(([method, pattern, call]) => ({
    method,
    pattern: new RegExp(`^${pattern.replace('**', '(.+)').replace('/*', '/([^/]+)')}$`),
    call,
  }));

  const handle = (request: StandInRequest): StandInAnswer => {
    const { method, path } = request;
    if (path === '/oauth/token') return account.token(request);
    const room = rooms.handle(request);
    if (room !== undefined) return room;
    const file = /^\/rec\/download\/([\w-]+)$/.exec(path)?.[1];
    try {
      if (file !== undefined && method === 'GET') return past.download(file, request);
      const found = routes.find((route) => route.method === method && route.pattern.test(path));
      if (found === undefined) throw new ZoomError(404, 2300, 'This API endpoint is not recognized.');
      account.authorize(request);
      return found.call(request, found.pattern.exec(path)?.[1] ?? '');
    } catch (error) {
      if (error instanceof ZoomError) return error.answer;
      // A percent sign in the path that encodes nothing.
      if (error instanceof URIError) return new ZoomError(400, 300, 'Bad Request').answer;
      throw error;
    }
  };

  return {
    environment: {
      ZOOM_API_URL: origin,
      ZOOM_OAUTH_URL: origin,
      ZOOM_ACCOUNT_ID: app.accountId,
      ZOOM_CLIENT_ID: app.clientId,
      ZOOM_CLIENT_SECRET: app.clientSecret,
      ZOOM_WEBHOOK_SECRET: app.webhookSecret,
    },
    handle,
    refuse: (refusal, request) => refuse(refusal, request, clock.now()),
    dev: createControl(context, { account, meetings, live, past, scripts, webhooks }),
    nextDueAt: scripts.nextDueAt,
    fireDue: scripts.fireDue,
    signPush: webhooks.sign,
    pushed: webhooks.pushed,
  };
};
