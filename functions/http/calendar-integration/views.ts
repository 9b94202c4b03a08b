import type { ConnectionSettingsChange } from '@punctual/application/calendars/change-connection-settings.ts';
import type { FailedItem } from '@punctual/application/calendars/failed-items.ts';
import type { ConnectionView } from '@punctual/application/calendars/list-connections.ts';
import type { TestResult } from '@punctual/application/calendars/test-connection.ts';
import type { changeConnectionSettings } from '@punctual/contracts/calendar-integration/connections.ts';
import type { Input } from '@punctual/contracts/route.ts';
import { formatInstant, type Instant } from '@punctual/scheduling/time/instant.ts';

/* Turns connections into the words of this surface and back. What is absent is null. */

export function connectionView(view: ConnectionView) {
  const { connection, pending, failed, drifted, busyReadAt, busyStale } = view;
  const { settings } = connection;
  return {
    id: connection.id,
    coach_id: connection.personId,
    provider: connection.provider,
    account_email: connection.accountEmail,
    status: connection.status,
    last_synced_at: instantView(connection.lastSyncedAt),
    last_error: connection.lastError ?? null,
    pending_count: pending,
    failed_count: failed,
    drifted_count: drifted,
    busy_read_at: instantView(busyReadAt),
    busy_stale: busyStale,
    sync_enabled: settings.syncEnabled,
    auto_create_events: settings.autoCreateEvents,
    auto_update_events: settings.autoUpdateEvents,
    include_client_details: settings.includeClientDetails,
    event_title_template: settings.eventTitleTemplate,
    event_description_template: settings.eventDescriptionTemplate,
    busy_sync: settings.busySync ? 'on' : 'off',
    busy_policy: settings.busyPolicy,
    busy_max_age_minutes: settings.busyMaximumAgeMinutes,
    created_at: formatInstant(connection.createdAt),
    updated_at: formatInstant(connection.updatedAt),
  };
}

/** What is absent stays as it is. */
export function settingsOf(body: Input<typeof changeConnectionSettings>['body']): ConnectionSettingsChange {
  return {
    syncEnabled: body.sync_enabled,
    autoCreateEvents: body.auto_create_events,
    autoUpdateEvents: body.auto_update_events,
    includeClientDetails: body.include_client_details,
    eventTitleTemplate: body.event_title_template,
    eventDescriptionTemplate: body.event_description_template,
    busySync: body.busy_sync === undefined ? undefined : body.busy_sync === 'on',
    busyPolicy: body.busy_policy,
    busyMaximumAgeMinutes: body.busy_max_age_minutes,
  };
}

export function failedItemView({ appointmentId, state, lastError, updatedAt }: FailedItem) {
  return {
    appointment_id: appointmentId,
    state,
    last_error: lastError ?? null,
    updated_at: formatInstant(updatedAt),
  };
}

export function testView(result: TestResult) {
  if (!result.ok) return { ok: false, error: result.message, status: result.status };
  const { calendarName, timeZone, accountEmail } = result;
  return { ok: true, calendar_name: calendarName, time_zone: timeZone ?? null, account_email: accountEmail };
}

function instantView(instant: Instant | undefined): string | null {
  return instant === undefined ? null : formatInstant(instant);
}
