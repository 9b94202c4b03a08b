import type { Table } from '@punctual/adapters/dynamodb/table-client.ts';
import { bookAppointment } from '@punctual/application/appointments/book.ts';
import { type ChangeRequest, changeAppointment } from '@punctual/application/appointments/change.ts';
import {
  type ConnectionSettingsChange,
  changeConnectionSettings,
} from '@punctual/application/calendars/change-connection-settings.ts';
import { type ConnectionView, listConnections } from '@punctual/application/calendars/list-connections.ts';
import { syncAppointment } from '@punctual/application/calendars/sync-appointment.ts';
import type { Caller, Person } from '@punctual/application/model.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { DAY, type Instant } from '@punctual/scheduling/time/instant.ts';
import { bookingOf, coachPolicy, enterCoach, enterLead, stillClock, value } from '../world.ts';
import { type CalendarWorld, calendarWorld, connectAccount, type Linked, workQueues } from './world.ts';

/** A coach who has connected a Google calendar, and a lead of theirs. */
export interface ConnectedCoach extends Linked {
  readonly world: CalendarWorld;
  readonly coach: Caller;
  readonly lead: Person;
  /** An hour, a day after the one booked before. */
  book(): Promise<AppointmentId>;
  bookAndSync(): Promise<AppointmentId>;
  /** Changes the appointment and syncs it. */
  change(id: AppointmentId, what: Partial<ChangeRequest>): Promise<void>;
  set(settings: ConnectionSettingsChange): Promise<ConnectionView>;
  view(): Promise<ConnectionView>;
}

/** In Paris, with nothing left to do in the queues. The clock stands at `now`. */
export async function connectedCoach(table: Table, now: Instant): Promise<ConnectedCoach> {
  const world = calendarWorld(table, stillClock(now));
  const coach = await enterCoach(world, world.ids.next(), { timeZone: 'Europe/Paris' });
  const lead = await enterLead(world, coach, `lead-${coach.id}`);
  const linked = await connectAccount(world, coach.id, 'google');
  await workQueues(world);
  let booked = 0;

  const connected: ConnectedCoach = {
    ...linked,
    world,
    coach,
    lead,
    async book() {
      booked += 1;
      const more = { durationMinutes: 60, notes: 'Bring the plan' };
      const request = bookingOf(world, coach, lead, now + booked * DAY, more);
      return value(await bookAppointment(world, coach, coachPolicy, request)).appointment.id;
    },
    async bookAndSync() {
      const id = await connected.book();
      await syncAppointment(world, id);
      return id;
    },
    async change(appointmentId, what) {
      const request = { appointmentId, reach: { kind: 'anything' as const }, ...what };
      value(await changeAppointment(world, coach, coachPolicy, request));
      await syncAppointment(world, appointmentId);
    },
    set: async (settings) =>
      value(await changeConnectionSettings(world, coach, linked.connection.id, settings)),
    async view() {
      const views = value(await listConnections(world, coach, coach.id));
      const own = views.find(({ connection }) => connection.id === linked.connection.id);
      if (own === undefined) throw new Error('the connection is gone');
      return own;
    },
  };
  return connected;
}
