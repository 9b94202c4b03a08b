import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { TimerNote, TimerNotes } from '@punctual/application/reminders/ports.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { DAY } from '@punctual/scheduling/time/instant.ts';
import { isConditionFailed } from './conditions.ts';
import { fromItem } from './items.ts';
import { timerNoteKey, timerNotesKey } from './keys.ts';
import type { Table } from './table-client.ts';

/**
 * The timers of appointments: one item each, under the provider, so that all of a provider's are read from the table
 * itself and none is missed, as an index could. A note is deleted a day after its last timer could have gone off.
 */
export function dynamodbTimerNotes({ client, name }: Table): TimerNotes {
  return {
    async get(providerId, appointmentId) {
      const Key = timerNoteKey(providerId, appointmentId);
      const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
      return Item === undefined ? undefined : fromItem<TimerNote>(Item);
    },
    async save(note) {
      const { providerId, appointmentId, timers, until, version } = note;
      const last = Math.max(until, ...timers.map(({ at }) => at));
      const ttl = Math.ceil((last + DAY) / 1000);
      const Item = { ...timerNoteKey(providerId, appointmentId), entity: 'timer-note', ttl, ...note };
      try {
        await client.send(
          new PutCommand({
            TableName: name,
            Item,
            ...(version === 1
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: '#version = :read',
                  ExpressionAttributeNames: { '#version': 'version' },
                  ExpressionAttributeValues: { ':read': version - 1 },
                }),
          }),
        );
        return true;
      } catch (fault) {
        if (isConditionFailed(fault)) return false;
        throw fault;
      }
    },
    async startingAfter(providerId, instant) {
      const { pk, sk } = timerNotesKey(providerId);
      const found: AppointmentId[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: name,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :provider AND begins_with(sk, :notes)',
            FilterExpression: '#until > :instant',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: { ':provider': pk, ':notes': sk, ':instant': instant },
            ExclusiveStartKey,
          }),
        );
        found.push(...(page.Items ?? []).map(({ appointmentId }) => appointmentId as AppointmentId));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return found;
    },
  };
}
