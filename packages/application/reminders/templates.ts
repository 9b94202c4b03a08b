/** A mail as a provider words it, with placeholders. */
export interface MailTemplate {
  readonly subject: string;
  readonly body: string;
}

/** Text messages have no subject. */
export interface TextTemplate {
  readonly body: string;
}

export interface ReminderTemplates {
  readonly email: MailTemplate;
  readonly sms: TextTemplate;
  readonly followUp: MailTemplate;
}

/** What a provider has worded; what is undefined has the default words. */
export type ChosenTemplates = {
  readonly [Kind in keyof ReminderTemplates]: ReminderTemplates[Kind] | undefined;
};

/** As published. */
export const defaultTemplates: ReminderTemplates = {
  email: {
    subject: 'Reminder: Your appointment with [Coach Name] tomorrow',
    body: 'Hi [Lead Name], this is a reminder that you have an appointment scheduled for [Date] at [Time]. Join here: [Zoom Link]',
  },
  sms: {
    body: 'Hi [Lead Name], your appointment with [Coach Name] is in 2 hours. Join: [Zoom Link]',
  },
  followUp: {
    subject: "Missed your appointment? Let's reschedule",
    body: "Hi [Lead Name], I noticed you missed our scheduled appointment. No worries! Let's find a time that works better for you.",
  },
};

/** The chosen templates, each whole, over the published ones. */
export function templatesOf(chosen: ChosenTemplates | undefined): ReminderTemplates {
  return {
    email: chosen?.email ?? defaultTemplates.email,
    sms: chosen?.sms ?? defaultTemplates.sms,
    followUp: chosen?.followUp ?? defaultTemplates.followUp,
  };
}

export const placeholders = ['Coach Name', 'Lead Name', 'Date', 'Time', 'Zoom Link'] as const;

export type Placeholder = (typeof placeholders)[number];

/** The text for each placeholder; there may be no meeting to link to. */
export type Values = Readonly<Record<Exclude<Placeholder, 'Zoom Link'>, string>> & {
  readonly 'Zoom Link': string | undefined;
};

const anyPlaceholder = /\[(Coach Name|Lead Name|Date|Time|Zoom Link)\]/g;

/**
 * Puts the values in the place of the placeholders, in one pass: a value that looks like a placeholder stays what it
 * is. Without a link, a sentence that is only about the link goes.
 */
export function fill(template: string, values: Values): string {
  const text = values['Zoom Link'] === undefined ? withoutLink(template) : template;
  return text.replace(anyPlaceholder, (_, name: Placeholder) => values[name] ?? '(the link will follow)');
}

/** Up to the next full stop, question or exclamation mark, or the end of the line. */
const sentence = /[^.!?\n]*(?:[.!?]+|\n|$)/g;

function withoutLink(template: string): string {
  const sentences = template.match(sentence) ?? [];
  const isAboutLink = (one: string) => {
    const named = one.match(anyPlaceholder) ?? [];
    return named.length > 0 && named.every((name) => name === '[Zoom Link]');
  };
  const left = sentences.filter((one) => !isAboutLink(one)).join('');
  return left.trim() === '' ? template : left.trimEnd();
}
