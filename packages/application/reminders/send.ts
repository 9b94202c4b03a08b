import type { Appointment, AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import {
  judgeReminder,
  type ReminderKey,
  type ReminderVerdict,
} from '@punctual/scheduling/reminders/reminders.ts';
import { DAY, type Instant } from '@punctual/scheduling/time/instant.ts';
import { type DeliveryPorts, deliverOnce, type Prepared, skipped } from '../messages/deliver.ts';
import { type MailPorts, prepareMail } from '../messages/mail.ts';
import {
  type Channel,
  type DeliveryResult,
  type Device,
  NotTaken,
  type Push,
  type Pusher,
  type Texter,
} from '../messages/message.ts';
import { e164 } from '../messages/phone.ts';
import { defaultSettings, type Person, type ProviderSettings } from '../model.ts';
import type { Devices } from '../people/devices.ts';
import type { Links, Ports } from '../ports.ts';
import { manageToken } from '../public/manage.ts';
import { composeFollowUp, composePush, composeReminder, composeText, type ReminderFacts } from './compose.ts';
import { rulesOf } from './plan.ts';
import { templatesOf } from './templates.ts';

export type ReminderPorts = Pick<Ports, 'ledger'> &
  DeliveryPorts &
  MailPorts & {
    readonly texter: Texter;
    readonly pusher: Pusher;
    readonly devices: Devices;
    readonly links: Links;
    /** Where the links in messages lead. */
    readonly publicApiUrl: string;
  };

/** Two reminders by mail share a channel; all others have one of their own. */
const channels: Readonly<Record<ReminderKey, Channel>> = {
  email: 'email',
  'email-last': 'email',
  sms: 'sms',
  push: 'push',
};

/** How long after a missed appointment another time can be chosen by the link in the mail. */
const followUpLives = 30 * DAY;

/**
 * Sends a reminder whose time has come, once, if it is right by the appointment and the settings as they are at this
 * moment. One for an old time, or that nobody wants any more, leaves no trace; whatever else keeps it from being sent is
 * remembered with its reason.
 *
 * Throws when it was not taken, so that the message is tried again.
 *
 * @param planned the time it was planned for
 */
export async function sendReminder(
  ports: ReminderPorts,
  id: AppointmentId,
  key: ReminderKey,
  planned: Instant,
): Promise<ReminderVerdict | 'unknown'> {
  const judge = ({ appointment, settings }: Found) =>
    judgeReminder(appointment, rulesOf(settings.reminders), key, planned, ports.clock.now());
  const found = await look(ports, id);
  if (found === undefined) return 'unknown';
  const { appointment } = found;
  const verdict = judge(found);
  // Before anything is claimed: the right reminder has the same key as one that was planned for another time.
  if (verdict === 'moved' || verdict === 'ended') return verdict;
  const channel = channels[key];
  const recipients = channel === 'push' ? (['client', 'provider'] as const) : (['client'] as const);
  for (const recipient of recipients) {
    const { id: personId } = recipient === 'client' ? found.client : found.provider;
    await deliver(ports, appointment, `reminder:${key}`, channel, personId, async () => {
      // The last look. Claiming takes time, and so did the other party's message.
      const current = await lookAgain(ports, appointment);
      const last = current && judge(current);
      const isSame = current?.appointment.reschedules.length === appointment.reschedules.length;
      if (current === undefined || !isSame || last === 'moved' || last === 'ended') {
        throw new NotTaken('changed meanwhile', false);
      }
      if (last === 'too_late') return skipped('too_late');
      const facts = await factsOf(ports, current, ports.clock.now());
      if (channel === 'email') return prepareMail(ports, composeReminder(facts));
      if (channel === 'sms') return prepareText(ports, current.client, facts);
      return preparePush(ports, recipient === 'client' ? current.client : current.provider, facts, recipient);
    });
  }
  return verdict;
}

/** Writes to a client who missed an appointment, once, with a link to choose another time. */
export async function sendFollowUp(ports: ReminderPorts, id: AppointmentId): Promise<void> {
  const found = await look(ports, id);
  if (found === undefined) return;
  const { appointment, settings, client } = found;
  // It has ended, and stays as it is.
  if (appointment.status !== 'no_show' || !settings.reminders.followUp) return;
  await deliver(ports, appointment, 'follow_up', 'email', client.id, async () => {
    const now = ports.clock.now();
    return prepareMail(ports, composeFollowUp(await factsOf(ports, found, now, now + followUpLives)));
  });
}

interface Found {
  readonly appointment: Appointment;
  readonly settings: ProviderSettings;
  readonly provider: Person;
  readonly client: Person;
}

async function look(ports: ReminderPorts, id: AppointmentId): Promise<Found | undefined> {
  const { appointment } = await ports.ledger.records({ appointment: id });
  return appointment && lookAgain(ports, appointment);
}

/** All of it in one request, so that nothing is older than the rest. The people and the provider stay the same. */
async function lookAgain(
  { ledger, clock }: ReminderPorts,
  { id, providerId, clientId }: Appointment,
): Promise<Found | undefined> {
  const {
    appointment,
    people,
    settings = defaultSettings(providerId, clock.now()),
  } = await ledger.records({ appointment: id, people: [providerId, clientId], settingsOf: providerId });
  const provider = people.get(providerId);
  const client = people.get(clientId);
  if (appointment === undefined || provider === undefined || client === undefined) return undefined;
  return { appointment, settings, provider, client };
}

/**
 * The key counts the times that the appointment was moved, not its version: duplicates of a reminder have the same key
 * whatever else changes in between, and an appointment that was moved is reminded of anew.
 */
function deliver(
  ports: ReminderPorts,
  appointment: Appointment,
  kind: string,
  channel: Channel,
  recipient: PersonId,
  prepare: () => Promise<Prepared>,
): Promise<DeliveryResult | undefined> {
  const version = appointment.reschedules.length;
  return deliverOnce(ports, { appointmentId: appointment.id, version, kind, channel, recipient }, prepare);
}

async function factsOf(
  ports: ReminderPorts,
  { appointment, settings, provider, client }: Found,
  now: Instant,
  linkExpiresAt?: Instant,
): Promise<ReminderFacts> {
  const token = await manageToken(ports.links, appointment, linkExpiresAt);
  return {
    appointment,
    provider,
    providerZone: settings.timeZone,
    client,
    meetingUrl: appointment.meetingUrl,
    manageUrl: `${ports.publicApiUrl}/api/v1/public/manage/${token}`,
    templates: templatesOf(settings.templates),
    now,
  };
}

function prepareText({ texter }: ReminderPorts, client: Person, facts: ReminderFacts): Prepared {
  if (client.phone === undefined) return skipped('no phone');
  const phone = e164(client.phone);
  if (phone === undefined) return skipped('phone not E.164');
  const text = composeText(facts);
  return async () => ({ status: 'sent', messageId: await texter.send(phone, text) });
}

/** Prepares a reminder for all devices of a person. */
async function preparePush(
  ports: ReminderPorts,
  person: Person,
  facts: ReminderFacts,
  recipient: 'provider' | 'client',
): Promise<Prepared> {
  const message = composePush(facts, recipient);
  const known = await ports.devices.of(person.id);
  return known.length === 0 ? skipped('no device') : () => push(ports, person.id, known, message);
}

/** Whoever has several devices is reminded once one has taken it. Devices from which the app has gone are forgotten. */
async function push(
  { pusher, devices }: ReminderPorts,
  owner: PersonId,
  known: readonly Device[],
  message: Push,
): Promise<DeliveryResult> {
  const results = await Promise.allSettled(known.map((device) => pusher.send(device, message)));
  const gone = known.filter((_, index) => isGone(results[index]));
  // One that is not forgotten is found gone the next time; what the others answered must not be lost over it.
  await Promise.allSettled(gone.map((device) => devices.forget(owner, device.token)));
  const answers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  for (const answer of answers) {
    if (typeof answer === 'object') return { status: 'sent', messageId: answer.messageId };
  }
  const faults = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  // First one after which nobody knows whether a device has shown it, then one after which another try may help.
  const fault =
    faults.find((one) => !(one instanceof NotTaken)) ?? faults.find((one) => !one.forGood) ?? faults[0];
  if (fault !== undefined) throw fault;
  return skipped(answers.includes('not_configured') ? 'not configured' : 'no device');
}

function isGone(result: PromiseSettledResult<Awaited<ReturnType<Pusher['send']>>> | undefined): boolean {
  return result?.status === 'fulfilled' && result.value === 'gone';
}
