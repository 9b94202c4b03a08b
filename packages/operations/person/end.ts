import type { dynamodbRecoveries } from '@punctual/adapters/dynamodb/recoveries.ts';
import { changeAppointment } from '@punctual/application/appointments/change.ts';
import { releaseSlot } from '@punctual/application/appointments/hold.ts';
import type { SurfacePolicy } from '@punctual/application/model.ts';
import type { Ports } from '@punctual/application/ports.ts';
import { changeRecovery } from '@punctual/application/recovery/record.ts';
import {
  type Appointment,
  type AppointmentId,
  intervalOf,
  isLive,
  type PersonId,
} from '@punctual/scheduling/appointments/appointment.ts';
import type { Hold } from '@punctual/scheduling/appointments/hold.ts';
import { endRecovery } from '@punctual/scheduling/recovery/recovery.ts';
import type { Item } from '../store.ts';
import type { Records } from './subject.ts';

/** Operators act in nobody's name, and through no surface. */
export const operator = { id: 'operator' as PersonId };
const policy: SurfacePolicy = {
  surface: 'operations',
  standing: 'system',
  durations: { kind: 'range', minimum: 1, maximum: 1440 },
  autoConfirms: false,
};

export type EndPorts = Ports & { readonly recoveries: ReturnType<typeof dynamodbRecoveries> };

export const itemsOf = ({ partitions }: Records, entity: string): readonly Item[] =>
  [...partitions.values()].flat().filter((item) => item.entity === entity);

/** The appointment that is being held now, if any: it cannot be cancelled any more, and is not over yet. */
export function heldNow(records: Records, now: number): string | undefined {
  const all = itemsOf(records, 'appointment') as readonly (Item & Appointment)[];
  return all.find(({ status, ...one }) => status === 'in_progress' && intervalOf(one).end > now)?.id;
}

/**
 * Ends what is still to come, as anybody's cancellation does: agendas, counts and events follow in the same transaction, and
 * workers tell the other side, take timers back and empty calendars. Answers the appointments that were cancelled.
 *
 * @throws Error when one of them could not be ended
 */
export async function endWhatIsToCome(
  ports: EndPorts,
  records: Records,
): Promise<readonly { readonly id: AppointmentId; readonly version: number }[]> {
  const now = ports.clock.now();
  const cancelled: { readonly id: AppointmentId; readonly version: number }[] = [];
  for (const one of itemsOf(records, 'appointment') as readonly (Item & Appointment)[]) {
    if (!isLive(one.status) || intervalOf(one).end <= now) continue;
    const request = { appointmentId: one.id, reach: { kind: 'anything' }, to: 'cancelled' } as const;
    const done = await changeAppointment(ports, operator, policy, request);
    if (!done.ok) throw new Error(`appointment ${one.id} could not be cancelled: ${done.failure.kind}`);
    cancelled.push({ id: one.id, version: done.value.version });
  }
  for (const one of itemsOf(records, 'hold') as readonly (Item & Hold)[]) {
    if (one.state !== 'held' || one.expiresAt <= now) continue;
    const done = await releaseSlot(ports, operator.id, policy, one.id);
    if (!done.ok) throw new Error(`hold ${one.id} could not be released: ${done.failure.kind}`);
  }
  for (const { id } of itemsOf(records, 'recovery')) {
    await changeRecovery(ports, id as AppointmentId, (before) => endRecovery(before, 'stopped'));
  }
  return cancelled;
}
