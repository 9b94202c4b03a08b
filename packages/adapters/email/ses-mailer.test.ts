import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CalendarObject, Email } from '@punctual/application/messages/message.ts';
import ical, { type VEvent } from 'node-ical';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { icalendarOf } from './icalendar.ts';
import { sesMailer } from './ses-mailer.ts';

const object: CalendarObject = {
  method: 'REQUEST',
  uid: 'appointment@punctual',
  sequence: 0,
  start: Date.parse('2026-03-08T15:00:00Z'),
  end: Date.parse('2026-03-08T16:00:00Z'),
  title: 'Call; with, “quotes”\nand a line',
  description: '',
  status: 'TENTATIVE',
  organizer: { name: 'Ada: "Coach"', email: 'ada@example.com' },
  attendee: { name: 'John Doe', email: 'john@example.com' },
  at: Date.parse('2026-03-01T12:00:00Z'),
};

function read(text: string): VEvent {
  const event = Object.values(ical.sync.parseICS(text)).find((one) => one?.type === 'VEVENT');
  if (event?.type !== 'VEVENT') throw new Error('no event in the calendar object');
  return event;
}

describe('calendar objects', () => {
  it('are read by another program as they were meant', () => {
    const event = read(icalendarOf(object));
    expect(event.uid).toBe(object.uid);
    expect(event.start.toISOString()).toBe('2026-03-08T15:00:00.000Z');
    expect(event.end?.toISOString()).toBe('2026-03-08T16:00:00.000Z');
    expect(event.summary).toBe('Call; with, “quotes”\nand a line');
    expect(event.status).toBe('TENTATIVE');
  });

  it('replace and then cancel the same event, with a rising sequence', () => {
    const moved = read(
      icalendarOf({ ...object, sequence: 1, start: object.start + 3_600_000, end: object.end + 3_600_000 }),
    );
    const cancelled = read(icalendarOf({ ...object, sequence: 2, method: 'CANCEL', status: 'CANCELLED' }));
    expect([moved.uid, cancelled.uid]).toEqual([object.uid, object.uid]);
    expect([Number(moved.sequence), Number(cancelled.sequence)]).toEqual([1, 2]);
    expect(icalendarOf({ ...object, method: 'CANCEL' })).toContain('METHOD:CANCEL');
    expect(cancelled.status).toBe('CANCELLED');
  });
});

describe('the SES mailer', () => {
  let server: Server;
  const raw: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        raw.push(Buffer.from(new URLSearchParams(body).get('RawMessage.Data') ?? '', 'base64').toString());
        response.setHeader('content-type', 'text/xml');
        response.end(
          '<SendRawEmailResponse><SendRawEmailResult><MessageId>m-1</MessageId></SendRawEmailResult></SendRawEmailResponse>',
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env.AWS_ENDPOINT_URL_SES = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.AWS_REGION = 'eu-central-1';
    process.env.AWS_ACCESS_KEY_ID = 'test';
    process.env.AWS_SECRET_ACCESS_KEY = 'test';
  });
  afterAll(() => server.close());

  it('sends text, HTML and the calendar, and lets no header through from a name', async () => {
    const email: Email = {
      to: { name: 'Eve\r\nBcc: all@example.com', email: 'eve@example.com' },
      replyTo: object.organizer,
      subject: 'Grüße 🎉\r\nX-Evil: yes',
      text: 'Hello',
      html: '<p>Hello</p>',
      calendar: object,
    };
    expect(await sesMailer('Punctual <no-reply@example.com>').send(email)).toBe('m-1');
    const [head = ''] = raw[0]?.split('\r\n\r\n') ?? [];
    expect(head).not.toMatch(/^(Bcc|X-Evil):/m);
    expect(raw[0]).toContain('text/calendar; charset=utf-8; method=REQUEST');
  });

  it('writes further header fields as they are, a long one on a line of its own', async () => {
    const url = `<https://api.example.com/${'x'.repeat(400)}>`;
    const headers = { 'List-Unsubscribe': url, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
    const to = { name: 'Eve', email: 'eve@example.com' };
    const words = { subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' };
    const email: Email = { to, replyTo: undefined, ...words, calendar: undefined, headers };
    await sesMailer('Punctual <no-reply@example.com>').send(email);
    const [head = ''] = raw.at(-1)?.split('\r\n\r\n') ?? [];
    const unfolded = head.replace(/\r\n\s+/g, ' ');
    expect(unfolded).toContain(`List-Unsubscribe: ${url}\r\n`);
    expect(unfolded).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
  });

  it('tells what was not taken, whether for good, and how long to wait', async () => {
    const failing = createServer((request, response) => {
      request.resume();
      response.writeHead(400, { 'content-type': 'text/xml', 'retry-after': '90' });
      response.end(
        '<ErrorResponse><Error><Code>Throttling</Code><Message>slow</Message></Error></ErrorResponse>',
      );
    });
    await new Promise<void>((resolve) => failing.listen(0, '127.0.0.1', resolve));
    const before = process.env.AWS_ENDPOINT_URL_SES;
    process.env.AWS_ENDPOINT_URL_SES = `http://127.0.0.1:${(failing.address() as AddressInfo).port}`;
    const to = { name: 'Eve', email: 'eve@example.com' };
    const email: Email = { to, replyTo: undefined, subject: 's', text: 't', html: 'h', calendar: undefined };
    const sent = sesMailer('Punctual <no-reply@example.com>').send(email);
    await expect(sent).rejects.toMatchObject({ name: 'NotTaken', forGood: false, retryAfterSeconds: 90 });
    process.env.AWS_ENDPOINT_URL_SES = before;
    failing.close();
  });
});
