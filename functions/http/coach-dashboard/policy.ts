import type { SurfacePolicy } from '@punctual/application/model.ts';

/** What coaches and their staff may do on this surface. A coach may offer any length, within reason. */
export const policy: SurfacePolicy = {
  surface: 'coach-dashboard',
  standing: 'provider',
  durations: { kind: 'range', minimum: 5, maximum: 480 },
  autoConfirms: true,
};
