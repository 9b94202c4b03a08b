import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Fault, type Input, isInput } from './fault.ts';
import type { Inbox } from './inbox.ts';
import { createMessaging, queryAnswer, queryFault, sendEmailV2 } from './messaging.ts';

type Operation = (input: Input) => object | Promise<object>;

export interface Services {
  readonly sqs: Readonly<Record<string, Operation>>;
  readonly events: Readonly<Record<string, Operation>>;
  readonly kms: Readonly<Record<string, Operation>>;
  readonly scheduler: (
    method: string,
    path: string,
    query: URLSearchParams,
    body: Input,
  ) => object | undefined;
  readonly inbox: Inbox;
}

const maximumBody = 16 * 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > maximumBody) throw new Fault('RequestEntityTooLarge', 'The request is too large.', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(body: Buffer): Input {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString());
    if (isInput(value)) return value;
  } catch {
    // Answered below like any other body that is not a JSON object.
  }
  throw new Fault('SerializationException', 'The request body is not a JSON object.');
}

const unknownOperation = () => new Fault('UnknownOperationException', 'This operation is not imitated here.');

/** SQS clients of the query era read the code from this header (AWS JSON protocol, "awsQueryCompatible"). */
const queryCodes: Record<string, string> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
};

/**
 * One endpoint for all imitated services; a request is told by its protocol: JSON by `x-amz-target`, query by its
 * form, REST by its path. Signatures are not checked.
 */
export function createAwsServer(services: Services): Server {
  const messaging = createMessaging(services.inbox);
  const targets: Record<
    string,
    { prefix: string; operations: Readonly<Record<string, Operation>>; type: string }
  > = {
    AmazonSQS: { prefix: 'com.amazonaws.sqs#', operations: services.sqs, type: 'application/x-amz-json-1.0' },
    AWSEvents: { prefix: '', operations: services.events, type: 'application/x-amz-json-1.1' },
    TrentService: { prefix: '', operations: services.kms, type: 'application/x-amz-json-1.1' },
  };

  const reply = (response: ServerResponse, status: number, headers: Record<string, string>, body: string) => {
    response.writeHead(status, {
      'x-amzn-requestid': randomUUID(),
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    });
    response.end(body);
  };

  const asFault = (error: unknown) =>
    error instanceof Fault
      ? error
      : new Fault('InternalFailure', error instanceof Error ? error.message : String(error), 500);

  const handleJson = async (target: string, body: Buffer, response: ServerResponse) => {
    const [name = '', operationName = ''] = target.split('.');
    const service = targets[name];
    const operation =
      service && Object.hasOwn(service.operations, operationName)
        ? service.operations[operationName]
        : undefined;
    const type = service?.type ?? 'application/x-amz-json-1.0';
    try {
      if (operation === undefined) throw unknownOperation();
      const result = await operation(parse(body));
      reply(response, 200, { 'content-type': type }, JSON.stringify(result));
    } catch (error) {
      const fault = asFault(error);
      const code = queryCodes[fault.code] ?? fault.code;
      reply(
        response,
        fault.status,
        { 'content-type': type, ...(name === 'AmazonSQS' ? { 'x-amzn-query-error': `${code};Sender` } : {}) },
        JSON.stringify({ __type: `${service?.prefix ?? ''}${fault.code}`, message: fault.message }),
      );
    }
  };

  const handleQuery = (form: URLSearchParams, response: ServerResponse) => {
    const version = form.get('Version') ?? '';
    const action = form.get('Action') ?? '';
    try {
      const operation = messaging[`${version}.${action}`];
      if (operation === undefined) throw unknownOperation();
      reply(response, 200, { 'content-type': 'text/xml' }, queryAnswer(version, action, operation(form)));
    } catch (error) {
      const fault = asFault(error);
      reply(response, fault.status, { 'content-type': 'text/xml' }, queryFault(version, fault));
    }
  };

  const handleRest = (request: IncomingMessage, body: Buffer, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://local');
    try {
      const result =
        url.pathname === '/v2/email/outbound-emails' && request.method === 'POST'
          ? sendEmailV2(services.inbox, parse(body))
          : services.scheduler(request.method ?? 'GET', url.pathname, url.searchParams, parse(body));
      if (result === undefined) throw unknownOperation();
      reply(response, 200, { 'content-type': 'application/json' }, JSON.stringify(result));
    } catch (error) {
      const fault = asFault(error);
      reply(
        response,
        fault.status,
        { 'content-type': 'application/json', 'x-amzn-errortype': fault.code },
        JSON.stringify({ Message: fault.message }),
      );
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') return handleJson(target, body, response);
    if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
      return handleQuery(new URLSearchParams(body.toString()), response);
    }
    return handleRest(request, body, response);
  };

  return createServer((request, response) => {
    // By the movable clock: SDK clients compare it with theirs and repeat a failed request when the two differ.
    response.setHeader('date', new Date().toUTCString());
    handle(request, response).catch((error: unknown) => {
      // The client broke off, or sent more than is read.
      if (response.headersSent || response.destroyed) response.destroy();
      else reply(response, asFault(error).status, { connection: 'close' }, '');
    });
  });
}
