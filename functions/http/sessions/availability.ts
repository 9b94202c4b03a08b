import { addRow, changeRow, listRows, removeRow } from '@punctual/application/availability/rows.ts';
import * as routes from '@punctual/contracts/sessions/availability.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { parseWallTime } from '@punctual/scheduling/availability/schedule.ts';
import type { Weekday } from '@punctual/scheduling/time/date.ts';
import { http, ports } from '../../wiring.ts';
import { availabilitySlotView } from './views.ts';

export const handler = httpFunction(http, [
  on(routes.createAvailabilitySlot, async ({ caller, body, commandId }) => {
    const added = await addRow(ports, caller.id, {
      id: commandId,
      weekday: body.dayOfWeek as Weekday,
      startMinute: minuteOf(body.startTime),
      endMinute: minuteOf(body.endTime),
      notes: body.notes,
    });
    return added.ok ? { body: availabilitySlotView(caller.id, added.value) } : added;
  }),

  on(routes.listAvailabilitySlots, async ({ caller }) => {
    const rows = await listRows(ports, caller.id);
    return { body: rows.map((row) => availabilitySlotView(caller.id, row)) };
  }),

  on(routes.updateAvailabilitySlot, async ({ caller, params, body }) => {
    const changed = await changeRow(ports, caller.id, params.slotId, {
      weekday: body.dayOfWeek as Weekday | undefined,
      startMinute: body.startTime === undefined ? undefined : minuteOf(body.startTime),
      endMinute: body.endTime === undefined ? undefined : minuteOf(body.endTime),
      notes: body.notes,
      available: body.isAvailable,
    });
    return changed.ok ? { body: availabilitySlotView(caller.id, changed.value) } : changed;
  }),

  on(routes.deleteAvailabilitySlot, async ({ caller, params }) => {
    const removed = await removeRow(ports, caller.id, params.slotId);
    return removed.ok ? { body: { success: true } } : removed;
  }),
]);

/** The contract has checked the form already, so that a value without meaning is our fault. */
function minuteOf(wallTime: string): number {
  const minute = parseWallTime(wallTime);
  if (minute === undefined) throw new RangeError(`the contract let ${wallTime} pass`);
  return minute;
}
