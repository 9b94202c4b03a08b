import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { endRecovery, type Recovery, recoveredBy } from '@punctual/scheduling/recovery/recovery.ts';
import type { Person } from '../model.ts';
import { done, failed, notFound, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import type { Recoveries } from './ports.ts';

export type RecordPorts = Pick<Ports, 'ledger' | 'clock' | 'pause'> & { readonly recoveries: Recoveries };

const maximumTries = 8;

/**
 * Reads an abandoned booking, lets `revise` say what becomes of it, and saves that; all of it again while others win
 * the race. The same record back: there is nothing to save.
 */
export async function reviseRecovery(
  { recoveries, pause }: Pick<RecordPorts, 'recoveries' | 'pause'>,
  id: AppointmentId,
  revise: (before: Recovery) => Outcome<Recovery>,
): Promise<Outcome<Recovery>> {
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const before = await recoveries.get(id);
    if (before === undefined) return notFound('Abandoned booking');
    const after = revise(before);
    if (!after.ok || after.value === before || (await recoveries.save(after.value, before))) return after;
    await pause(attempt);
  }
  return failed({ kind: 'busy' });
}

/** The same for what cannot be refused. Throws when every try lost its race, so that a queue tries again. */
export async function changeRecovery(
  ports: Pick<RecordPorts, 'recoveries' | 'pause'>,
  id: AppointmentId,
  change: (before: Recovery) => Recovery,
): Promise<Recovery> {
  const changed = await reviseRecovery(ports, id, (before) => done(change(before)));
  if (!changed.ok) throw new Error(`abandoned booking not changed: ${changed.failure.kind}`);
  return changed.value;
}

/** What is so at this moment, whatever the record says. */
export interface Circumstances {
  readonly provider: Person | undefined;
  readonly client: Person | undefined;
  /** Undefined: the provider has no settings, so nobody can book with them. */
  readonly providerZone: string | undefined;
  readonly optedOut: boolean;
  /** An appointment of the same two people that was booked since the slot was held. */
  readonly booked: AppointmentId | undefined;
}

/** Reads them in one round. Lists may lag behind a booking by a moment; the next message looks again. */
export async function circumstancesOf(
  { ledger }: Pick<Ports, 'ledger'>,
  { providerId, clientId, heldAt }: Pick<Recovery, 'providerId' | 'clientId' | 'heldAt'>,
): Promise<Circumstances> {
  const of = { clientId };
  const [{ people, settings, relation }, live, ended] = await Promise.all([
    ledger.records({
      people: [providerId, clientId],
      settingsOf: providerId,
      relation: { providerId, clientId },
    }),
    // What was booked since then starts later still.
    ledger.list({ of, state: 'live', from: heldAt }),
    ledger.list({ of, state: 'ended', from: heldAt }),
  ]);
  const booked = [...live, ...ended].find((one) => one.providerId === providerId && one.createdAt >= heldAt);
  return {
    provider: people.get(providerId),
    client: people.get(clientId),
    providerZone: settings?.timeZone,
    optedOut: relation?.recoveryOptOutAt !== undefined,
    booked: booked?.id,
  };
}

/**
 * The record as the circumstances have it. They are looked at before every message and not only when the news of them
 * comes: news may overtake one another, and then find no record yet.
 */
export function upToDate(recovery: Recovery, { booked, optedOut }: Circumstances): Recovery {
  if (booked !== undefined) return recoveredBy(recovery, booked);
  return optedOut ? endRecovery(recovery, 'opted_out') : recovery;
}
