import { type Appointment, intervalOf, isLive } from '@punctual/scheduling/appointments/appointment.ts';
import type { Person } from '../model.ts';
import { escapeHtml, linkHtml } from './html.ts';
import { localTime } from './local-time.ts';
import type { Address, CalendarObject, Email } from './message.ts';

export type NoticeKind = 'booked' | 'confirmed' | 'rescheduled' | 'cancelled' | 'completed' | 'missed';

/** Whether a notice tells that an appointment is over, rather than how it will be. */
export function isEnd(kind: NoticeKind): boolean {
  return kind === 'completed' || kind === 'missed';
}

/** Everything that a notice says, put together before a word is written. */
export interface NoticeFacts {
  readonly kind: NoticeKind;
  readonly appointment: Appointment;
  readonly provider: Person;
  readonly providerZone: string;
  readonly client: Person;
  readonly recipient: 'provider' | 'client';
  /** Why it was moved or cancelled, if somebody said so. */
  readonly reason: string | undefined;
  /** The client's self-service link. */
  readonly manageUrl: string | undefined;
}

const headings: Readonly<Record<NoticeKind, string>> = {
  booked: 'Your appointment is booked',
  confirmed: 'Your appointment is confirmed',
  rescheduled: 'Your appointment has moved',
  cancelled: 'Your appointment is cancelled',
  completed: 'Your appointment is completed',
  missed: 'Your appointment was missed',
};

/** The mail that tells one party of a change. Undefined when that party has no address. */
export function composeNotice(facts: NoticeFacts): Email | undefined {
  const { kind, appointment, provider, client, recipient } = facts;
  const providerAddress = addressOf(provider);
  const clientAddress = addressOf(client);
  const to = recipient === 'client' ? clientAddress : providerAddress;
  const other = recipient === 'client' ? providerAddress : clientAddress;
  if (to === undefined) return undefined;
  const lines = [
    appointment.title,
    ...times(facts),
    ...(facts.reason === undefined || facts.reason === '' ? [] : [`Reason: ${facts.reason}`]),
  ];
  const links = linksOf(facts);
  const heading = headings[kind];
  const greeting = to.name === '' ? 'Hello,' : `Hello ${to.name},`;
  return {
    to,
    replyTo: other,
    subject: oneLine(`${heading}: ${appointment.title}`),
    text: [greeting, '', `${heading}.`, '', ...lines, ...links.map((link) => link.join(' ')), ''].join('\n'),
    html: [
      '<!doctype html><html lang="en"><body>',
      `<p>${escapeHtml(greeting)}</p><p><strong>${heading}.</strong></p>`,
      ...lines.map((line) => `<p>${escapeHtml(line)}</p>`),
      ...links.map((link) => linkHtml(...link)),
      '</body></html>',
    ].join(''),
    calendar:
      providerAddress === undefined || clientAddress === undefined || isEnd(kind)
        ? undefined
        : calendarOf(facts, providerAddress, clientAddress),
  };
}

/** Where it is held, and what the client can do by themselves. */
function linksOf({ recipient, manageUrl, appointment }: NoticeFacts): readonly [string, string][] {
  const { meetingUrl, status, cancellation } = appointment;
  const links: [string, string][] = [];
  if (meetingUrl !== undefined && isLive(status)) links.push(['Join:', meetingUrl]);
  if (recipient !== 'client' || manageUrl === undefined) return links;
  if (isLive(status)) links.push(['Move or cancel it:', manageUrl]);
  else if (cancellation?.rescheduleOffered) links.push(['Choose another time:', manageUrl]);
  return links;
}

/** Whose times are told, and to whom. */
interface TimesOf {
  readonly appointment: Pick<Appointment, 'start' | 'durationMinutes' | 'timeZone'>;
  readonly provider: Pick<Person, 'name'>;
  readonly providerZone: string;
  readonly client: Pick<Person, 'name' | 'timeZone'>;
  readonly recipient: 'provider' | 'client';
}

/** The time in the zones of both parties, each with its zone spelled out, so that nobody has to guess whose it is. */
export function times({
  appointment,
  provider,
  providerZone,
  client,
  recipient,
}: TimesOf): readonly string[] {
  const interval = intervalOf(appointment);
  const clientZone = client.timeZone ?? appointment.timeZone;
  const own = recipient === 'client' ? clientZone : providerZone;
  const others = recipient === 'client' ? providerZone : clientZone;
  const other = recipient === 'client' ? provider.name : client.name;
  const lines = [`When: ${localTime(interval, own)}`];
  if (others !== own) lines.push(`For ${other || 'the other side'}: ${localTime(interval, others)}`);
  return lines;
}

function calendarOf(
  { kind, appointment }: NoticeFacts,
  organizer: Address,
  attendee: Address,
): CalendarObject {
  const cancelled = kind === 'cancelled';
  return {
    ...intervalOf(appointment),
    method: cancelled ? 'CANCEL' : 'REQUEST',
    ...identityOf(appointment),
    title: appointment.title,
    description: '',
    location: cancelled ? undefined : appointment.meetingUrl,
    status: cancelled ? 'CANCELLED' : appointment.status === 'scheduled' ? 'TENTATIVE' : 'CONFIRMED',
    organizer,
    attendee,
    at: appointment.updatedAt,
  };
}

/** By what calendar programs know an appointment, and its later states, again: in mails and calendars alike. */
export function identityOf({ id, version }: Pick<Appointment, 'id' | 'version'>) {
  return { uid: `${id}@punctual`, sequence: version - 1 };
}

/** Undefined for somebody without an address. */
export function addressOf({ name, email }: Pick<Person, 'name' | 'email'>): Address | undefined {
  return email === undefined ? undefined : { name: oneLine(name), email };
}

/** Header fields end at a line break; what follows one would be another field. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
