import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { DAY, type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { zoneOf } from '@punctual/scheduling/time/zone.ts';
import { getSettings, reviseSettings } from '../availability/settings.ts';
import { type SmsSize, sizeOf } from '../messages/sms.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import { composeFollowUp, composeReminder, composeText, type ReminderFacts } from './compose.ts';
import { type MailTemplate, type ReminderTemplates, type TextTemplate, templatesOf } from './templates.ts';

/** A provider's own words, and the published ones where there are none. */
export async function getTemplates(
  ports: Pick<Ports, 'ledger' | 'clock'>,
  providerId: PersonId,
): Promise<ReminderTemplates> {
  return templatesOf((await getSettings(ports, providerId)).templates);
}

type Draft<Template> = { readonly [Field in keyof Template]?: Template[Field] | undefined };

/** What is undefined stays as it is; null brings the default words back. */
export type TemplatesChange = {
  readonly [Kind in keyof ReminderTemplates]?: Draft<ReminderTemplates[Kind]> | null | undefined;
};

/** Answers the templates as they are after the change, as `getTemplates` does. */
export async function changeTemplates(
  ports: Pick<Ports, 'ledger' | 'clock' | 'ids' | 'pause'>,
  providerId: PersonId,
  { email, sms, followUp }: TemplatesChange,
): Promise<Outcome<ReminderTemplates>> {
  const changed = await reviseSettings(ports, providerId, ({ templates: before }) => {
    const effective = templatesOf(before);
    return done({
      templates: {
        email: revised(before?.email, effective.email, email),
        sms: revised(before?.sms, effective.sms, sms),
        followUp: revised(before?.followUp, effective.followUp, followUp),
      },
    });
  });
  return changed.ok ? done(templatesOf(changed.value.templates)) : changed;
}

function revised<Template extends MailTemplate | TextTemplate>(
  chosen: Template | undefined,
  effective: Template,
  draft: Draft<Template> | null | undefined,
): Template | undefined {
  if (draft === undefined) return chosen;
  return draft === null ? undefined : drafted(effective, draft);
}

function drafted<Template extends MailTemplate | TextTemplate>(
  effective: Template,
  draft: Draft<Template>,
): Template {
  const given = Object.entries(draft).filter(([, value]) => value !== undefined);
  return { ...effective, ...Object.fromEntries(given) };
}

export interface PreviewRequest {
  readonly kind: keyof ReminderTemplates;
  /** What is undefined is taken from the words that are saved. */
  readonly draft: Draft<MailTemplate>;
  /** Undefined: with made-up names and times. */
  readonly appointmentId: AppointmentId | undefined;
}

export type Preview =
  | { readonly kind: 'mail'; readonly subject: string; readonly text: string; readonly html: string }
  | { readonly kind: 'text'; readonly text: string; readonly size: SmsSize };

/** What a client would be sent at the time when it is due. The link in it leads nowhere. */
export async function previewTemplate(
  ports: Pick<Ports, 'ledger' | 'clock'> & { readonly publicApiUrl: string },
  providerId: PersonId,
  { kind, draft, appointmentId }: PreviewRequest,
): Promise<Outcome<Preview>> {
  const settings = await getSettings(ports, providerId);
  const { appointment } =
    appointmentId === undefined
      ? { appointment: undefined }
      : await ports.ledger.records({ appointment: appointmentId });
  if (appointmentId !== undefined && appointment?.providerId !== providerId) return notFound('Appointment');
  const clientId = appointment?.clientId;
  const { people } = await ports.ledger.records({
    people: clientId === undefined ? [providerId] : [providerId, clientId],
  });
  const subject = appointment ?? {
    title: 'Discovery Call with John Doe',
    start: nextMorning(ports.clock.now(), settings.timeZone),
    durationMinutes: settings.defaultDurationMinutes,
    timeZone: settings.timeZone,
  };
  const saved = templatesOf(settings.templates);
  const hoursBefore = { email: settings.reminders.hoursBefore, sms: 2, followUp: 0 }[kind];
  const facts: ReminderFacts = {
    appointment: subject,
    provider: people.get(providerId) ?? { name: '', email: undefined },
    providerZone: settings.timeZone,
    client: {
      ...((clientId && people.get(clientId)) ?? { name: 'John Doe', timeZone: undefined }),
      // Nobody is written to, and without any address there would be no mail to show.
      email: 'john@example.com',
    },
    meetingUrl: appointment === undefined ? 'https://zoom.us/j/123456789' : undefined,
    manageUrl: `${ports.publicApiUrl}/api/v1/public/manage/…`,
    templates: { ...saved, [kind]: drafted(saved[kind], draft) },
    now: subject.start - hoursBefore * 60 * MINUTE,
  };
  if (kind === 'sms') {
    const text = composeText(facts);
    return done({ kind: 'text', text, size: sizeOf(text) });
  }
  const email = kind === 'email' ? composeReminder(facts) : composeFollowUp(facts);
  if (email === undefined) throw new Error('a mail to somebody with an address was not composed');
  const { subject: heading, text, html } = email;
  return done({ kind: 'mail', subject: heading, text, html });
}

/** Ten o'clock of the next date. */
function nextMorning(now: Instant, timeZone: string): Instant {
  const zone = zoneOf(timeZone);
  return zone.toInstant(zone.toLocal(now + DAY).date, 600);
}
