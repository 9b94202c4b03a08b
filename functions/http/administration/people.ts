import type { Person } from '@punctual/application/model.ts';
import { badCursor } from '@punctual/application/outcome.ts';
import * as routes from '@punctual/contracts/administration/people.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';
import { http, ports } from '../../wiring.ts';

export const handler = httpFunction(http, [
  on(routes.listPeople, async ({ query }) => {
    const { limit, cursor, term } = query;
    const page = await ports.directory.listPeople({ limit, cursor, term });
    if (page === 'bad_cursor') return badCursor();
    return { body: { success: true, data: page.people.map(view), cursor: page.cursor ?? null } };
  }),

  on(routes.assignClient, async ({ body, now }) => {
    await ports.ledger.assign(body.providerId as PersonId, body.clientId as PersonId, now);
    return { body: { success: true, data: body } };
  }),

  on(routes.unassignClient, async ({ body }) => {
    await ports.ledger.assign(body.providerId as PersonId, body.clientId as PersonId, undefined);
    return { body: { success: true, data: body } };
  }),
]);

function view(person: Person) {
  return {
    id: person.id,
    name: person.name,
    email: person.email ?? null,
    phone: person.phone ?? null,
    timeZone: person.timeZone ?? null,
    roles: person.roles,
    leadOf: person.lead?.coachId ?? null,
    staffOf: person.staffOf ?? null,
    createdAt: formatInstant(person.createdAt),
    updatedAt: formatInstant(person.updatedAt),
  };
}
