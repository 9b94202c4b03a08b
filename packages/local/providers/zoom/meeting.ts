import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import type { Instant } from '../../clock.ts';
import { wallTimeToInstant } from '../../wall-time.ts';
import type { Records } from '../records.ts';
import { app, type User } from './account.ts';
import { zoomTime } from './answers.ts';
import type { MeetingChange } from './shapes.ts';

/** 1 instant, 2 scheduled, 3 recurring without and 8 with a fixed time, 10 only to share a screen. */
export type MeetingType = NonNullable<MeetingChange['type']>;

export interface Meeting {
  readonly id: number;
  /** Of the instance that runs, otherwise of the next. */
  readonly uuid: string;
  readonly hostId: string;
  readonly type: MeetingType;
  readonly topic: string;
  readonly agenda: string;
  readonly start: Instant | undefined;
  /** Minutes. */
  readonly duration: number;
  readonly timezone: string;
  readonly password: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly recurrence?: object;
  readonly trackingFields?: readonly object[];
  readonly preSchedule: boolean;
  readonly createdAt: Instant;
  /** How often it was started. */
  readonly instances: number;
  readonly isRunning: boolean;
  readonly isDeleted: boolean;
}

/** What Zoom's account settings would give a meeting that says nothing. */
const defaultSettings = {
  host_video: false,
  participant_video: false,
  cn_meeting: false,
  in_meeting: false,
  join_before_host: false,
  jbh_time: 0,
  mute_upon_entry: false,
  watermark: false,
  use_pmi: false,
  approval_type: 2,
  audio: 'both',
  auto_recording: 'none',
  enforce_login: false,
  enforce_login_domains: '',
  alternative_hosts: '',
  alternative_host_update_polls: false,
  alternative_hosts_email_notification: true,
  close_registration: false,
  show_share_button: false,
  allow_multiple_devices: false,
  registrants_confirmation_email: true,
  registrants_email_notification: true,
  waiting_room: true,
  meeting_authentication: false,
  encryption_type: 'enhanced_encryption',
  breakout_room: { enable: false },
  continuous_meeting_chat: { enable: false },
  internal_meeting: false,
  participant_focused_meeting: false,
  push_change_to_calendar: false,
  resources: [],
  private_meeting: false,
  email_notification: true,
  host_save_video_order: false,
  focus_mode: false,
  device_testing: false,
  disable_participant_video: false,
};

/** 16 random bytes in Base64; every fifth starts with `/` and every fifth holds `//`, which must be encoded twice. */
export function newUuid(records: Records): string {
  const bytes = randomBytes(16);
  const turn = records.next('uuid') % 5;
  if (turn === 0) bytes[0] = 0xff;
  if (turn === 3) bytes.fill(0xff, 3, 5);
  return bytes.toString('base64');
}

/** 10 and 11 digits in turn. */
export function newMeetingId(records: Records): number {
  for (;;) {
    const id =
      records.next('meeting') % 2 === 0 ? 8e9 + randomInt(1_000_000_000) : 8e10 + randomInt(10_000_000_000);
    if (records.get('meeting', String(id)) === undefined) return id;
  }
}

export const newPassword = () => randomBytes(8).toString('base64url').replace(/[-_]/g, 'x').slice(0, 6);

/** The start as given: UTC with `Z`, otherwise a wall time in the meeting's zone. */
function startOf(given: string, timeZone: string): Instant {
  if (given.endsWith('Z')) return Date.parse(given);
  return wallTimeToInstant(given.replace(/\.\d+$/, ''), timeZone) ?? Number.NaN;
}

/** The meeting with what the change says; settings that it does not name stay. */
export function changed(meeting: Meeting, change: MeetingChange): Meeting {
  const timezone = change.timezone ?? meeting.timezone;
  return {
    ...meeting,
    timezone,
    type: change.type ?? meeting.type,
    topic: change.topic ?? meeting.topic,
    agenda: change.agenda ?? meeting.agenda,
    duration: change.duration ?? meeting.duration,
    password: change.password ?? meeting.password,
    preSchedule: change.pre_schedule ?? meeting.preSchedule,
    start: change.start_time === undefined ? meeting.start : startOf(change.start_time, timezone),
    settings: { ...defaultSettings, ...meeting.settings, ...change.settings },
    ...(change.recurrence === undefined ? {} : { recurrence: change.recurrence }),
    ...(change.tracking_fields === undefined ? {} : { trackingFields: change.tracking_fields }),
  };
}

/** Milliseconds after their start for which Zoom keeps scheduled meetings: 30 days. */
const kept = 30 * 86_400_000;

/** Whether Zoom says that there is no such meeting: deleted, expired, or an instant one that has ended. */
export function isGone(meeting: Meeting, now: Instant): boolean {
  if (meeting.isDeleted) return true;
  if (meeting.isRunning) return false;
  if (meeting.type === 1) return meeting.instances > 0;
  return meeting.type === 2 && meeting.start !== undefined && meeting.start + kept < now;
}

export function mayJoinBeforeHost({ settings }: Meeting): boolean {
  // Zoom's document: a waiting room disables joining before the host.
  return settings.join_before_host === true && settings.waiting_room !== true;
}

const digits = (text: string, count: number) =>
  String(Number.parseInt(createHash('sha256').update(text).digest('hex').slice(0, 12), 16)).slice(-count);

const encrypted = (password: string) =>
  `${createHash('sha256').update(password).digest('base64url').slice(0, 30)}.1`;

/** Milliseconds for which a start link works: two hours. */
const startLinkLife = 2 * 3_600_000;

const signStartLink = (id: number, expiresAt: number, nonce: string) =>
  createHmac('sha256', app.clientSecret).update(`${id}.${expiresAt}.${nonce}`).digest('base64url');

/** Another one each time it is asked for. */
function startUrl(origin: string, id: number, now: Instant): string {
  const expiresAt = now + startLinkLife;
  const nonce = randomBytes(6).toString('hex');
  return `${origin}/s/${id}?zak=${expiresAt}.${nonce}.${signStartLink(id, expiresAt, nonce)}`;
}

export function isStartLinkValid(id: number, zak: string, now: Instant): boolean {
  const [expiresAt = '', nonce = '', signature] = zak.split('.');
  return signature === signStartLink(id, Number(expiresAt), nonce) && now < Number(expiresAt);
}

export const joinUrl = (origin: string, { id, password }: Meeting) =>
  `${origin}/j/${id}${password === '' ? '' : `?pwd=${encrypted(password)}`}`;

const startTimeOf = ({ type, start }: Meeting) =>
  start === undefined || type === 3 ? {} : { start_time: zoomTime(start) };

/** As a list shows it: without passwords and without the host's link. */
export const listView = (meeting: Meeting, origin: string) => ({
  uuid: meeting.uuid,
  id: meeting.id,
  host_id: meeting.hostId,
  topic: meeting.topic,
  type: meeting.type,
  ...startTimeOf(meeting),
  duration: meeting.duration,
  timezone: meeting.timezone,
  ...(meeting.agenda === '' ? {} : { agenda: meeting.agenda }),
  created_at: zoomTime(meeting.createdAt),
  join_url: joinUrl(origin, meeting),
});

/** As its creation and a look at it answer. */
export const fullView = (meeting: Meeting, host: User, origin: string, now: Instant) => ({
  ...listView(meeting, origin),
  host_email: host.email,
  status: meeting.isRunning ? 'started' : 'waiting',
  agenda: meeting.agenda,
  start_url: startUrl(origin, meeting.id, now),
  ...(meeting.password === ''
    ? {}
    : {
        password: meeting.password,
        h323_password: digits(meeting.password, 6),
        pstn_password: digits(meeting.password, 6),
        encrypted_password: encrypted(meeting.password),
      }),
  settings: meeting.settings,
  ...(meeting.recurrence === undefined ? {} : { recurrence: meeting.recurrence }),
  ...(meeting.trackingFields === undefined ? {} : { tracking_fields: meeting.trackingFields }),
  creation_source: 'open_api',
  pre_schedule: meeting.preSchedule,
});
