import { createHash } from 'node:crypto';
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ChosenMeetingSettings, MeetingRecord, Meetings } from '@punctual/application/meetings/ports.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { type Observation, textOf } from '@punctual/scheduling/meetings/attendance.ts';
import { isConditionFailed } from './conditions.ts';
import { fromItem, type Item } from './items.ts';
import { type Key, meetingKey, meetingPointerKey, meetingSettingsKey, observationKey } from './keys.ts';
import type { Table } from './table-client.ts';

/** The right to change a meeting stands in the item of the meeting itself, so that losing it is seen by every write. */
interface Stored extends Omit<MeetingRecord, 'appointmentId'> {
  readonly leaseToken?: string;
  readonly leaseUntil?: number;
}

/** What is known of meetings, under their appointments. */
export function dynamodbMeetings({ client, name }: Table): Meetings {
  const get = async (Key: Key): Promise<Item | undefined> => {
    const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
    return Item;
  };

  return {
    async claim(appointmentId, token, now, until) {
      const { pk, sk } = meetingKey(appointmentId);
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: name,
            Key: { pk, sk },
            UpdateExpression: 'SET entity = :entity, leaseToken = :token, leaseUntil = :until',
            // The client tries again when an answer is lost: then the claim in the way is this one.
            ConditionExpression:
              'attribute_not_exists(leaseUntil) OR leaseUntil <= :now OR leaseToken = :token',
            ExpressionAttributeValues: {
              ':entity': 'meeting',
              ':token': token,
              ':until': until,
              ':now': now,
            },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return recordOf(appointmentId, Attributes ?? {});
      } catch (fault) {
        if (isConditionFailed(fault)) return undefined;
        throw fault;
      }
    },
    async save({ appointmentId, meeting, doubt, lastError }, token) {
      if (meeting !== undefined) {
        // First: news of a meeting must find its appointment, and a pointer that leads to nothing does no harm.
        const Item = { ...meetingPointerKey(meeting.id), entity: 'meeting-pointer', appointmentId };
        await client.send(new PutCommand({ TableName: name, Item }));
      }
      const set = Object.entries({ meeting, doubt, lastError });
      const kept = set.filter(([, value]) => value !== undefined);
      const removed = set.filter(([, value]) => value === undefined).map(([field]) => field);
      const updates = [
        ...(kept.length > 0 ? [`SET ${kept.map(([field]) => `${field} = :${field}`).join(', ')}`] : []),
        ...(removed.length > 0 ? [`REMOVE ${removed.join(', ')}`] : []),
      ];
      return whileHeld(appointmentId, token, updates.join(' '), Object.fromEntries(kept));
    },
    async release(appointmentId, token) {
      await whileHeld(appointmentId, token, 'REMOVE leaseToken, leaseUntil', {});
    },
    async find(appointmentId) {
      const item = await get(meetingKey(appointmentId));
      return item && recordOf(appointmentId, item);
    },
    async appointmentOf(meetingId) {
      const item = await get(meetingPointerKey(meetingId));
      return item?.appointmentId as AppointmentId | undefined;
    },
    async observe(appointmentId, observation) {
      const hash = createHash('sha256').update(textOf(observation)).digest('base64url');
      const Item = { ...observationKey(appointmentId, hash), entity: 'observation', ...observation };
      try {
        const ConditionExpression = 'attribute_not_exists(pk)';
        await client.send(new PutCommand({ TableName: name, Item, ConditionExpression }));
      } catch (fault) {
        if (!isConditionFailed(fault)) throw fault;
      }
    },
    async observations(appointmentId) {
      const { pk, sk } = observationKey(appointmentId, '');
      const found: Observation[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: name,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :appointment AND begins_with(sk, :observations)',
            ExpressionAttributeValues: { ':appointment': pk, ':observations': sk },
            ExclusiveStartKey,
          }),
        );
        found.push(...(page.Items ?? []).map((item) => fromItem<Observation>(item)));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return found;
    },
    async settingsOf(providerId) {
      const item = await get(meetingSettingsKey(providerId));
      return item && fromItem<ChosenMeetingSettings>(item);
    },
    async saveSettings(providerId, settings) {
      const Item = { ...meetingSettingsKey(providerId), entity: 'meeting-settings', ...settings };
      await client.send(new PutCommand({ TableName: name, Item }));
    },
  };

  /** False when the right was lost, or has run out and was taken. */
  async function whileHeld(
    appointmentId: AppointmentId,
    token: string,
    UpdateExpression: string,
    values: Readonly<Record<string, unknown>>,
  ): Promise<boolean> {
    const named = Object.fromEntries(Object.entries(values).map(([field, value]) => [`:${field}`, value]));
    try {
      await client.send(
        new UpdateCommand({
          TableName: name,
          Key: meetingKey(appointmentId),
          UpdateExpression,
          ConditionExpression: 'leaseToken = :token',
          ExpressionAttributeValues: { ':token': token, ...named },
        }),
      );
      return true;
    } catch (fault) {
      if (isConditionFailed(fault)) return false;
      throw fault;
    }
  }
}

function recordOf(appointmentId: AppointmentId, item: Item): MeetingRecord {
  const { meeting, doubt, lastError } = fromItem<Stored>(item);
  return { appointmentId, meeting, doubt, lastError };
}
