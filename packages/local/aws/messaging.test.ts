import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../cloud.ts';
import { startTestCloud } from '../test-cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

const send = (body: string, headers: Record<string, string>, path = '/') =>
  fetch(`${cloud.endpoints.aws}${path}`, { method: 'POST', headers, body });

function query(version: string, parameters: Record<string, string>) {
  const form = new URLSearchParams({ Version: version, ...parameters });
  return send(form.toString(), { 'content-type': 'application/x-www-form-urlencoded' });
}
const ses = (parameters: Record<string, string>) => query('2010-12-01', parameters);
const sns = (parameters: Record<string, string>) => query('2010-03-31', parameters);

async function inbox(to: string) {
  const response = await fetch(`${cloud.url}/dev/inbox?to=${encodeURIComponent(to)}`);
  return (await response.json()) as Record<string, unknown>[];
}
const member = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];

const mime = (recipient: string) =>
  [
    'From: =?UTF-8?Q?J=C3=BCrgen?= <coach@example.com>',
    `To: "Doe, Ann" <${recipient}>, other@example.com`,
    'Subject: =?UTF-8?B?QmVzdMOkdGlndW5n?=',
    ' =?UTF-8?Q?_f=C3=BCr_Ann?=',
    'List-Unsubscribe: <https://example.com/u>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="outer"',
    '',
    'preamble',
    '--outer',
    'Content-Type: multipart/alternative; boundary=in.ner',
    '',
    '--in.ner',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Sch=C3=B6n, dass =',
    'du kommst',
    '--in.ner',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('<p>Schön</p>').toString('base64'),
    '--in.ner--',
    '--outer',
    'Content-Type: text/calendar; charset=utf-8; method=REQUEST; name="invite.ics"',
    '',
    'BEGIN:VCALENDAR',
    'END:VCALENDAR',
    '--outer',
    'Content-Type: application/octet-stream',
    'Content-Disposition: attachment; filename="a; b.bin"',
    'Content-Transfer-Encoding: base64',
    '',
    'AQID',
    '--outer--',
    '',
  ].join('\r\n');

const expectedMail = {
  channel: 'email',
  from: 'Jürgen <coach@example.com>',
  subject: 'Bestätigung für Ann',
  text: 'Schön, dass du kommst',
  html: '<p>Schön</p>',
  headers: { 'List-Unsubscribe': '<https://example.com/u>' },
  attachments: [
    {
      filename: 'invite.ics',
      contentType: 'text/calendar; method=REQUEST',
      content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR',
    },
    { filename: 'a; b.bin', contentType: 'application/octet-stream', content: 'AQID' },
  ],
};

test('SES SendEmail arrives with its parts, once for each recipient', async () => {
  const response = await ses({
    Action: 'SendEmail',
    Source: 'Coach <coach@example.com>',
    'Destination.ToAddresses.member.1': 'Ann <Ann@example.com>',
    'Destination.CcAddresses.member.1': 'bob@example.com',
    'Message.Subject.Data': 'Hello & welcome',
    'Message.Body.Text.Data': 'text',
    'Message.Body.Html.Data': '<p>html</p>',
  });
  const id = member(await response.text(), 'MessageId');
  expect(await inbox('ann@example.com')).toEqual([
    {
      id,
      to: 'Ann@example.com',
      at: expect.any(String),
      channel: 'email',
      from: 'Coach <coach@example.com>',
      subject: 'Hello & welcome',
      text: 'text',
      html: '<p>html</p>',
      headers: {},
      attachments: [],
    },
  ]);
  expect(await inbox('bob@example.com')).toHaveLength(1);
});

test('SES SendRawEmail is taken apart: encoded headers, alternatives, attachments', async () => {
  const response = await ses({
    Action: 'SendRawEmail',
    'RawMessage.Data': Buffer.from(mime('raw@example.com')).toString('base64'),
  });
  expect(response.status).toBe(200);
  expect(await inbox('raw@example.com')).toMatchObject([expectedMail]);
  expect(await inbox('other@example.com')).toHaveLength(1);
});

test('SESv2 SendEmail, raw and simple', async () => {
  const post = (body: object) =>
    send(JSON.stringify(body), { 'content-type': 'application/json' }, '/v2/email/outbound-emails');
  const raw = await post({
    Destination: { ToAddresses: ['v2@example.com'] },
    Content: { Raw: { Data: Buffer.from(mime('ignored@example.com')).toString('base64') } },
  });
  expect(await raw.json()).toEqual({ MessageId: expect.any(String) });
  expect(await inbox('v2@example.com')).toMatchObject([expectedMail]);
  expect(await inbox('ignored@example.com')).toEqual([]);

  await post({
    FromEmailAddress: 'coach@example.com',
    Destination: { ToAddresses: ['simple@example.com'] },
    Content: {
      Simple: {
        Subject: { Data: 'S' },
        Body: { Text: { Data: 'T' } },
        Headers: [{ Name: 'X-A', Value: '1' }],
        Attachments: [{ FileName: 'i.ics', ContentType: 'text/calendar', RawContent: 'QQ==' }],
      },
    },
  });
  expect(await inbox('simple@example.com')).toMatchObject([
    {
      subject: 'S',
      text: 'T',
      headers: { 'X-A': '1' },
      attachments: [{ filename: 'i.ics', contentType: 'text/calendar', content: 'A' }],
    },
  ]);
});

test('SNS: a text message goes to its number, a push to the token of its endpoint', async () => {
  await sns({ Action: 'Publish', PhoneNumber: '+4912345', Message: 'in 2 h' });
  const expected = [{ channel: 'sms', text: 'in 2 h', attachments: [] }];
  expect(await inbox('+4912345')).toMatchObject(expected);
  expect(await (await fetch(`${cloud.url}/dev/inbox?to=+4912345`)).json()).toMatchObject(expected);

  const PlatformApplicationArn = 'arn:aws:sns:eu-central-1:000000000000:app/GCM/punctual';
  const create = async () => {
    const answer = await sns({ Action: 'CreatePlatformEndpoint', PlatformApplicationArn, Token: 'device/1' });
    return member(await answer.text(), 'EndpointArn') ?? '';
  };
  const arn = await create();
  expect(await create()).toBe(arn);
  await sns({ Action: 'Publish', TargetArn: arn, Message: '{"GCM":"{}"}' });
  expect(await inbox('device/1')).toMatchObject([{ channel: 'push', text: '{"GCM":"{}"}' }]);
  expect((await sns({ Action: 'DeleteEndpoint', EndpointArn: arn })).status).toBe(200);
});

test('errors come in the form of the query protocol', async () => {
  const missing = await ses({ Action: 'SendEmail', Source: 'a@example.com' });
  expect(missing.status).toBe(400);
  expect(member(await missing.text(), 'Code')).toBe('InvalidParameterValue');
  const unknown = await sns({ Action: 'CreateTopic', Name: 'x' });
  expect(unknown.status).toBe(400);
  expect(member(await unknown.text(), 'Code')).toBe('UnknownOperationException');
});

async function kms(operation: string, body: object) {
  const response = await send(JSON.stringify(body), {
    'x-amz-target': `TrentService.${operation}`,
    'content-type': 'application/x-amz-json-1.1',
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

test('KMS gives back what it encrypted, for the same context only', async () => {
  const Plaintext = Buffer.from('refresh token').toString('base64');
  const EncryptionContext = { connection: 'c-1', purpose: 'token' };
  const { body: encrypted } = await kms('Encrypt', { KeyId: 'alias/tokens', Plaintext, EncryptionContext });
  const { CiphertextBlob } = encrypted;
  expect(Buffer.from(CiphertextBlob ?? '', 'base64').toString()).not.toContain('refresh');

  const reordered = { purpose: 'token', connection: 'c-1' };
  const decrypted = await kms('Decrypt', { CiphertextBlob, EncryptionContext: reordered });
  expect(decrypted.body.Plaintext).toBe(Plaintext);

  const tampered = Buffer.from(CiphertextBlob ?? '', 'base64');
  tampered[tampered.length - 1] = (tampered.at(-1) ?? 0) ^ 1;
  for (const refused of [
    { CiphertextBlob, EncryptionContext: { ...EncryptionContext, connection: 'c-2' } },
    { CiphertextBlob },
    { CiphertextBlob: tampered.toString('base64'), EncryptionContext },
    { CiphertextBlob: 'AAAA', EncryptionContext },
  ]) {
    const answer = await kms('Decrypt', refused);
    expect(answer.status).toBe(400);
    expect(answer.body.__type).toBe('InvalidCiphertextException');
  }
});

test('KMS data keys come in the clear and encrypted', async () => {
  const context = { EncryptionContext: { a: 'b' } };
  const { body: key } = await kms('GenerateDataKey', { KeyId: 'alias/x', KeySpec: 'AES_256', ...context });
  expect(Buffer.from(key.Plaintext ?? '', 'base64')).toHaveLength(32);
  const { body: opened } = await kms('Decrypt', { CiphertextBlob: key.CiphertextBlob, ...context });
  expect(opened.Plaintext).toBe(key.Plaintext);
});
