import { type Appointment, intervalOf, isLive } from '../appointments/appointment.ts';
import type { CalendarEntry } from './entry.ts';

/** What the owner of a calendar has settled about the entries in it. */
export interface EntryRules {
  readonly syncEnabled: boolean;
  readonly autoCreateEvents: boolean;
  /** Rules deletion too. */
  readonly autoUpdateEvents: boolean;
  /** Name, address and notes of the other party. */
  readonly includeClientDetails: boolean;
  readonly eventTitleTemplate: string;
  readonly eventDescriptionTemplate: string;
}

export interface EntryFacts {
  readonly appointment: Appointment;
  /** The other party: the client in a provider's calendar, the provider in a client's. */
  readonly counterpart: { readonly name: string; readonly email: string | undefined };
  /** Zone of the calendar's owner. */
  readonly timeZone: string;
  readonly rules: EntryRules;
  readonly conference: {
    readonly asked: boolean;
    /** The calendar's own, once it exists. */
    readonly url: string | undefined;
  };
}

/** How a calendar shall stand to an appointment, and what may be done to bring it there. */
export interface Wish {
  /** Undefined: none shall be there. */
  readonly entry: CalendarEntry | undefined;
  readonly mayCreate: boolean;
  /** Changing and removing. */
  readonly mayChange: boolean;
}

/** Stands for the other party's name, in the brackets that reminders use; without details it becomes `client`. */
export const namePlaceholder = '[Client Name]';

const defaultTitle = 'ACT Coaching Session';
const defaultDescription = 'Coaching session.';

/** Names come from tokens and may have any length; both providers take titles of this length and more. */
const longest = { name: 100, title: 300, notes: 5000 };

/**
 * What stands in the calendar for an appointment: for a cancelled one nothing. One that has taken place, or was missed,
 * stays as it stood and is not entered afterwards. Switches that are off keep what is there as it is.
 */
export function wishFor(facts: EntryFacts): Wish {
  const { status } = facts.appointment;
  const { syncEnabled, autoCreateEvents, autoUpdateEvents } = facts.rules;
  return {
    entry: status === 'cancelled' ? undefined : entryOf(facts),
    mayCreate: syncEnabled && autoCreateEvents && isLive(status),
    mayChange: syncEnabled && autoUpdateEvents,
  };
}

/** The entry itself, whatever the status and the switches say. */
export function entryOf({
  appointment,
  counterpart,
  timeZone,
  rules,
  conference,
}: EntryFacts): CalendarEntry {
  const details = rules.includeClientDetails;
  const name = details ? bounded(oneLine(counterpart.name), longest.name) : '';
  const { email } = counterpart;
  const { meetingUrl } = appointment;
  return {
    ...intervalOf(appointment),
    title: bounded(titleOf(rules.eventTitleTemplate, name), longest.title),
    description: descriptionOf(rules.eventDescriptionTemplate, name, details ? appointment.notes : undefined),
    timeZone,
    status: appointment.status === 'scheduled' ? 'tentative' : 'confirmed',
    attendees: details && email !== undefined ? [{ name, email }] : [],
    // The calendar's own conference is shown by the calendar itself.
    location: conference.asked && meetingUrl === conference.url ? undefined : meetingUrl,
    conference: conference.asked,
  };
}

/** @param name empty: not to be told, or not known */
function titleOf(template: string, name: string): string {
  const words = oneLine(template) || defaultTitle;
  if (words.includes(namePlaceholder)) return filled(words, name);
  return name === '' ? words : `${words} - ${name}`;
}

function descriptionOf(template: string, name: string, notes: string | undefined): string {
  const words = template.trim() === '' ? defaultDescription : filled(template, name);
  const text = notes?.trim() ?? '';
  return text === '' ? words : `${words}\n\nNotes: ${bounded(text, longest.notes)}`;
}

function filled(template: string, name: string): string {
  return template.split(namePlaceholder).join(name || 'client');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Cut between code points. */
function bounded(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  return [...text.slice(0, 2 * maximum)].slice(0, maximum).join('');
}
