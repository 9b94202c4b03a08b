import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NotTaken } from '@punctual/application/messages/message.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { snsTexter } from '../sms/sns-texter.ts';
import { snsPusher } from './sns-pusher.ts';

/* On an SNS of this test's own, which answers what it is told to. */

const calls: URLSearchParams[] = [];
const refusals = new Map<string, { readonly status: number; readonly code: string } | 'break_off'>();
let server: Server;

const results: Readonly<Record<string, string>> = {
  Publish: '<MessageId>m-1</MessageId>',
  CreatePlatformEndpoint: '<EndpointArn>arn:aws:sns:r:1:endpoint/APNS/app/e-1</EndpointArn>',
  DeleteEndpoint: '',
};

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const form = new URLSearchParams(body);
      calls.push(form);
      const action = form.get('Action') ?? '';
      const refusal = refusals.get(action);
      if (refusal === 'break_off') return response.destroy();
      response.setHeader('content-type', 'text/xml');
      if (refusal === undefined) {
        return response.end(
          `<${action}Response><${action}Result>${results[action]}</${action}Result></${action}Response>`,
        );
      }
      response.statusCode = refusal.status;
      return response.end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>${refusal.code}</Code><Message>no</Message></Error></ErrorResponse>`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.AWS_ENDPOINT_URL_SNS = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_REGION = 'eu-central-1';
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
});
afterAll(() => server.close());
beforeEach(() => {
  calls.length = 0;
  refusals.clear();
});

const actions = () => calls.map((form) => form.get('Action'));
const faultOf = async (sending: Promise<unknown>): Promise<unknown> =>
  sending.then(
    () => expect.unreachable('it was taken'),
    (fault: unknown) => fault,
  );

describe('text messages', () => {
  it('go to the number, as what somebody waits for', async () => {
    expect(await snsTexter().send('+15551234567', 'Grüße')).toBe('m-1');
    const form = Object.fromEntries(calls[0] ?? []);
    expect(form).toMatchObject({ PhoneNumber: '+15551234567', Message: 'Grüße' });
    expect(form['MessageAttributes.entry.1.Value.StringValue']).toBe('Transactional');
  });

  it.each([
    ['InvalidParameter', 400, true],
    ['OptedOut', 400, true],
    ['Throttled', 429, false],
    ['InternalError', 500, false],
  ])('that are refused with %s were certainly not taken', async (code, status, forGood) => {
    refusals.set('Publish', { status, code });
    const fault = await faultOf(snsTexter().send('+15551234567', 'x'));
    expect(fault).toBeInstanceOf(NotTaken);
    expect(fault).toMatchObject({ forGood });
    expect(calls).toHaveLength(1);
  });

  it('without an answer may have been taken', async () => {
    refusals.set('Publish', 'break_off');
    expect(await faultOf(snsTexter().send('+15551234567', 'x'))).not.toBeInstanceOf(NotTaken);
    expect(calls).toHaveLength(1);
  });
});

describe('pushes', () => {
  const pusher = snsPusher({ ios: 'arn:aws:sns:r:1:app/APNS/app', android: undefined });
  const ios = { platform: 'ios', token: 't' } as const;
  const push = { title: 'T "quoted"', text: 'with Eve' };

  it('carry their texts in the form of each platform', async () => {
    expect(await pusher.send(ios, push)).toEqual({ messageId: 'm-1' });
    expect(actions()).toEqual(['CreatePlatformEndpoint', 'Publish']);
    const message = JSON.parse(calls[1]?.get('Message') ?? '');
    expect(message.default).toBe('T "quoted": with Eve');
    expect(JSON.parse(message.APNS).aps.alert).toEqual({ title: 'T "quoted"', body: 'with Eve' });
    expect(JSON.parse(message.GCM).fcmV1Message.message.notification.body).toBe('with Eve');
  });

  it('go nowhere without an application for the platform', async () => {
    expect(await pusher.send({ platform: 'web', token: 't' }, push)).toBe('not_configured');
    expect(await pusher.send({ platform: 'android', token: 't' }, push)).toBe('not_configured');
    expect(calls).toEqual([]);
  });

  it.each([
    ['Publish', 'EndpointDisabled', ['CreatePlatformEndpoint', 'Publish', 'DeleteEndpoint']],
    ['CreatePlatformEndpoint', 'InvalidParameter', ['CreatePlatformEndpoint']],
  ])('find devices gone by what %s answers', async (action, code, asked) => {
    refusals.set(action, { status: 400, code });
    expect(await pusher.send(ios, push)).toBe('gone');
    expect(actions()).toEqual(asked);
  });

  it('tell what was not taken from what nobody knows', async () => {
    refusals.set('Publish', { status: 429, code: 'Throttled' });
    expect(await faultOf(pusher.send(ios, push))).toMatchObject({ name: 'NotTaken', forGood: false });
    refusals.set('Publish', 'break_off');
    expect(await faultOf(pusher.send(ios, push))).not.toBeInstanceOf(NotTaken);
    // Before the message itself is sent, nothing can have been taken.
    refusals.set('CreatePlatformEndpoint', 'break_off');
    expect(await faultOf(pusher.send(ios, push))).toMatchObject({ name: 'NotTaken', forGood: false });
  });
});
