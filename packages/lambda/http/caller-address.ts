import { isIP } from 'node:net';
import type { HttpEvent } from './call.ts';
import { Refusal } from './refusal.ts';

/**
 * The address that a call comes from, by which public routes are counted. Behind the firewall that is not the one
 * that API Gateway sees, which is CloudFront's: there `VIEWER_ADDRESS_HEADER` names the header in which CloudFront tells
 * the viewer's. It is believed only of who has shown API Gateway a client certificate of its trust store: without the
 * firewall the variable is not set, and what a caller writes there means nothing.
 *
 * @throws Refusal FORBIDDEN behind the firewall, for a call that does not come through it
 */
export function callerAddress({ requestContext, headers }: HttpEvent): string {
  const header = process.env.VIEWER_ADDRESS_HEADER;
  if (header === undefined || header === '') return requestContext.http.sourceIp;
  // API Gateway lets nobody in without a certificate; this is for the day on which somebody takes that setting away.
  const address = requestContext.authentication?.clientCert ? (headers[header] ?? '') : '';
  if (isIP(address) === 0) throw new Refusal('FORBIDDEN', 'The API answers at its published address only');
  return address;
}
