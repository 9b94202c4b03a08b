import type { DeliveryShown } from '@punctual/application/messages/deliveries.ts';
import type { Preview } from '@punctual/application/reminders/edit-templates.ts';
import type { ReminderTemplates } from '@punctual/application/reminders/templates.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';

/** This surface's words for the kinds of templates. */
export const templateKinds = {
  emailReminder: 'email',
  smsReminder: 'sms',
  followUpReminder: 'followUp',
} as const;

export function templatesView({ email, sms, followUp }: ReminderTemplates) {
  return { emailReminder: email, smsReminder: sms, followUpReminder: followUp };
}

export function previewView(preview: Preview) {
  if (preview.kind === 'text') return { text: preview.text, ...preview.size };
  const { subject, text, html } = preview;
  return { subject, text, html };
}

export function deliveryView(delivery: DeliveryShown) {
  const { kind, channel, to, version, status, reason = null, at, messageId = null } = delivery;
  return {
    kind,
    channel,
    recipient: to === 'client' ? 'lead' : 'coach',
    version,
    status: status === 'claimed' ? 'sending' : status,
    reason,
    at: formatInstant(at),
    messageId,
  };
}
