import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { defaultMeetingSettings } from '@punctual/scheduling/meetings/wanted.ts';
import type { Caller } from '../model.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import type { ChosenMeetingSettings, Meetings } from './ports.ts';

type SettingsPorts = Pick<Ports, 'directory'> & { readonly meetings: Meetings };

/** How a provider wants their meetings; what they have not chosen is as published. */
export async function meetingSettingsOf(
  { meetings }: SettingsPorts,
  providerId: PersonId,
): Promise<ChosenMeetingSettings> {
  const chosen = await meetings.settingsOf(providerId);
  return { ...defaultMeetingSettings, hostEmail: undefined, ...chosen };
}

/** What is undefined stays; null takes the address away. Meetings are made, and when they are changed written, like this. */
export interface MeetingSettingsChange
  extends Readonly<
    Partial<{
      [Name in keyof Omit<ChosenMeetingSettings, 'hostEmail'>]: ChosenMeetingSettings[Name] | undefined;
    }>
  > {
  readonly hostEmail?: string | null | undefined;
}

/**
 * Whose link to hold a meeting is, is whose address stands here: only the provider chooses it (`forbidden`), and nobody may
 * enter that of somebody else whom the directory knows (`conflict`).
 */
export async function changeMeetingSettings(
  ports: SettingsPorts,
  caller: Pick<Caller, 'id'>,
  providerId: PersonId,
  change: MeetingSettingsChange,
): Promise<Outcome<ChosenMeetingSettings>> {
  const before = await meetingSettingsOf(ports, providerId);
  const { hostEmail, ...rest } = change;
  if (hostEmail !== undefined && caller.id !== providerId) {
    return failed({ kind: 'forbidden', message: 'Only the coach chooses who holds the meetings' });
  }
  if (typeof hostEmail === 'string') {
    const [owner, own] = await Promise.all([
      ports.directory.agendaOf(hostEmail),
      ports.directory.get(providerId),
    ]);
    if (owner !== undefined && owner !== own?.agenda) {
      return failed({ kind: 'conflict', message: 'This address belongs to somebody else' });
    }
  }
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const settings: ChosenMeetingSettings = {
    ...before,
    ...given,
    hostEmail: hostEmail === null ? undefined : (hostEmail ?? before.hostEmail),
  };
  await ports.meetings.saveSettings(providerId, settings);
  return done(settings);
}
