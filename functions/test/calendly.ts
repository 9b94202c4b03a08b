import { createHmac } from 'node:crypto';

/** A webhook as Calendly sends it, signed with this machine's secret. */
export function signedByCalendly(body: object): {
  readonly body: object;
  readonly headers: Record<string, string>;
} {
  return { body, headers: { 'calendly-webhook-signature': signature(JSON.stringify(body)) } };
}

/** The header for a body as it goes over the wire. */
export function signature(text: string | Uint8Array, at = Date.now()): string {
  const seconds = Math.floor(at / 1000);
  const hmac = createHmac('sha256', String(process.env.CALENDLY_WEBHOOK_SECRET));
  return `t=${seconds},v1=${hmac.update(`${seconds}.`).update(text).digest('hex')}`;
}

const visitor = {
  firstName: 'Some',
  lastName: 'Visitor',
  companyName: 'Somewhere',
  companyWebsite: 'https://somewhere.example',
  position: 'Owner',
  isDecisionMaker: false,
};

let visitors = 0;

/** A visitor's request for a consultation, from an address of their own. */
export function intakeRequest(): { readonly body: typeof visitor & { readonly email: string } } {
  visitors += 1;
  return { body: { ...visitor, email: `somebody${visitors}@somewhere.example` } };
}
