import type { SurfacePolicy } from '@punctual/application/model.ts';

/** What visitors may do on booking pages and behind the links in their mails. */
export const policy: SurfacePolicy = {
  surface: 'public',
  standing: 'client',
  durations: { kind: 'range', minimum: 15, maximum: 480 },
  autoConfirms: true,
};
