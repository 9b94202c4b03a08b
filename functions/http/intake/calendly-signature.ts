import { isSignedByCalendly } from '@punctual/adapters/calendly/signature.ts';
import { secretValues } from '@punctual/adapters/secrets/secrets.ts';
import type { HttpRequest } from '@punctual/lambda/http/call.ts';

/** Whether Calendly has sent this request, by its signature of the raw body. */
export async function fromCalendly({
  headers,
  rawBody,
  now,
}: Pick<HttpRequest, 'headers' | 'rawBody' | 'now'>): Promise<boolean> {
  const header = headers['calendly-webhook-signature'];
  if (header === undefined) return false;
  return isSignedByCalendly(header, rawBody, await secretValues('CALENDLY_WEBHOOK_SECRET'), now);
}
