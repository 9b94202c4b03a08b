import { dynamodbDeliveries } from '@punctual/adapters/dynamodb/deliveries.ts';
import { deliveriesOf } from '@punctual/application/messages/deliveries.ts';
import { actingCoach } from '@punctual/application/people/acting-coach.ts';
import {
  changeTemplates,
  getTemplates,
  previewTemplate,
} from '@punctual/application/reminders/edit-templates.ts';
import * as routes from '@punctual/contracts/coach-dashboard/reminders.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { required } from '../../environment.ts';
import { http, ports, table } from '../../wiring.ts';
import { deliveryView, previewView, templateKinds, templatesView } from './reminder-views.ts';

const reading = { ...ports, deliveries: dynamodbDeliveries(table), publicApiUrl: required('PUBLIC_API_URL') };

export const handler = httpFunction(http, [
  on(routes.getReminderTemplates, async ({ caller }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    return { body: { success: true, data: templatesView(await getTemplates(ports, coach.value)) } };
  }),

  on(routes.setReminderTemplates, async ({ caller, body }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { emailReminder: email, smsReminder: sms, followUpReminder: followUp } = body;
    const changed = await changeTemplates(ports, coach.value, { email, sms, followUp });
    return changed.ok ? { body: { success: true, data: templatesView(changed.value) } } : changed;
  }),

  on(routes.previewReminderTemplate, async ({ caller, body }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { template, draft = {}, appointmentId } = body;
    const preview = await previewTemplate(reading, coach.value, {
      kind: templateKinds[template],
      draft,
      appointmentId: appointmentId as AppointmentId | undefined,
    });
    return preview.ok
      ? { body: { success: true, data: { template, ...previewView(preview.value) } } }
      : preview;
  }),

  on(routes.listDeliveries, async ({ caller, params }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const found = await deliveriesOf(reading, coach.value, params.appointmentId as AppointmentId);
    return found.ok ? { body: { success: true, data: found.value.map(deliveryView) } } : found;
  }),
]);
