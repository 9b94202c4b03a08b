import type { Facts } from '@punctual/verify/facts.ts';
import type { World } from './world.ts';

/** Holds what clients were told against what is there. */
export function brokenPromises({ acknowledged, answers, mistakes }: World, facts: Facts): readonly string[] {
  const broken: string[] = [...mistakes];
  const events = Map.groupBy(facts.of('event'), ({ pk }) => pk);
  for (const one of acknowledged) {
    const appointment = facts.appointment(one.id);
    const hold = facts.hold(one.id);
    const own = events.get(`APPOINTMENT#${one.id}`) ?? [];
    switch (one.kind) {
      case 'booked':
        if (appointment === undefined) broken.push(`${one.id} was booked and is not there`);
        break;
      case 'held':
        if (hold === undefined) broken.push(`hold ${one.id} was placed and is not there`);
        break;
      case 'given back':
        if (hold?.state !== 'released') broken.push(`hold ${one.id} was given back and is ${hold?.state}`);
        break;
      case 'cancelled':
        if (appointment?.status !== 'cancelled') {
          broken.push(`${one.id} was cancelled and is ${appointment?.status ?? 'not there'}`);
        }
        break;
      case 'moved':
        if (!own.some(({ after }) => after?.start === one.start)) {
          broken.push(`${one.id} was moved to ${new Date(one.start).toISOString()}, of which nothing tells`);
        }
        break;
      case 'confirmed':
        if (!own.some(({ after }) => after?.status === 'confirmed')) {
          broken.push(`${one.id} was confirmed, of which nothing tells`);
        }
        break;
      case 'paid':
        // What had ended before stays ended.
        if (appointment?.status === 'pending' || appointment?.status === 'scheduled') {
          if (!own.some(({ after }) => after?.status === 'confirmed')) {
            broken.push(`${one.id} was paid for, of which nothing tells`);
          }
        }
        break;
    }
  }
  for (const [key, ids] of answers) {
    if (ids.size > 1) broken.push(`the call ${key} was answered ${[...ids].join(' and ')}`);
  }
  return broken;
}
