import { clientOrCoach, type Expectations, everybody, type Harbour } from './expectation.ts';

const party = { roles: ['client', 'coach', 'admin'] } as const;
const booking = async (harbour: Harbour) => ({ id: await harbour.appointment() });

export const bookings: Expectations = {
  createBooking: {
    roles: ['client'],
    strangers: 'open',
    ask: (harbour) => ({
      body: { coach_id: harbour.coach.id, session_datetime: harbour.time(), duration_minutes: 30 },
    }),
  },
  getBooking: { ...party, strangers: 403, ask: async (harbour) => ({ params: await booking(harbour) }) },
  changeBookingStatus: {
    ...party,
    strangers: 403,
    ask: async (harbour) => ({ params: await booking(harbour), body: { status: 'confirmed' } }),
  },
  cancelBooking: { ...party, strangers: 403, ask: async (harbour) => ({ params: await booking(harbour) }) },
  listClientBookings: {
    ...party,
    strangers: 403,
    ask: (harbour, me) => ({ params: { client_id: me.role === 'admin' ? harbour.client.id : me.id } }),
  },
  listCoachBookings: {
    ...party,
    strangers: 403,
    ask: (harbour, me) => ({ params: { coach_id: me.role === 'admin' ? harbour.coach.id : me.id } }),
  },
  getCoachAvailability: {
    ...everybody,
    ask: (harbour) => ({
      params: { coach_id: harbour.coach.id },
      query: { start_date: '2026-03-03T00:00:00Z', end_date: '2026-03-04T00:00:00Z' },
    }),
  },
  getCalendarAuthUrl: { ...party, strangers: 'open', ask: () => ({ params: { calendar_type: 'google' } }) },
  exchangeCalendarToken: {
    ...party,
    strangers: 'bound',
    ask: async (harbour, me) => ({
      params: { calendar_type: 'google' },
      body: await harbour.consent(me),
    }),
  },
  syncBookingToCalendar: {
    ...clientOrCoach,
    strangers: 403,
    ask: async (harbour, me) => {
      await harbour.calendar(me);
      return { body: { booking_id: await harbour.appointment(), calendar_type: 'google' } };
    },
  },
};
