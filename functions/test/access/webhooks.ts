import { calendarSigner } from '@punctual/adapters/secrets/calendar-signer.ts';
import { signedByZoom } from '../zoom.ts';
import { type Expectations, everybody } from './expectation.ts';

export const webhooks: Expectations = {
  // Whoever knows the secret; who does not is the subject of the webhook's own test.
  receiveZoomEvent: { ...everybody, ask: () => signedByZoom({ event: 'meeting.started' }) },
  receiveGooglePush: {
    ...everybody,
    ask: async () => ({
      headers: { 'x-goog-channel-token': await calendarSigner().pushSecret('no-such-connection') },
    }),
  },
  receiveGraphNotifications: { ...everybody, ask: () => ({ body: { value: [{ clientState: 'forged' }] } }) },
};
