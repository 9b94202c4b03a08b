import { intakeRequest, signedByCalendly } from '../calendly.ts';
import { admin, type Expectations, everybody } from './expectation.ts';

export const intake: Expectations = {
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
};
