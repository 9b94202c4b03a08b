import * as z from 'zod/mini';
import { email, id, instant, text } from '../fields.ts';

export const provider = z.enum(['google', 'outlook']);

/** What a coach can choose for one connected calendar. */
const settings = {
  sync_enabled: z.boolean(),
  auto_create_events: z.boolean(),
  /** Rules deletion too. */
  auto_update_events: z.boolean(),
  include_client_details: z.boolean(),
  event_title_template: text(200),
  event_description_template: text(2000),
  busy_sync: z.enum(['off', 'on']),
  busy_policy: z.enum(['fail_closed', 'allow_stale']),
  /** From the shortest time that polling keeps to, to a week. */
  busy_max_age_minutes: z.int().check(z.gte(30), z.lte(10_080)),
};

/** What is absent stays as it is. */
export const settingsChange = z.partial(z.strictObject(settings));

export const connection = z.object({
  id,
  coach_id: id,
  provider,
  account_email: email,
  status: z.enum(['active', 'needs_reauth', 'error', 'paused']),
  last_synced_at: z.nullable(instant),
  last_error: z.nullable(z.string()),
  /** Appointments on their way to the calendar. */
  pending_count: z.int(),
  /** Appointments that the provider refuses for good. */
  failed_count: z.int(),
  /** Entries that somebody has moved or deleted over there. */
  drifted_count: z.int(),
  busy_read_at: z.nullable(instant),
  /** Busy time is older than the policy allows. */
  busy_stale: z.boolean(),
  ...settings,
  created_at: instant,
  updated_at: instant,
});

export const connectionParams = z.object({ id });
