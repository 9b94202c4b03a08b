import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { close, listen } from '@punctual/local/ports.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundle, emptyEntry, httpEntries } from './bundle.ts';

/** A bundle that grows past this has to say why here, and so is seen. Times are left to the benchmark. */
const largestRatio = 1.4;

/** Both calendar providers with OAuth (70 KB), the key service's client (67), loaded when tokens are used, and SQS's (24). */
const calendars = {
  ratio: 2.2,
  because: 'They speak to calendar providers with tokens that only KMS opens, and send to queues.',
};

const withMeeting = {
  ratio: 1.5,
  because: 'A booking is answered with its meeting, which is made in the call.',
};

/** SQS's client and the search of intakes; the status route also checks tokens itself, which takes a library. */
const intakes = {
  ratio: 1.6,
  because: 'What Calendly cannot do at once is left to a worker, over a queue.',
};

/** Entry points that need more, with the reason. */
const larger: Readonly<Record<string, { readonly ratio: number; readonly because: string }>> = {
  'http/bookings/calendar': calendars,
  'http/calendar-integration/authorization': calendars,
  'http/calendar-integration/connections': calendars,
  'http/bookings/bookings': withMeeting,
  'http/coach-dashboard/appointments': withMeeting,
  'http/public/holds': withMeeting,
  'http/public/recover': withMeeting,
  'http/sessions/meetings': withMeeting,
  'http/intake/administration': intakes,
  'http/intake/status': intakes,
  'http/intake/visitors': intakes,
  'http/administration/dead-letters': {
    ratio: 1.6,
    because: 'It looks into queues, and publishes events: the clients of SQS and EventBridge.',
  },
  'http/me/calendar-feed': {
    ratio: 1.5,
    because: 'It writes calendars as RFC 5545 has them, which takes a library.',
  },
  'http/coach-dashboard/recovery': {
    ratio: 2.45,
    because:
      'A coach who sends a message is told whether it went out, so it is sent there: SES, MIME and SNS.',
  },
};

describe('bundles', () => {
  const directory = mkdtempSync(join(tmpdir(), 'punctual-bundles-'));
  let empty: Bundle;

  beforeAll(async () => {
    empty = await bundle(emptyEntry, directory);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(httpEntries)('%s is not much larger than an empty handler', async (entry) => {
    const { bytes } = await bundle(entry, directory);
    expect(bytes / empty.bytes).toBeLessThanOrEqual(larger[entry]?.ratio ?? largestRatio);
  });

  it('take their credentials from the environment, without the providers that are left out', async () => {
    const authorizations: unknown[] = [];
    const server = createServer(({ headers }, response) => {
      authorizations.push(headers.authorization);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
    });
    const port = await listen(server, 0);
    const asking = "const { handler } = await import(process.argv[1]); await handler({ id: 'one' }, {});";
    const parameters = ['--input-type=module', '--eval', asking, pathToFileURL(empty.file).href];
    await promisify(execFile)(process.execPath, parameters, {
      env: {
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'OF-THE-ENVIRONMENT',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_SESSION_TOKEN: 'session',
        AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
      },
    });
    await close(server);
    expect(authorizations).toEqual([expect.stringContaining('Credential=OF-THE-ENVIRONMENT/')]);
  });
});
