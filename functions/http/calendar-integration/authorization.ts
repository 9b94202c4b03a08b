import { beginAuthorization } from '@punctual/application/calendars/begin-authorization.ts';
import {
  type Authorized,
  finishAuthorization,
} from '@punctual/application/calendars/finish-authorization.ts';
import * as routes from '@punctual/contracts/calendar-integration/authorization.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { calendars, notSetUp } from '../../calendars.ts';
import { required } from '../../environment.ts';
import { http } from '../../wiring.ts';

const webUrl = required('WEB_URL');

export const handler = httpFunction(http, [
  on(routes.connectCalendar, async ({ caller, params, query }) => {
    const { provider, coachId } = params;
    const missing = notSetUp(provider);
    if (missing !== undefined) return missing;
    const begun = await beginAuthorization(calendars, caller, { personId: coachId as PersonId, provider });
    if (!begun.ok) return begun;
    const { authUrl } = begun.value;
    if (query.redirect) return { other: true, headers: { location: authUrl } };
    return { body: { success: true, data: { authUrl } } };
  }),

  on(routes.finishConnecting, async ({ query }) => {
    const authorized = await finishAuthorization(calendars, query);
    return { headers: { location: addressAfter(authorized) } };
  }),
]);

/** The web application's own address with the outcome in its query. */
function addressAfter(authorized: Authorized): string {
  const url = new URL(webUrl);
  url.searchParams.set('status', authorized.status);
  if (authorized.provider !== undefined) url.searchParams.set('provider', authorized.provider);
  if (authorized.status === 'failed') url.searchParams.set('error', authorized.error);
  else url.searchParams.set('connection_id', authorized.connectionId);
  return url.href;
}
