import type { Appointment } from '@punctual/scheduling/appointments/appointment.ts';
import { DAY, type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { zoneOf } from '@punctual/scheduling/time/zone.ts';
import { escapeHtml, linkHtml } from '../messages/html.ts';
import { localClock, localDate } from '../messages/local-time.ts';
import type { Email, Push } from '../messages/message.ts';
import { addressOf, oneLine, times } from '../messages/notice.ts';
import { fitted } from '../messages/sms.ts';
import { shortened } from '../messages/text.ts';
import type { Person } from '../model.ts';
import {
  defaultTemplates,
  fill,
  type MailTemplate,
  type ReminderTemplates,
  type Values,
} from './templates.ts';

/** Everything that a reminder says, put together before a word is written. */
export interface ReminderFacts {
  readonly appointment: Pick<Appointment, 'title' | 'start' | 'durationMinutes' | 'timeZone'>;
  readonly provider: Pick<Person, 'name' | 'email'>;
  readonly providerZone: string;
  readonly client: Pick<Person, 'name' | 'email' | 'timeZone'>;
  /** Undefined: there is no meeting to join, or not yet. */
  readonly meetingUrl: string | undefined;
  /** The client's self-service link. */
  readonly manageUrl: string;
  readonly templates: ReminderTemplates;
  readonly now: Instant;
}

/*
 * How long texts may be, in UTF-16 units. Names come from tokens and forms: one of ten thousand letters must not bury
 * the message, break a header or cost a hundred text messages.
 */
const limits = { name: 100, nameInText: 40, title: 200, subject: 250, body: 5000, push: 150 } as const;

/** The mail before an appointment. Undefined when the client has no address. */
export function composeReminder(facts: ReminderFacts): Email | undefined {
  const { email } = facts.templates;
  const subject = email.subject === defaultTemplates.email.subject ? trueSubject(facts) : email.subject;
  return composeMail(facts, { ...email, subject }, 'Move or cancel it:');
}

/** The mail after an appointment that the client missed. Undefined when the client has no address. */
export function composeFollowUp(facts: ReminderFacts): Email | undefined {
  return composeMail(facts, facts.templates.followUp, 'Choose another time:');
}

/** The text message before an appointment, cut to what may be billed. */
export function composeText(facts: ReminderFacts): string {
  const { body } = facts.templates.sms;
  const words = body === defaultTemplates.sms.body ? body.replace('2 hours', timeLeft(facts)) : body;
  return fitted(fill(words, valuesOf(facts, limits.nameInText)));
}

/** What a device shows, to either party. */
export function composePush(facts: ReminderFacts, recipient: 'provider' | 'client'): Push {
  const { appointment, provider, client, providerZone } = facts;
  const other = shortened(oneLine(recipient === 'client' ? provider.name : client.name), limits.name);
  const zone = recipient === 'client' ? clientZone(facts) : providerZone;
  const time = localClock(appointment.start, zone);
  return {
    title: `Appointment in ${timeLeft(facts)}`,
    text: shortened(other === '' ? time : `With ${other} at ${time}`, limits.push),
  };
}

function composeMail(facts: ReminderFacts, template: MailTemplate, invitation: string): Email | undefined {
  const { appointment, provider, providerZone, client, manageUrl } = facts;
  const bounded = <P extends Pick<Person, 'name'>>(person: P): P => ({
    ...person,
    name: shortened(oneLine(person.name), limits.name),
  });
  const to = addressOf(bounded(client));
  if (to === undefined) return undefined;
  const values = valuesOf(facts, limits.name);
  const body = shortened(fill(template.body, values), limits.body);
  const parties = { appointment, provider: bounded(provider), providerZone, client: bounded(client) };
  const lines = [
    shortened(oneLine(appointment.title), limits.title),
    ...times({ ...parties, recipient: 'client' }),
  ];
  return {
    to,
    replyTo: addressOf(bounded(provider)),
    subject: shortened(oneLine(fill(template.subject, values)), limits.subject),
    text: [body, '', ...lines, `${invitation} ${manageUrl}`, ''].join('\n'),
    html: [
      '<!doctype html><html lang="en"><body>',
      ...body.split(/\n{2,}/).map((part) => `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`),
      ...lines.map((line) => `<p>${escapeHtml(line)}</p>`),
      linkHtml(invitation, manageUrl),
      '</body></html>',
    ].join(''),
    calendar: undefined,
  };
}

function valuesOf(facts: ReminderFacts, longestName: number): Values {
  const { appointment, provider, client, meetingUrl } = facts;
  const zone = clientZone(facts);
  const name = (person: Pick<Person, 'name'>, otherwise: string) =>
    shortened(oneLine(person.name), longestName) || otherwise;
  return {
    'Coach Name': name(provider, 'your coach'),
    'Lead Name': name(client, 'there'),
    Date: localDate(appointment.start, zone),
    Time: localClock(appointment.start, zone),
    'Zoom Link': meetingUrl,
  };
}

function clientZone({ client, appointment }: ReminderFacts): string {
  return client.timeZone ?? appointment.timeZone;
}

/*
 * The default words say "tomorrow" and "in 2 hours". Coaches choose other times, mails of the last hour use the same
 * words, and messages can be late: there they say what is so. A coach's own words stay as they are.
 */

function trueSubject(facts: ReminderFacts): string {
  const { appointment, now } = facts;
  const zone = zoneOf(clientZone(facts));
  const days = zone.toLocal(appointment.start).date - zone.toLocal(now).date;
  const when = days === 1 ? 'tomorrow' : days === 0 ? 'today' : 'on [Date]';
  return defaultTemplates.email.subject.replace('tomorrow', when);
}

/** To the next five minutes, because timers go off up to a minute late: `2 hours`, `1 hour 35 minutes`. */
function timeLeft({ appointment, now }: ReminderFacts): string {
  const minutes = Math.max(5, Math.ceil((appointment.start - now) / (5 * MINUTE)) * 5);
  const counted = (count: number, unit: string) =>
    count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`];
  const days = Math.floor((minutes * MINUTE) / DAY);
  const hours = Math.floor(minutes / 60) % 24;
  return [...counted(days, 'day'), ...counted(hours, 'hour'), ...counted(minutes % 60, 'minute')].join(' ');
}
