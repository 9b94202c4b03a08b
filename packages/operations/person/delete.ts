import { setTimeout as wait } from 'node:timers/promises';
import { dynamodbDirectory } from '@punctual/adapters/dynamodb/directory.ts';
import { dynamodbIntakes } from '@punctual/adapters/dynamodb/intakes.ts';
import { dynamodbLedger } from '@punctual/adapters/dynamodb/ledger.ts';
import { dynamodbRecoveries } from '@punctual/adapters/dynamodb/recoveries.ts';
import type { Table } from '@punctual/adapters/dynamodb/table-client.ts';
import { jitteredPause, systemClock, uuids } from '@punctual/adapters/system/system.ts';
import { deleteIntakes } from '@punctual/application/intake/change.ts';
import type { Clock } from '@punctual/application/ports.ts';
import { type Item, partition } from '../store.ts';
import { endWhatIsToCome, heldNow, itemsOf } from './end.ts';
import { type Erasure, erase, takeOut } from './erase.ts';
import { cancelTimers, connectionsFromEnvironment } from './outside.ts';
import { isUnique, type Proof, prove } from './proof.ts';
import { findSubject, gather, type Records, type Wanted } from './subject.ts';
import { type PersonalValue, valuesOf } from './values.ts';

export interface DeleteOptions {
  readonly wanted: Wanted;
  /** Milliseconds that workers have to tell the other side, and to empty calendars, before addresses are gone. */
  readonly patience: number;
  /** The group of the product's timers; undefined: workers alone take them back. */
  readonly scheduleGroup: string | undefined;
  readonly clock?: Clock;
  /** Told what is being done. */
  readonly tell?: (step: string) => void;
}

export interface Deletion extends Erasure {
  readonly people: number;
  readonly cancelled: number;
  /** Whether workers were done with the cancellations in time. */
  readonly settled: boolean;
  readonly connections: readonly { readonly id: string; readonly revoked: boolean }[];
  readonly intakes: number;
  readonly timers: number;
  /** Different values that were looked for. */
  readonly values: number;
  readonly proof: Proof;
}

/**
 * Deletes a person: ends what is to come, takes back access, deletes and empties, and then looks through the whole table for
 * whatever was known of them. Repeatable: what was interrupted is gone on with.
 *
 * @throws Error while one of their appointments is being held, or when something cannot be ended
 */
export async function deletePerson(table: Table, options: DeleteOptions): Promise<Deletion> {
  const { wanted, patience, scheduleGroup, clock = systemClock, tell = () => undefined } = options;
  const ports = {
    ledger: dynamodbLedger(table),
    directory: dynamodbDirectory(table),
    recoveries: dynamodbRecoveries(table),
    clock,
    ids: uuids,
    pause: jitteredPause,
  };
  tell('Looking for the person');
  const subject = await findSubject(table, wanted);
  const first = await gather(table, subject);
  const held = heldNow(first, clock.now());
  if (held !== undefined) throw new Error(`appointment ${held} is being held now: try again after its end`);
  tell('Cancelling what is still to come');
  const cancelled = await endWhatIsToCome(ports, first);
  const settled = await workersAreDone(table, first, cancelled, patience);
  const records = await gather(table, subject);
  const values = union(valuesOf(first, subject), valuesOf(records, subject));

  tell('Taking back access, deleting and emptying');
  const end = connectionsFromEnvironment(table, ports);
  const connections: { readonly id: string; readonly revoked: boolean }[] = [];
  for (const { id } of itemsOf(records, 'connection')) {
    connections.push({ id: String(id), revoked: await end(String(id)) });
  }
  const intakes = itemsOf(records, 'intake').map(({ id }) => String(id));
  const gone = await deleteIntakes({ ...ports, intakes: dynamodbIntakes(table) }, intakes);
  if (!gone.ok && gone.failure.kind !== 'not_found') throw new Error(`intakes: ${gone.failure.kind}`);
  const erasure = await erase(table, records, subject, values);
  // A hold that has just run out still has to be ended by its timer.
  const isEnded = ({ entity, state }: Item) => entity !== 'hold' || state !== 'held';
  const ids = ['appointment', 'hold', 'connection'].flatMap((kind) =>
    itemsOf(records, kind)
      .filter(isEnded)
      .map(({ id }) => id),
  );
  const timers = scheduleGroup === undefined ? 0 : await cancelTimers(scheduleGroup, ids.map(String));

  tell('Looking through the whole table for what is left');
  const look = await prove(table, records, values);
  const mentioned = look.remaining.filter(({ pk }) => !records.partitions.has(pk));
  if (mentioned.length > 0) await takeOut(table, mentioned, values.filter(isUnique));
  const proof = mentioned.length > 0 ? await prove(table, records, values) : look;
  return {
    ...erasure,
    people: subject.ids.size,
    cancelled: cancelled.length,
    settled,
    connections,
    intakes: gone.ok ? gone.value : 0,
    timers,
    values: values.length,
    proof,
  };
}

function union(...lists: readonly (readonly PersonalValue[])[]): readonly PersonalValue[] {
  return [...new Map(lists.flat().map((one) => [`${one.kind} ${one.text}`, one])).values()];
}

/** How often it is looked, in milliseconds. */
const lookEvery = 500;
const settledStates = new Set(['sent', 'skipped', 'failed']);

/** Waits until both sides were told of each cancellation, and the person's calendars follow it. */
async function workersAreDone(
  table: Table,
  records: Records,
  cancelled: readonly { readonly id: string; readonly version: number }[],
  patience: number,
): Promise<boolean> {
  const connections = itemsOf(records, 'connection').map(({ pk }) => String(pk));
  const until = performance.now() + patience;
  let open = [...cancelled];
  for (;;) {
    const pending = new Set<string>();
    for (const { id, version } of open) {
      const items = await partition(table, `APPOINTMENT#${id}`);
      const appointment = items.find(({ entity }) => entity === 'appointment');
      const told = items.filter(
        (item) =>
          item.entity === 'delivery' &&
          item.version === version &&
          item.kind === 'cancelled' &&
          settledStates.has(String(item.status)),
      );
      const sides = new Set([appointment?.providerId, appointment?.clientId]).size;
      if (told.length < sides) pending.add(id);
    }
    for (const pk of connections) {
      for (const item of await partition(table, pk)) {
        const one = open.find(({ id }) => id === item.appointmentId);
        const isBehind = item.entity === 'mapping' && Number(item.appointmentVersion) < (one?.version ?? 0);
        if (one !== undefined && (isBehind || item.state === 'pending')) pending.add(one.id);
      }
    }
    open = open.filter(({ id }) => pending.has(id));
    if (open.length === 0) return true;
    if (performance.now() >= until) return false;
    await wait(lookEvery);
  }
}
