import { actingCoach } from '@punctual/application/people/acting-coach.ts';
import { addStaff, listStaff } from '@punctual/application/people/staff.ts';
import * as routes from '@punctual/contracts/coach-dashboard/staff.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { http, ports } from '../../wiring.ts';
import { staffView } from './views.ts';

export const handler = httpFunction(http, [
  on(routes.addStaff, async ({ caller, body, commandId }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { name, email, id = commandId } = body;
    const added = await addStaff(ports, coach.value, { id: id as PersonId, name, email });
    return added.ok ? { body: { success: true, data: staffView(added.value) } } : added;
  }),

  on(routes.listStaff, async ({ caller }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const staff = await listStaff(ports, coach.value);
    return { body: { success: true, data: staff.map(staffView) } };
  }),
]);
