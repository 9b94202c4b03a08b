import { changeConnectionSettings } from '@punctual/application/calendars/change-connection-settings.ts';
import { disconnect } from '@punctual/application/calendars/disconnect.ts';
import { failedItems, redrive } from '@punctual/application/calendars/failed-items.ts';
import { listConnections } from '@punctual/application/calendars/list-connections.ts';
import { syncNow } from '@punctual/application/calendars/manual-sync.ts';
import { testConnection } from '@punctual/application/calendars/test-connection.ts';
import * as routes from '@punctual/contracts/calendar-integration/connections.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { calendars } from '../../calendars.ts';
import { http } from '../../wiring.ts';
import { connectionView, failedItemView, settingsOf, testView } from './views.ts';

export const handler = httpFunction(http, [
  on(routes.listConnections, async ({ caller, params }) => {
    const listed = await listConnections(calendars, caller, params.id as PersonId);
    return listed.ok ? { body: { success: true, data: listed.value.map(connectionView) } } : listed;
  }),

  on(routes.changeConnectionSettings, async ({ caller, params, body }) => {
    const changed = await changeConnectionSettings(calendars, caller, params.id, settingsOf(body));
    return changed.ok ? { body: { success: true, data: connectionView(changed.value) } } : changed;
  }),

  on(routes.disconnectCalendar, async ({ caller, params }) => {
    const { id } = params;
    const ended = await disconnect(calendars, caller, id);
    return ended.ok ? { body: { success: true, data: { id, revoked: ended.value.revoked } } } : ended;
  }),

  on(routes.syncConnection, async ({ caller, params }) => {
    const synced = await syncNow(calendars, caller, params.id);
    return synced.ok ? { body: { success: true, data: { queued: synced.value.queued } } } : synced;
  }),

  on(routes.testConnection, async ({ caller, params }) => {
    const tested = await testConnection(calendars, caller, params.id);
    return tested.ok ? { body: { success: true, data: testView(tested.value) } } : tested;
  }),

  on(routes.listFailedItems, async ({ caller, params }) => {
    const found = await failedItems(calendars, caller, params.id);
    return found.ok ? { body: { success: true, data: found.value.map(failedItemView) } } : found;
  }),

  on(routes.redriveFailedItems, async ({ caller, params, body }) => {
    const named = body.appointment_ids as readonly AppointmentId[] | undefined;
    const driven = await redrive(calendars, caller, params.id, named);
    return driven.ok ? { body: { success: true, data: { queued: driven.value.queued } } } : driven;
  }),
]);
