import { randomUUID } from 'node:crypto';
import { routes } from '@punctual/contracts/registry.ts';
import { routeKey } from '@punctual/contracts/route.ts';
import { product } from '@punctual/local/product.ts';
import type { Context } from 'aws-lambda';

/** A time relative to the process's clock, in UTC. */
export interface Slot {
  readonly dayFromNow: number;
  readonly hour: number;
}

export interface Request {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A coach who calls the handlers of the coach dashboard without a gateway between. */
export interface Coach {
  readonly id: string;
  /** The id of the lead with whom all appointments are. */
  readonly lead: string;
  /** Invokes the handler of an operation and answers its status. */
  call(operationId: string, request: Request): Promise<number>;
  /** Books half an hour and answers the appointment's id. */
  book(slot: Slot): Promise<string>;
  /** RFC 3339. */
  time(slot: Slot): string;
  /** `YYYY-MM-DD`. */
  date(dayFromNow: number): string;
}

interface Answer {
  readonly statusCode: number;
  readonly body?: string;
}

/** Enters a coach who works from 6 to 22 every day, with a lead and two appointments on each of 30 days, today included. */
export async function coachFor(id: string): Promise<Coach> {
  const date: Coach['date'] = (dayFromNow) =>
    new Date(Date.now() + dayFromNow * 86_400_000).toISOString().slice(0, 10);
  const time: Coach['time'] = ({ dayFromNow, hour }) =>
    `${date(dayFromNow)}T${String(hour).padStart(2, '0')}:00:00Z`;
  const invoke = (operationId: string, request: Request) => invokeAs(id, operationId, request);
  const made = async (operationId: string, body: object): Promise<string> => {
    const answer = await invoke(operationId, { body });
    if (answer.statusCode !== 201) throw new Error(`${operationId}: ${answer.body}`);
    return JSON.parse(answer.body ?? '').data._id;
  };
  const days = [0, 1, 2, 3, 4, 5, 6];
  await invoke('setAvailability', {
    body: {
      timeZone: 'UTC',
      advanceBookingDays: 90,
      workingHours: days.map((dayOfWeek) => ({ dayOfWeek, startTime: '06:00', endTime: '22:00' })),
    },
  });
  const lead = await made('createLead', {
    name: 'Kim',
    email: `kim@${id}.example.com`,
    phone: '+1234567890',
  });
  const book: Coach['book'] = (slot) =>
    made('bookAppointment', { leadId: lead, startTime: time(slot), duration: 30 });
  for (let dayFromNow = 0; dayFromNow < 30; dayFromNow += 1) {
    for (const hour of [9, 14]) await book({ dayFromNow, hour });
  }
  return {
    id,
    lead,
    time,
    date,
    book,
    call: async (operationId, request) => (await invoke(operationId, request)).statusCode,
  };
}

/** What API Gateway's HTTP API sends, as far as a function of ours reads it (payload format 2.0). */
async function invokeAs(sub: string, operationId: string, request: Request): Promise<Answer> {
  const route = routes.find((one) => one.operationId === operationId);
  if (route === undefined) throw new Error(`no operation ${operationId}`);
  const { params, query, body, headers } = request;
  const claims = { sub, roles: '[coach]', name: `Coach ${sub}`, email: `${sub}@example.com` };
  const event = {
    version: '2.0',
    routeKey: routeKey(route),
    rawPath: route.path.replace(/\{(\w+)\}/g, (_, name: string) => params?.[name] ?? ''),
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { 'content-type': 'application/json', ...headers },
    pathParameters: params,
    queryStringParameters: query,
    body: body && JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: randomUUID(),
      routeKey: routeKey(route),
      authorizer: { jwt: { claims, scopes: null } },
      http: { method: route.method, sourceIp: '127.0.0.1' },
    },
  };
  const handler = await product.load('http', route.entry);
  // The stack reads nothing of Lambda's context.
  return (await handler(event, {} as Context)) as Answer;
}
