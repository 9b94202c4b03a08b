import {
  type Appointment,
  type AppointmentId,
  isLive,
  type PersonId,
} from '@punctual/scheduling/appointments/appointment.ts';
import { type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { changeAppointment } from '../appointments/change.ts';
import type { SurfacePolicy } from '../model.ts';
import type { Failure } from '../outcome.ts';
import type { Ports, Timers } from '../ports.ts';

/** What is known about the payment of an appointment: from the bus, or `grace_over` from our own timer. */
export type PaymentNews = {
  readonly appointmentId: AppointmentId;
  readonly paymentId: string;
} & (
  | { readonly kind: 'succeeded' | 'grace_over' }
  /** The grace counts from when it failed, so that the same news later do not prolong it. */
  | { readonly kind: 'failed'; readonly at: Instant }
);

export interface GraceOver {
  readonly kind: 'grace_over';
  readonly booking_id: string;
  readonly payment_id: string;
}

/**
 * What came of it. `settled`: there was nothing left to do. `too_late`: it was paid, but has ended meanwhile, so that
 * somebody has to pay it back.
 */
export type Settlement = 'confirmed' | 'waiting' | 'cancelled' | 'settled' | 'too_late' | 'unknown';

/** Payments have no surface of their own; they change nobody's time, so no duration has to be offered. */
const policy: SurfacePolicy = {
  surface: 'payments',
  standing: 'system',
  durations: { kind: 'list', minutes: [] },
  autoConfirms: false,
};
const actor = { id: 'payments' as PersonId };

/**
 * A payment that succeeded confirms its appointment. One that failed leaves the client the grace to pay in another way;
 * when it is over and nothing was paid, the appointment is cancelled and its time is free. News that come twice, late or
 * in another order do no harm: once paid, always paid, and what has ended never changes.
 *
 * @throws when every try lost its race: the same news can be settled again
 */
export async function settlePayment(
  ports: Ports & { readonly timers: Timers },
  news: PaymentNews,
  graceMinutes: number,
): Promise<Settlement> {
  const { appointmentId, paymentId } = news;
  const { appointment } = await ports.ledger.records({ appointment: appointmentId });
  if (appointment === undefined) return 'unknown';
  if (news.kind === 'succeeded') return confirm(ports, appointment, paymentId);
  if (isSettled(appointment)) return 'settled';
  const graceEnds = news.kind === 'failed' ? news.at + graceMinutes * MINUTE : ports.clock.now();
  if (graceEnds > ports.clock.now()) {
    const message: GraceOver = { kind: 'grace_over', booking_id: appointmentId, payment_id: paymentId };
    await ports.timers.set(`payment-${appointmentId}`, graceEnds, message);
    return 'waiting';
  }
  return cancel(ports, appointment);
}

/** Paid, or ended: no payment that fails changes it any more. */
function isSettled({ paymentId, status }: Appointment): boolean {
  return paymentId !== undefined || !isLive(status);
}

async function confirm(ports: Ports, appointment: Appointment, paymentId: string): Promise<Settlement> {
  if (appointment.paymentId !== undefined) return 'settled';
  const changed = await changeAppointment(ports, actor, policy, {
    appointmentId: appointment.id,
    reach: { kind: 'anything' },
    // One that somebody confirmed by hand, or that has begun, only remembers the payment.
    to: appointment.status === 'scheduled' ? 'confirmed' : undefined,
    paymentId,
    permits: ({ paymentId: paid }) => (paid === undefined ? undefined : settledMeanwhile),
  });
  if (changed.ok) return 'confirmed';
  const { failure } = changed;
  // One that began a moment ago is not too late: another try finds it so and only remembers the payment.
  const hasEnded = failure.kind === 'invalid_transition' && failure.from !== 'in_progress';
  return hasEnded ? 'too_late' : expected(failure);
}

async function cancel(ports: Ports, appointment: Appointment): Promise<Settlement> {
  const cancelled = await changeAppointment(ports, actor, policy, {
    appointmentId: appointment.id,
    reach: { kind: 'anything' },
    to: 'cancelled',
    reason: 'payment failed',
    permits: (before) => (isSettled(before) ? settledMeanwhile : undefined),
  });
  if (cancelled.ok) return 'cancelled';
  // It has begun: what takes place is not cancelled.
  return cancelled.failure.kind === 'invalid_transition' ? 'settled' : expected(cancelled.failure);
}

const settledMeanwhile: Failure = { kind: 'conflict', message: 'It was settled meanwhile' };

/** @throws for a failure that another try may not meet */
function expected(failure: Failure): Settlement {
  if (failure.kind === 'conflict') return 'settled';
  throw new Error(`the payment could not be settled: ${failure.kind}`);
}
