import * as z from 'zod/mini';

/*
 * What the payment system puts on the bus, and `settle-payment` takes from it. Fields beyond these are its own affair.
 */

const payment = z.object({
  booking_id: z.string().check(z.maxLength(200)),
  payment_id: z.string().check(z.maxLength(200)),
});

/** The booking is confirmed. */
export const paymentSucceeded = payment;

/** The booking is cancelled after the grace time, unless a payment succeeds meanwhile. */
export const paymentFailed = payment;
