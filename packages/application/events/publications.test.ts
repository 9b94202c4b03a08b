import { catalogue } from '@punctual/events/catalogue.ts';
import type { AppointmentEvent, EventType } from '@punctual/scheduling/appointments/event.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { ConnectionEvent } from '../calendars/ports.ts';
import { publicationsOf } from './publications.ts';

const types: readonly EventType[] = [
  'appointment.held',
  'appointment.released',
  'appointment.abandoned',
  'appointment.updated',
  'appointment.booked',
  'appointment.confirmed',
  'appointment.rescheduled',
  'appointment.started',
  'appointment.completed',
  'appointment.missed',
  'appointment.cancelled',
];

const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const facts = fc.record({
  status: fc.constantFrom('scheduled' as const, 'confirmed' as const, 'held' as const),
  start: instant,
  durationMinutes: fc.integer({ min: 5, max: 480 }),
  kind: fc.constantFrom('online' as const, 'offline' as const, 'audio' as const, 'chat' as const),
  title: fc.string(),
  staffId: fc.constant(undefined),
});
const anyEvent = fc.record({
  id: fc.uuid(),
  appointmentId: fc.uuid(),
  providerId: fc.uuid(),
  clientId: fc.uuid(),
  sequence: fc.integer({ min: 1, max: 999 }),
  type: fc.constantFrom(...types),
  at: instant,
  actor: fc.record({
    id: fc.uuid(),
    standing: fc.constant('provider' as const),
    surface: fc.constant('test'),
  }),
  reason: optional(fc.string()),
  notifyClient: fc.boolean(),
  initial: fc.boolean(),
  notes: optional(fc.string()),
  before: optional(facts),
  after: facts,
}) as unknown as fc.Arbitrary<AppointmentEvent>;

describe('publications', () => {
  it('follow the catalogue, whatever happened', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const publications = publicationsOf(event);
        expect(publications[0]?.detailType).toBe(event.type);
        for (const { detailType, detail } of publications) {
          const schema = catalogue.get(detailType);
          if (schema === undefined) throw new Error(`${detailType} is not in the catalogue`);
          // What the bus carries is JSON, so that is what must fit.
          expect(z.safeParse(schema, JSON.parse(JSON.stringify(detail))).error?.issues ?? []).toEqual([]);
        }
      }),
    );
  });

  it('of connections follow the catalogue and name nobody but by id', () => {
    const connectionEvent = fc.record({
      id: fc.uuid(),
      type: fc.constantFrom(
        'connection.needs_reauth' as const,
        'connection.failed' as const,
        'connection.entry_moved' as const,
        'connection.entry_deleted' as const,
      ),
      connectionId: fc.uuid(),
      personId: fc.uuid(),
      provider: fc.constantFrom('google' as const, 'outlook' as const),
      appointmentId: optional(fc.uuid()),
      at: instant,
    }) as unknown as fc.Arbitrary<ConnectionEvent>;
    fc.assert(
      fc.property(connectionEvent, (event) => {
        const [publication, ...others] = publicationsOf(event);
        expect(others).toEqual([]);
        expect(publication?.detailType).toBe(event.type);
        const schema = catalogue.get(event.type);
        if (schema === undefined) throw new Error(`${event.type} is not in the catalogue`);
        const carried = JSON.parse(JSON.stringify(publication?.detail));
        expect(z.safeParse(schema, carried).error?.issues ?? []).toEqual([]);
      }),
    );
  });

  it('add an event of the sessions surface exactly for a booking, a move, a cancellation and an end', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const added: Partial<Record<EventType, string>> = {
          'appointment.booked': 'AppointmentBookedEvent',
          'appointment.rescheduled': 'AppointmentRescheduledEvent',
          'appointment.cancelled': 'AppointmentCancelledEvent',
          'appointment.completed': 'AppointmentCompletedEvent',
          'appointment.missed': 'AppointmentCompletedEvent',
        };
        expect(publicationsOf(event)[1]?.detailType).toBe(added[event.type]);
      }),
    );
  });
});
