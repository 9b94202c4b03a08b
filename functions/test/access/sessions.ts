import { clientOrCoach, type Expectations, type Harbour } from './expectation.ts';

const therapist = { roles: ['coach'], others: 401 } as const;
const meeting = async (harbour: Harbour) => ({ meetingId: await harbour.appointment() });
const row = async (harbour: Harbour) => ({ slotId: await harbour.row() });

export const sessions: Expectations = {
  createMeeting: {
    roles: ['client'],
    strangers: 403,
    ask: (harbour) => ({
      body: { therapistId: harbour.coach.id, startTime: harbour.time(), duration: 30 },
    }),
  },
  listMeetings: { ...clientOrCoach, strangers: 'own', ask: () => ({}) },
  getMeeting: {
    ...clientOrCoach,
    strangers: 403,
    ask: async (harbour) => ({ params: await meeting(harbour) }),
  },
  updateMeeting: {
    ...clientOrCoach,
    strangers: 403,
    ask: async (harbour) => ({ params: await meeting(harbour), body: { startTime: harbour.time() } }),
  },
  cancelMeeting: {
    ...clientOrCoach,
    strangers: 403,
    ask: async (harbour) => ({ params: await meeting(harbour), body: {} }),
  },
  createAvailabilitySlot: {
    ...therapist,
    strangers: 'own',
    ask: (harbour) => ({ body: harbour.window() }),
  },
  listAvailabilitySlots: { ...therapist, strangers: 'own', ask: () => ({}) },
  updateAvailabilitySlot: {
    ...therapist,
    strangers: 403,
    ask: async (harbour) => ({ params: await row(harbour), body: { notes: 'Changed' } }),
  },
  deleteAvailabilitySlot: {
    ...therapist,
    strangers: 403,
    ask: async (harbour) => ({ params: await row(harbour) }),
  },
  listSessionSlots: {
    ...clientOrCoach,
    strangers: 'open',
    ask: (harbour) => ({ query: { therapistId: harbour.coach.id, date: '2026-03-03' } }),
  },
};
