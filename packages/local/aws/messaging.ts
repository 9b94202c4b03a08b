import { randomUUID } from 'node:crypto';
import { account, Fault, type Input, inputs, isInput, optionalText, region, texts } from './fault.ts';
import type { Inbox, Sent } from './inbox.ts';
import { addresses, parseMail } from './mime.ts';

const escapeXml = (text: string) =>
  text.replace(/[<>&]/g, (character) => ({ '<': '&lt;', '>': '&gt;' })[character] ?? '&amp;');

const namespaces: Record<string, string> = {
  '2010-12-01': 'http://ses.amazonaws.com/doc/2010-12-01/',
  '2010-03-31': 'http://sns.amazonaws.com/doc/2010-03-31/',
};

/** A query protocol answer; `result` is flat. */
export function queryAnswer(
  version: string,
  action: string,
  result: Readonly<Record<string, string>>,
): string {
  const members = Object.entries(result)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('');
  return (
    `<${action}Response xmlns="${namespaces[version] ?? ''}"><${action}Result>${members}</${action}Result>` +
    `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`
  );
}

/** An error in the form of the query protocol. */
export function queryFault(version: string, fault: Fault): string {
  return (
    `<ErrorResponse xmlns="${namespaces[version] ?? ''}"><Error><Type>Sender</Type><Code>${fault.code}</Code>` +
    `<Message>${escapeXml(fault.message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`
  );
}

function sendRaw(inbox: Inbox, raw: string, destinations: readonly string[]): string {
  const mail = parseMail(Buffer.from(raw, 'base64'));
  const recipients = destinations.length > 0 ? destinations.flatMap(addresses) : mail.to;
  if (recipients.length === 0) throw new Fault('InvalidParameterValue', 'Missing final destination.');
  return inbox.add(recipients, {
    channel: 'email',
    ...(mail.from === undefined ? {} : { from: mail.from }),
    subject: mail.subject,
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    headers: mail.headers,
    attachments: mail.attachments,
  });
}

/** The query protocol calls of SES and SNS, each ending in the inbox; results by `<Version>.<Action>`. */
export function createMessaging(inbox: Inbox) {
  const list = (form: URLSearchParams, prefix: string) =>
    [...form].filter(([name]) => name.startsWith(`${prefix}.member.`)).map(([, value]) => value);

  const needed = (form: URLSearchParams, name: string) => {
    const value = form.get(name);
    if (value === null || value === '') throw new Fault('InvalidParameter', `Invalid parameter: ${name}`);
    return value;
  };

  const operations: Record<string, (form: URLSearchParams) => Record<string, string>> = {
    '2010-12-01.SendEmail'(form) {
      const recipients = ['To', 'Cc', 'Bcc'].flatMap((kind) => list(form, `Destination.${kind}Addresses`));
      if (recipients.length === 0) throw new Fault('InvalidParameterValue', 'Missing final destination.');
      const html = form.get('Message.Body.Html.Data');
      const message: Sent = {
        channel: 'email',
        from: needed(form, 'Source'),
        subject: form.get('Message.Subject.Data') ?? '',
        text: form.get('Message.Body.Text.Data') ?? '',
        ...(html === null ? {} : { html }),
        headers: {},
        attachments: [],
      };
      return { MessageId: inbox.add(recipients.flatMap(addresses), message) };
    },
    '2010-12-01.SendRawEmail': (form) => ({
      MessageId: sendRaw(inbox, needed(form, 'RawMessage.Data'), list(form, 'Destinations')),
    }),
    '2010-03-31.Publish'(form) {
      const text = textOf(needed(form, 'Message'), form.get('MessageStructure'));
      const phone = form.get('PhoneNumber');
      const target = form.get('TargetArn');
      const subject = form.get('Subject');
      if (phone === null && target === null) {
        throw new Fault(
          'InvalidParameter',
          'Invalid parameter: only PhoneNumber and TargetArn are imitated here.',
        );
      }
      const channel = phone === null ? 'push' : 'sms';
      const message: Sent = { channel, text, ...(subject === null ? {} : { subject }), attachments: [] };
      return { MessageId: inbox.add([phone ?? tokenOfEndpoint(target ?? '')], message) };
    },
    '2010-03-31.CreatePlatformEndpoint'(form) {
      const application = needed(form, 'PlatformApplicationArn').split(':app/')[1] ?? 'local/app';
      // The token is part of the name, so that the same device keeps its endpoint and the inbox can show it.
      const token = Buffer.from(needed(form, 'Token')).toString('base64url');
      return { EndpointArn: `arn:aws:sns:${region}:${account}:endpoint/${application}/${token}` };
    },
    '2010-03-31.DeleteEndpoint'(form) {
      needed(form, 'EndpointArn');
      return {};
    },
  };
  return operations;
}

/** Of a message with a text for each protocol, the one for everybody: what the others hold is the same in other forms. */
function textOf(message: string, structure: string | null): string {
  if (structure !== 'json') return message;
  const texts = JSON.parse(message);
  if (!isInput(texts) || typeof texts.default !== 'string') {
    throw new Fault('InvalidParameter', 'Invalid parameter: Message Structure - No default entry in JSON');
  }
  return texts.default;
}

function tokenOfEndpoint(arn: string): string {
  const token = arn.split('/').at(-1) ?? '';
  if (!arn.includes(':endpoint/')) throw new Fault('InvalidParameter', 'Invalid parameter: TargetArn');
  return Buffer.from(token, 'base64url').toString();
}

/** SESv2's `SendEmail`, simple or raw; JSON in and out. */
export function sendEmailV2(inbox: Inbox, input: Input): object {
  const destination = isInput(input.Destination) ? input.Destination : {};
  const recipients = ['To', 'Cc', 'Bcc'].flatMap((kind) => texts(destination, `${kind}Addresses`));
  const content = isInput(input.Content) ? input.Content : {};
  if (isInput(content.Raw)) {
    return { MessageId: sendRaw(inbox, optionalText(content.Raw, 'Data') ?? '', recipients) };
  }
  if (!isInput(content.Simple)) throw new Fault('BadRequestException', 'Content must be Simple or Raw here.');
  if (recipients.length === 0) throw new Fault('BadRequestException', 'Missing final destination.');
  const simple = content.Simple;
  const data = (value: unknown) => (isInput(value) ? optionalText(value, 'Data') : undefined);
  const body = isInput(simple.Body) ? simple.Body : {};
  const html = data(body.Html);
  const from = optionalText(input, 'FromEmailAddress');
  const headers = inputs(simple, 'Headers').map((one): [string, string] => [
    String(one.Name),
    String(one.Value),
  ]);
  const message: Sent = {
    channel: 'email',
    ...(from === undefined ? {} : { from }),
    subject: data(simple.Subject) ?? '',
    text: data(body.Text) ?? '',
    ...(html === undefined ? {} : { html }),
    headers: Object.fromEntries(headers),
    attachments: inputs(simple, 'Attachments').map((one) => {
      const contentType = optionalText(one, 'ContentType') ?? 'application/octet-stream';
      const raw = optionalText(one, 'RawContent') ?? '';
      const text = contentType.startsWith('text/') ? Buffer.from(raw, 'base64').toString() : raw;
      return { filename: String(one.FileName), contentType, content: text };
    }),
  };
  return { MessageId: inbox.add(recipients.flatMap(addresses), message) };
}
