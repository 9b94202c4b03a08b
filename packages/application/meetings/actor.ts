import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { SurfacePolicy } from '../model.ts';

/** Changes that follow from meetings: they tell what the provider did there, and change nobody's time. */
export const meetingPolicy: SurfacePolicy = {
  surface: 'meetings',
  standing: 'provider',
  durations: { kind: 'list', minutes: [] },
  autoConfirms: false,
};

export const meetingActor = { id: 'meetings' as PersonId };
