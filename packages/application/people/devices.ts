import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import type { Device } from '../messages/message.ts';

/** The devices on which people want to be reminded. */
export interface Devices {
  of(person: PersonId): Promise<readonly Device[]>;
  /**
   * Keeps a device for a person, and no longer for whoever had it before: who uses an app sees their own reminders only.
   * Of more than the maximum the one that was kept first is forgotten.
   */
  keep(person: PersonId, device: Device, at: Instant): Promise<void>;
  /** It may have been forgotten already, or belong to somebody else. */
  forget(person: PersonId, token: string): Promise<void>;
}

/** Devices of one person: more than anybody carries, so that old ones that nobody signed off do not pile up. */
export const maximumDevices = 10;
