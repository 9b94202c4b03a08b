import { readdirSync, readFileSync } from 'node:fs';
import { bookAppointment } from '@punctual/contracts/coach-dashboard/appointments.ts';
import { routeKey } from '@punctual/contracts/route.ts';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { catalogue, incoming } from './catalogue.ts';
import { bounceEvent } from './mail-events.ts';

const sample = (path: string) =>
  JSON.parse(readFileSync(new URL(`samples/${path}`, import.meta.url), 'utf8'));

describe('samples', () => {
  it('show every event on the bus, and nothing else', () => {
    const shown = readdirSync(new URL('samples/bus', import.meta.url)).map((file) =>
      file.replace(/\.json$/, ''),
    );
    expect(shown.toSorted()).toEqual([...catalogue.keys()].toSorted());
  });

  for (const [detailType, schema] of catalogue) {
    it(`of ${detailType} follow its schema`, () => {
      expect(z.safeParse(schema, sample(`bus/${detailType}.json`)).error?.issues ?? []).toEqual([]);
    });
  }

  for (const [detailType, schema] of incoming) {
    it(`of ${detailType}, which comes from elsewhere, follow its schema`, () => {
      expect(z.safeParse(schema, sample(`incoming/${detailType}.json`)).success).toBe(true);
    });
  }

  it('of a queue message carry an event of the catalogue', () => {
    for (const { body } of sample('sqs/send-notice.json').Records) {
      const envelope = JSON.parse(body);
      const schema = catalogue.get(envelope['detail-type']);
      expect(schema && z.safeParse(schema, envelope.detail).success).toBe(true);
    }
  });

  it('of mail that did not arrive are read as what they are', () => {
    for (const { body } of sample('sqs/note-bounces.json').Records) {
      expect(z.safeParse(bounceEvent, JSON.parse(JSON.parse(body).Message)).success).toBe(true);
    }
  });

  it('of an HTTP request fit their route', () => {
    const event = sample('http/book-appointment.json');
    expect(event.routeKey).toBe(routeKey(bookAppointment));
    expect(z.safeParse(bookAppointment.body, JSON.parse(event.body)).success).toBe(true);
  });
});
