import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundle, emptyEntry, httpEntries } from './bundle.ts';

/** A bundle that grows past this has to say why here, and so is seen. Times are left to the benchmark. */
const largestRatio = 1.25;

/** Both calendar providers with OAuth (70 KB), the key service's client (67), loaded when tokens are used, and SQS's (24). */
const calendars = {
  ratio: 1.75,
  because: 'They speak to calendar providers with tokens that only KMS opens, and send to queues.',
};

const withMeeting = {
  ratio: 1.3,
  because: 'A booking is answered with its meeting, which is made in the call.',
};

/** SQS's client and the search of intakes; the status route also checks tokens itself, which takes a library. */
const intakes = {
  ratio: 1.35,
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
    ratio: 1.45,
    because: 'It looks into queues, and publishes events: the clients of SQS and EventBridge.',
  },
  'http/me/calendar-feed': {
    ratio: 1.3,
    because: 'It writes calendars as RFC 5545 has them, which takes a library.',
  },
  'http/coach-dashboard/recovery': {
    ratio: 1.9,
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
});
