import { actingCoach } from '@punctual/application/people/acting-coach.ts';
import { createLead, getLead, listLeads, updateLead } from '@punctual/application/people/leads.ts';
import * as routes from '@punctual/contracts/coach-dashboard/leads.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { http, ports } from '../../wiring.ts';
import { leadView } from './views.ts';

export const handler = httpFunction(http, [
  on(routes.createLead, async ({ caller, body, commandId }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { name, email, phone, timeZone, temperature, score } = body;
    const fields = { name, email, phone, timeZone, temperature, score };
    const created = await createLead(ports, coach.value, commandId as PersonId, fields);
    return created.ok ? { body: { success: true, data: leadView(created.value) } } : created;
  }),

  on(routes.listLeads, async ({ caller, query }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { limit, cursor, term } = query;
    const page = await listLeads(ports, { coachId: coach.value, limit, cursor, term });
    if (!page.ok) return page;
    return {
      body: { success: true, data: page.value.people.map(leadView), cursor: page.value.cursor ?? null },
    };
  }),

  on(routes.getLead, async ({ caller, params }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const found = await getLead(ports, coach.value, params.leadId as PersonId);
    return found.ok ? { body: { success: true, data: leadView(found.value) } } : found;
  }),

  on(routes.updateLead, async ({ caller, params, body }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const updated = await updateLead(ports, coach.value, params.leadId as PersonId, body);
    return updated.ok ? { body: { success: true, data: leadView(updated.value) } } : updated;
  }),
]);
