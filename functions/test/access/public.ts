import type { Ask } from '../operations.ts';
import { type Expectations, everybody, type Harbour } from './expectation.ts';

const link = async (harbour: Harbour) => ({ token: await harbour.link() });

/** Links in one recovery message are not good for each other's purpose, nor is one for managing. */
async function otherRecoveryLinks(
  harbour: Harbour,
  other: 'recover' | 'unsubscribe',
  body?: object,
): Promise<readonly Ask[]> {
  const tokens = [(await harbour.abandoned())[other], await harbour.link()];
  return tokens.map((token) => ({ params: { token }, ...(body && { body }) }));
}

/** Not a link for managing: one for a hold, and one that somebody has changed. */
async function otherLinks(harbour: Harbour, body?: object): Promise<readonly Ask[]> {
  const { token } = await harbour.hold();
  const real = await harbour.link();
  const changed = `${real.slice(0, -6)}${real.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA'}`;
  return [token, changed].map((one) => ({ params: { token: one }, ...(body && { body }) }));
}

export const publicPages: Expectations = {
  getPublicSlots: {
    ...everybody,
    ask: (harbour) => ({
      params: { coachId: harbour.coach.id },
      query: { from: '2026-03-03', to: '2026-03-04' },
    }),
  },
  placeHold: {
    ...everybody,
    ask: (harbour) => ({
      body: {
        coachId: harbour.coach.id,
        startTime: harbour.time(),
        duration: 30,
        contact: { name: 'Some Visitor', email: 'visitor@example.com', timeZone: 'Europe/Rome' },
      },
    }),
  },
  confirmHold: {
    ...everybody,
    ask: async (harbour) => {
      const { id, token } = await harbour.hold();
      return { params: { id }, body: { token } };
    },
    forged: async (harbour) => {
      const [{ id }, { token }] = [await harbour.hold(), await harbour.hold()];
      return [token, await harbour.link()].map((one) => ({ params: { id }, body: { token: one } }));
    },
  },
  releaseHold: {
    ...everybody,
    ask: async (harbour) => {
      const { id, token } = await harbour.hold();
      return { params: { id }, query: { token } };
    },
    forged: async (harbour) => {
      const [{ id }, { token }] = [await harbour.hold(), await harbour.hold()];
      return [token, await harbour.link()].map((one) => ({ params: { id }, query: { token: one } }));
    },
  },
  getManagedAppointment: {
    ...everybody,
    ask: async (harbour) => ({ params: await link(harbour) }),
    forged: otherLinks,
  },
  rescheduleManagedAppointment: {
    ...everybody,
    ask: async (harbour) => ({ params: await link(harbour), body: { newStartTime: harbour.time() } }),
    forged: (harbour) => otherLinks(harbour, { newStartTime: harbour.time() }),
  },
  cancelManagedAppointment: {
    ...everybody,
    ask: async (harbour) => ({ params: await link(harbour), body: {} }),
    forged: (harbour) => otherLinks(harbour, {}),
  },
  getAbandonedSlot: {
    ...everybody,
    ask: async (harbour) => ({ params: { token: (await harbour.abandoned()).recover } }),
    forged: (harbour) => otherRecoveryLinks(harbour, 'unsubscribe'),
  },
  bookAbandonedSlot: {
    ...everybody,
    ask: async (harbour) => ({ params: { token: (await harbour.abandoned()).recover }, body: {} }),
    forged: (harbour) => otherRecoveryLinks(harbour, 'unsubscribe', {}),
  },
  getUnsubscribePage: {
    ...everybody,
    ask: async (harbour) => ({ params: { token: (await harbour.abandoned()).unsubscribe } }),
    forged: (harbour) => otherRecoveryLinks(harbour, 'recover'),
  },
  unsubscribe: {
    ...everybody,
    ask: async (harbour) => ({ params: { token: (await harbour.abandoned()).unsubscribe } }),
    forged: (harbour) => otherRecoveryLinks(harbour, 'recover'),
  },
  readCalendarFeed: {
    ...everybody,
    ask: async (harbour) => ({ params: { feed: await harbour.feed() } }),
    forged: async (harbour) => {
      const replaced = await harbour.feed();
      const feed = await harbour.feed();
      const changed = `${feed.slice(0, 38)}${feed.startsWith('AAAA', 38) ? 'BBBB' : 'AAAA'}${feed.slice(42)}`;
      const link = await harbour.link();
      return [replaced, changed, feed.replace('.ics', ''), link].map((one) => ({ params: { feed: one } }));
    },
  },
};
