import { type Expectations, everybody, type Harbour } from './expectation.ts';

const coachOrAdmin = { roles: ['coach', 'admin'] } as const;
const calendar = async (harbour: Harbour) => ({ id: await harbour.calendar(harbour.coach) });

export const calendarIntegration: Expectations = {
  connectCalendar: {
    ...coachOrAdmin,
    strangers: 404,
    ask: ({ coach }) => ({ params: { provider: 'outlook', coachId: coach.id } }),
  },
  // Without a state that we have given somebody, it sends them on to be told so.
  finishConnecting: { ...everybody, ask: () => ({ query: { state: 'forged', code: 'forged' } }) },
  listConnections: {
    ...coachOrAdmin,
    strangers: 404,
    ask: async (harbour) => {
      await harbour.calendar(harbour.coach);
      return { params: { id: harbour.coach.id } };
    },
  },
  changeConnectionSettings: {
    ...coachOrAdmin,
    strangers: 404,
    ask: async (harbour) => ({ params: await calendar(harbour), body: { auto_update_events: true } }),
  },
  disconnectCalendar: {
    ...coachOrAdmin,
    strangers: 404,
    ask: async (harbour) => ({ params: { id: await harbour.spareCalendar(harbour.coach) } }),
  },
  syncConnection: {
    ...coachOrAdmin,
    strangers: 404,
    ask: async (harbour) => ({ params: await calendar(harbour) }),
  },
  testConnection: {
    ...coachOrAdmin,
    strangers: 404,
    ask: async (harbour) => ({ params: await calendar(harbour) }),
  },
  listFailedItems: {
    ...coachOrAdmin,
    strangers: 404,
    ask: async (harbour) => ({ params: await calendar(harbour) }),
  },
  redriveFailedItems: {
    ...coachOrAdmin,
    strangers: 404,
    ask: async (harbour) => ({ params: await calendar(harbour), body: {} }),
  },
};
