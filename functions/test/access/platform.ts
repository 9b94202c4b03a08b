import { type Expectations, everybody } from './expectation.ts';

const anyone = { roles: ['client', 'coach', 'staff', 'admin'], staffOfNobody: true } as const;

export const platform: Expectations = {
  makeCalendarFeed: { ...anyone, strangers: 'own', ask: () => ({ body: {} }) },
  revokeCalendarFeed: { ...anyone, strangers: 'own', ask: () => ({}) },
  keepDevice: {
    ...anyone,
    strangers: 'own',
    ask: () => ({ body: { platform: 'ios', token: 'a-phone' } }),
  },
  forgetDevice: { ...anyone, strangers: 'own', ask: () => ({ body: { token: 'a-phone' } }) },
  getHealth: { ...everybody, ask: () => ({}) },
  getOpenApi: { ...everybody, ask: () => ({}) },
  getDocs: { ...everybody, ask: () => ({}) },
  getDocsAsset: { ...everybody, ask: () => ({ params: { asset: 'swagger-ui.css' } }) },
};
