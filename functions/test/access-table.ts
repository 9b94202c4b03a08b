import { calendarSigner } from '@punctual/adapters/secrets/calendar-signer.ts';
import type { Role } from '@punctual/contracts/route.ts';
import { intakeRequest, signedByCalendly } from './calendly.ts';
import type { Ask, Member, Stock, Tenant } from './tenants.ts';
import { signedByZoom } from './zoom.ts';

/*
 * Who may call what, as it was published, written down once more and by hand: nothing here is derived from the
 * declarations of the routes, so that a slip in one of them is seen. All that is asked for is Harbour's.
 */

export interface Expectation {
  /** Who goes through; `everybody` needs no token. */
  readonly roles: readonly Role[] | 'everybody';
  /** What the other roles are answered; 403 unless published otherwise. */
  readonly others?: 401;
  /**
   * What the right role of another tenant is answered: refused, because it is private whether such a thing exists (404)
   * or because it was published so (403); only their `own` things; or the same as anybody, because it is `open` to all
   * who have the role. `nobody`: there is no other tenant, admins look after all. `bound`: what is asked for is good for
   * one person and one time, as a test of its own shows.
   */
  readonly strangers: 403 | 404 | 'own' | 'open' | 'nobody' | 'bound';
  /** Goes through for staff who act for no coach as well: it is about themselves. */
  readonly staffOfNobody?: true;
  /** A call for something of Harbour's, new each time, as a member of Harbour would make it. */
  readonly ask: (harbour: Harbour, me: Member) => Ask | Promise<Ask>;
  /** Where the token in a link decides: calls with a link for something else. All are answered 404. */
  readonly forged?: (harbour: Harbour) => Promise<readonly Ask[]>;
}

export interface Harbour extends Stock, Tenant {}

const coachOrStaff = { roles: ['coach', 'staff'] } as const;
const clientOrCoach = { roles: ['client', 'coach'] } as const;
const party = { roles: ['client', 'coach', 'admin'] } as const;
const anyone = { roles: ['client', 'coach', 'staff', 'admin'], staffOfNobody: true } as const;
const coachOrAdmin = { roles: ['coach', 'admin'] } as const;
const therapist = { roles: ['coach'], others: 401 } as const;
const admin = { roles: ['admin'], strangers: 'nobody' } as const;
const everybody = { roles: 'everybody', strangers: 'open' } as const;

const march = { startDate: '2026-03-01', endDate: '2026-03-31' };

const appointment = async (harbour: Harbour) => ({ appointmentId: await harbour.appointment() });
const meeting = async (harbour: Harbour) => ({ meetingId: await harbour.appointment() });
const booking = async (harbour: Harbour) => ({ id: await harbour.appointment() });
const lead = async (harbour: Harbour) => ({ leadId: await harbour.lead() });
const row = async (harbour: Harbour) => ({ slotId: await harbour.row() });
const calendar = async (harbour: Harbour) => ({ id: await harbour.calendar(harbour.coach) });
const link = async (harbour: Harbour) => ({ token: await harbour.link() });
const abandonedBooking = async (harbour: Harbour) => ({ abandonedBookingId: (await harbour.abandoned()).id });

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

export const expectations: Readonly<Record<string, Expectation>> = {
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

  createIntake: { ...everybody, ask: intakeRequest },
  getIntake: { ...everybody, ask: async (harbour) => ({ params: { id: await harbour.intake() } }) },
  // Public at the gateway, which knows no signature; the function itself asks for one, or for an admin.
  changeIntakeStatus: {
    ...admin,
    ask: async (harbour) => ({ params: { id: await harbour.intake() }, body: { status: 'completed' } }),
  },
  // Whoever knows the secret; who does not is the subject of the webhook's own test.
  receiveCalendlyWebhook: { ...everybody, ask: () => signedByCalendly({ event: 'event_type.updated' }) },
  listIntakes: { ...admin, ask: () => ({}) },
  getIntakeForAdmin: { ...admin, ask: async (harbour) => ({ params: { id: await harbour.intake() } }) },
  updateIntake: {
    ...admin,
    ask: async (harbour) => ({ body: { _id: await harbour.intake(), isRead: true } }),
  },
  deleteIntakes: { ...admin, ask: async (harbour) => ({ params: { id: await harbour.intake() } }) },
  cancelIntake: {
    ...admin,
    ask: async (harbour) => ({ params: { id: await harbour.intake() }, body: {} }),
  },
  getCalendlyEvent: {
    ...admin,
    ask: async (harbour) => ({ params: { id: await harbour.intake('scheduled') } }),
  },
  getCalendlyInvitee: {
    ...admin,
    ask: async (harbour) => ({ params: { id: await harbour.intake('scheduled') } }),
  },
  getCalendlyInfo: { ...admin, ask: () => ({}) },

  listDeadLetters: { ...admin, ask: () => ({ query: { worker: 'send-notice' } }) },
  redriveDeadLetters: { ...admin, ask: () => ({ params: { worker: 'send-notice' }, body: {} }) },
  makeCalendarFeed: { ...anyone, strangers: 'own', ask: () => ({ body: {} }) },
  revokeCalendarFeed: { ...anyone, strangers: 'own', ask: () => ({}) },
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
  keepDevice: {
    ...anyone,
    strangers: 'own',
    ask: () => ({ body: { platform: 'ios', token: 'a-phone' } }),
  },
  forgetDevice: { ...anyone, strangers: 'own', ask: () => ({ body: { token: 'a-phone' } }) },
  // Whoever knows the secret; who does not is the subject of the webhook's own test.
  receiveZoomEvent: { ...everybody, ask: () => signedByZoom({ event: 'meeting.started' }) },
  receiveGooglePush: {
    ...everybody,
    ask: async () => ({
      headers: { 'x-goog-channel-token': await calendarSigner().pushSecret('no-such-connection') },
    }),
  },
  receiveGraphNotifications: { ...everybody, ask: () => ({ body: { value: [{ clientState: 'forged' }] } }) },
  getHealth: { ...everybody, ask: () => ({}) },
  getOpenApi: { ...everybody, ask: () => ({}) },
  getDocs: { ...everybody, ask: () => ({}) },
  getDocsAsset: { ...everybody, ask: () => ({ params: { asset: 'swagger-ui.css' } }) },
};
