import { admin, appointment, type Expectations } from './expectation.ts';

export const administration: Expectations = {
  listPeople: { ...admin, ask: () => ({}) },
  assignClient: {
    ...admin,
    ask: ({ coach, client }) => ({ body: { providerId: coach.id, clientId: client.id } }),
  },
  unassignClient: {
    ...admin,
    ask: ({ coach }) => ({ body: { providerId: coach.id, clientId: 'somebody.harbour' } }),
  },
  getAudit: { ...admin, ask: async (harbour) => ({ query: await appointment(harbour) }) },
  listDeadLetters: { ...admin, ask: () => ({ query: { worker: 'send-notice' } }) },
  redriveDeadLetters: { ...admin, ask: () => ({ params: { worker: 'send-notice' }, body: {} }) },
};
