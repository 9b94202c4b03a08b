import type * as z from 'zod/mini';
import { appointmentEvent, appointmentEventTypes } from './appointment-events.ts';
import { connectionEvent, connectionEventTypes } from './connection-events.ts';
import { paymentFailed, paymentSucceeded } from './payment-events.ts';
import {
  appointmentBookedEvent,
  appointmentCancelledEvent,
  appointmentCompletedEvent,
  appointmentRescheduledEvent,
} from './session-events.ts';
import { settingsChangedEvent } from './settings-events.ts';

/** Events of other systems that this product listens to. Each has a sample in `samples/incoming`. */
export const incoming: ReadonlyMap<string, z.ZodMiniType> = new Map<string, z.ZodMiniType>([
  ['PaymentSucceeded', paymentSucceeded],
  ['PaymentFailed', paymentFailed],
]);

/** Every event that this product puts on the bus: its detail type and the schema of its detail. Each has a sample in `samples/bus`. */
export const catalogue: ReadonlyMap<string, z.ZodMiniType> = new Map<string, z.ZodMiniType>([
  ['AppointmentBookedEvent', appointmentBookedEvent],
  ['AppointmentRescheduledEvent', appointmentRescheduledEvent],
  ['AppointmentCancelledEvent', appointmentCancelledEvent],
  ['AppointmentCompletedEvent', appointmentCompletedEvent],
  ['settings.changed', settingsChangedEvent],
  ...appointmentEventTypes.map((type) => [type, appointmentEvent] as const),
  ...connectionEventTypes.map((type) => [type, connectionEvent] as const),
]);
