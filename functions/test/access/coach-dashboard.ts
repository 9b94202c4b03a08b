import { appointment, type Expectations, type Harbour } from './expectation.ts';

const coachOrStaff = { roles: ['coach', 'staff'] } as const;
const march = { startDate: '2026-03-01', endDate: '2026-03-31' };
const lead = async (harbour: Harbour) => ({ leadId: await harbour.lead() });
const abandonedBooking = async (harbour: Harbour) => ({ abandonedBookingId: (await harbour.abandoned()).id });

export const coachDashboard: Expectations = {
  getCalendar: { ...coachOrStaff, strangers: 'own', ask: () => ({ query: march }) },
  getAvailableSlots: { ...coachOrStaff, strangers: 'own', ask: () => ({ query: { date: '2026-03-03' } }) },
  bookAppointment: {
    ...coachOrStaff,
    strangers: 404,
    ask: async (harbour) => ({ body: { ...(await lead(harbour)), startTime: harbour.time(), duration: 30 } }),
  },
  listUpcomingAppointments: { ...coachOrStaff, strangers: 'own', ask: () => ({}) },
  listTodaysAppointments: { ...coachOrStaff, strangers: 'own', ask: () => ({}) },
  getAppointment: {
    ...coachOrStaff,
    strangers: 404,
    ask: async (harbour) => ({ params: await appointment(harbour) }),
  },
  rescheduleAppointment: {
    ...coachOrStaff,
    strangers: 404,
    ask: async (harbour) => ({
      params: await appointment(harbour),
      body: { newStartTime: harbour.time() },
    }),
  },
  cancelAppointment: {
    ...coachOrStaff,
    strangers: 404,
    ask: async (harbour) => ({ params: await appointment(harbour), body: {} }),
  },
  changeAppointmentStatus: {
    ...coachOrStaff,
    strangers: 404,
    ask: async (harbour) => ({ params: await appointment(harbour), body: { status: 'confirmed' } }),
  },
  getAppointmentHistory: {
    ...coachOrStaff,
    strangers: 404,
    ask: async (harbour) => ({ params: await appointment(harbour) }),
  },
  getAppointmentStatistics: { ...coachOrStaff, strangers: 'own', ask: () => ({ query: march }) },
  getAvailability: { ...coachOrStaff, strangers: 'own', ask: () => ({}) },
  setAvailability: { ...coachOrStaff, strangers: 'own', ask: () => ({ body: { bufferTime: 0 } }) },
  createLead: {
    ...coachOrStaff,
    strangers: 'own',
    ask: () => ({ body: { name: 'Somebody New', email: 'new@example.com' } }),
  },
  listLeads: { ...coachOrStaff, strangers: 'own', ask: () => ({}) },
  getLead: { ...coachOrStaff, strangers: 404, ask: async (harbour) => ({ params: await lead(harbour) }) },
  updateLead: {
    ...coachOrStaff,
    strangers: 404,
    ask: async (harbour) => ({ params: await lead(harbour), body: { score: 7 } }),
  },
  listAbandonedBookings: { ...coachOrStaff, strangers: 'own', ask: () => ({}) },
  recoverAbandonedBooking: {
    ...coachOrStaff,
    strangers: 404,
    ask: async (harbour) => ({ params: await abandonedBooking(harbour), body: {} }),
  },
  stopRecovery: {
    ...coachOrStaff,
    strangers: 404,
    ask: async (harbour) => ({ params: await abandonedBooking(harbour) }),
  },
  getAiRecommendations: {
    ...coachOrStaff,
    strangers: 404,
    ask: async (harbour) => ({ query: await lead(harbour) }),
  },
  getAiRecommendationQuality: { ...coachOrStaff, strangers: 'own', ask: () => ({}) },
  getReminderTemplates: {
    ...coachOrStaff,
    strangers: 'own',
    ask: async (harbour) => {
      await harbour.words();
      return {};
    },
  },
  setReminderTemplates: {
    ...coachOrStaff,
    strangers: 'own',
    ask: () => ({ body: { smsReminder: { body: 'See you soon' } } }),
  },
  previewReminderTemplate: {
    ...coachOrStaff,
    strangers: 404,
    ask: async (harbour) => ({ body: { template: 'emailReminder', ...(await appointment(harbour)) } }),
  },
  listDeliveries: {
    ...coachOrStaff,
    strangers: 404,
    ask: async (harbour) => ({ params: await appointment(harbour) }),
  },
  listZoomMeetings: { ...coachOrStaff, strangers: 'own', ask: () => ({ query: march }) },
  getZoomMeeting: {
    ...coachOrStaff,
    strangers: 404,
    ask: async (harbour) => ({ params: await appointment(harbour) }),
  },
  getZoomSettings: { ...coachOrStaff, strangers: 'own', ask: () => ({}) },
  setZoomSettings: { ...coachOrStaff, strangers: 'own', ask: () => ({ body: { waitingRoom: false } }) },
  addStaff: {
    roles: ['coach'],
    strangers: 'own',
    ask: () => ({ body: { name: 'Helper New', email: 'helper@example.com' } }),
  },
  listStaff: { ...coachOrStaff, strangers: 'own', ask: () => ({}) },
};
