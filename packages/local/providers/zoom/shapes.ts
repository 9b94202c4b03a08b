import { z } from 'zod';

/*
 * What Zoom's meeting calls take. Names, types and lengths: Zoom's OpenAPI document of the Meetings API and the type
 * declarations of @zoom/rivet 0.4.0. Zoom lets unknown properties pass without effect; here they are refused, because
 * a misspelt setting that does nothing is a fault that nobody sees.
 */

const flag = z.boolean().optional();
const text = z.string().optional();
const email = z.email().optional();
const list = z.array(z.string()).optional();
const oneOf = <const Values extends readonly (number | string)[]>(...values: Values) =>
  z.literal(values).optional();

/** `yyyy-MM-ddTHH:mm:ss` in a zone, with `Z` in UTC; other offsets are not Zoom's. */
const startTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z?$/)
  .refine((it) => !Number.isNaN(Date.parse(it)));

const timeZone = z.string().refine((name) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
});

const recurrence = z
  .strictObject({
    type: z.literal([1, 2, 3]),
    end_date_time: z.iso.datetime().optional(),
    end_times: z.int().min(0).max(60).optional(),
    monthly_day: z.int().min(1).max(31).optional(),
    monthly_week: oneOf(-1, 1, 2, 3, 4),
    monthly_week_day: oneOf(1, 2, 3, 4, 5, 6, 7),
    repeat_interval: z.int().min(1).max(99).optional(),
    weekly_days: z
      .string()
      .regex(/^[1-7](,[1-7])*$/)
      .optional(),
  })
  .refine((it) => it.end_date_time === undefined || it.end_times === undefined);

const settingsShape = {
  allow_host_control_participant_mute_state: flag,
  allow_multiple_devices: flag,
  alternative_host_manage_cloud_recording: flag,
  alternative_host_manage_meeting_summary: flag,
  alternative_host_update_polls: flag,
  alternative_hosts: text,
  alternative_hosts_email_notification: flag,
  approval_type: oneOf(0, 1, 2),
  approved_or_denied_countries_or_regions: z
    .strictObject({
      approved_list: list,
      denied_list: list,
      enable: flag,
      method: oneOf('approve', 'deny'),
    })
    .optional(),
  audio: oneOf('both', 'telephony', 'voip', 'thirdParty'),
  audio_conference_info: z.string().max(2048).optional(),
  authentication_domains: text,
  authentication_exception: z.array(z.strictObject({ email, name: text })).optional(),
  authentication_option: text,
  auto_add_recording_to_video_management: z
    .strictObject({
      enable: z.boolean(),
      channels: z.array(z.strictObject({ channel_id: z.string(), name: text })).optional(),
    })
    .optional(),
  auto_recording: oneOf('local', 'cloud', 'none'),
  auto_start_ai_companion_questions: flag,
  auto_start_meeting_summary: flag,
  breakout_room: z
    .strictObject({
      enable: flag,
      rooms: z.array(z.strictObject({ name: text, participants: list })).optional(),
    })
    .optional(),
  calendar_type: oneOf(1, 2),
  close_registration: flag,
  cn_meeting: flag,
  contact_email: text,
  contact_name: text,
  continuous_meeting_chat: z
    .strictObject({
      enable: flag,
      auto_add_invited_external_users: flag,
      auto_add_meeting_participants: flag,
      who_is_added: oneOf('all_users', 'org_invitees_and_participants', 'org_invitees'),
    })
    .optional(),
  device_testing: flag,
  disable_participant_video: flag,
  email_in_attendee_report: flag,
  email_notification: flag,
  encryption_type: oneOf('enhanced_encryption', 'e2ee'),
  focus_mode: flag,
  global_dial_in_countries: list,
  host_save_video_order: flag,
  host_video: flag,
  in_meeting: flag,
  internal_meeting: flag,
  jbh_time: oneOf(0, 5, 10, 15),
  join_before_host: flag,
  language_interpretation: z
    .strictObject({
      enable: flag,
      interpreters: z
        .array(z.strictObject({ email, languages: text, interpreter_languages: text }))
        .optional(),
    })
    .optional(),
  meeting_authentication: flag,
  meeting_invitees: z.array(z.strictObject({ email })).optional(),
  mute_upon_entry: flag,
  participant_focused_meeting: flag,
  participant_video: flag,
  private_meeting: flag,
  push_change_to_calendar: flag,
  question_and_answer: z
    .strictObject({
      enable: flag,
      allow_submit_questions: flag,
      allow_anonymous_questions: flag,
      question_visibility: oneOf('answered', 'all'),
      attendees_can_comment: flag,
      attendees_can_upvote: flag,
    })
    .optional(),
  registrants_confirmation_email: flag,
  registrants_email_notification: flag,
  registration_type: oneOf(1, 2, 3),
  resources: z
    .array(
      z.strictObject({
        resource_type: oneOf('whiteboard'),
        resource_id: text,
        permission_level: oneOf('editor', 'commenter', 'viewer'),
      }),
    )
    .optional(),
  show_share_button: flag,
  sign_language_interpretation: z
    .strictObject({
      enable: flag,
      interpreters: z
        .array(z.strictObject({ email, sign_language: text }))
        .max(20)
        .optional(),
    })
    .optional(),
  summary_template_id: text,
  use_pmi: flag,
  waiting_room: flag,
  waiting_room_options: z
    .strictObject({
      mode: z.literal(['follow_setting', 'custom']),
      who_goes_to_waiting_room: oneOf(
        'everyone',
        'users_not_in_account',
        'users_not_in_account_or_whitelisted_domains',
        'users_not_on_invite',
      ),
    })
    .optional(),
  watermark: flag,
  who_can_ask_questions: oneOf(1, 2, 3, 4, 5),
  who_will_receive_summary: oneOf(1, 2, 3, 4),
};

/** What only an update takes besides: settings that an answer shows and a client may send back. */
const updatedSettingsShape = {
  ...settingsShape,
  authentication_exception: z.array(z.strictObject({ email, name: text, join_url: text })).optional(),
  authentication_name: text,
  custom_keys: z
    .array(z.strictObject({ key: z.string().max(64).optional(), value: z.string().max(256).optional() }))
    .max(10)
    .optional(),
  enforce_login: flag,
  enforce_login_domains: text,
  global_dial_in_numbers: z
    .array(
      z.strictObject({
        city: text,
        country: text,
        country_name: text,
        number: text,
        type: oneOf('toll', 'tollfree'),
      }),
    )
    .optional(),
};

const meetingShape = {
  agenda: z.string().max(2000).optional(),
  duration: z.int().min(1).optional(),
  password: z.string().max(10).optional(),
  pre_schedule: flag,
  recurrence: recurrence.optional(),
  schedule_for: text,
  start_time: startTime.optional(),
  template_id: text,
  timezone: timeZone.optional(),
  topic: z.string().max(200).optional(),
  tracking_fields: z.array(z.strictObject({ field: z.string(), value: text })).optional(),
  type: oneOf(1, 2, 3, 8, 10),
};

export const createdMeeting = z.strictObject({
  ...meetingShape,
  default_password: flag,
  settings: z.strictObject({ ...settingsShape, additional_data_center_regions: list }).optional(),
});

export const updatedMeeting = z.strictObject({
  ...meetingShape,
  tracking_fields: z.array(z.strictObject({ field: text, value: text })).optional(),
  settings: z.strictObject(updatedSettingsShape).optional(),
});

export type MeetingChange = z.infer<typeof updatedMeeting>;

export const updatedStatus = z.strictObject({ action: z.literal(['end', 'recover']) });

const pageSize = z.coerce.number().int().min(1).max(300).optional();
const date = z.iso.date().optional();
const truth = z.literal(['true', 'false']).optional();

/** The query parameters that each call takes. */
export const queries = {
  none: z.strictObject({}),
  users: z.strictObject({
    status: oneOf('active', 'inactive', 'pending'),
    page_size: pageSize,
    role_id: text,
    page_number: z.coerce.number().int().min(1).optional(),
    include_fields: oneOf('custom_attributes', 'host_key'),
    next_page_token: text,
    license: text,
  }),
  user: z.strictObject({ login_type: text, encrypted_email: truth, search_by_unique_id: truth }),
  meetings: z.strictObject({
    type: oneOf('scheduled', 'live', 'upcoming', 'upcoming_meetings', 'previous_meetings'),
    page_size: pageSize,
    next_page_token: text,
    page_number: z.coerce.number().int().min(1).optional(),
    from: date,
    to: date,
    timezone: timeZone.optional(),
  }),
  meeting: z.strictObject({ occurrence_id: text, show_previous_occurrences: truth }),
  update: z.strictObject({ occurrence_id: text }),
  delete: z.strictObject({
    occurrence_id: text,
    schedule_for_reminder: truth,
    cancel_meeting_reminder: truth,
  }),
  participants: z.strictObject({ page_size: pageSize, next_page_token: text }),
  recordings: z.strictObject({
    include_fields: text,
    ttl: z.coerce.number().int().min(0).max(604_800).optional(),
  }),
};
