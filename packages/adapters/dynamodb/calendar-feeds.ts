import { randomBytes } from 'node:crypto';
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { CalendarFeed, CalendarFeeds } from '@punctual/application/people/calendar-feed.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { isConditionFailed } from './conditions.ts';
import { fromItem } from './items.ts';
import { feedKey, feedPointerKey, hashOf, type Key } from './keys.ts';
import type { Table } from './table-client.ts';

/** Times that a change of the same person's address at the same moment is waited out. */
const maximumTries = 5;

/** Addresses of calendars under the hash of their token: who reads the table cannot read a calendar. */
export function dynamodbCalendarFeeds({ client, name }: Table): CalendarFeeds {
  const get = async (Key: Key) => {
    const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
    return Item;
  };

  /** The pointer and what it leads to go together, so that there is never a calendar that its person cannot revoke. */
  const change = async (person: PersonId, next: { hash: string; item: object } | undefined) => {
    const pointer = feedPointerKey(person);
    for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
      const before = (await get(pointer))?.feed as string | undefined;
      if (before === undefined && next === undefined) return;
      const condition =
        before === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'feed = :before', ExpressionAttributeValues: { ':before': before } };
      const Item = { ...pointer, entity: 'feed-pointer', feed: next?.hash };
      const TransactItems = [
        next === undefined
          ? { Delete: { TableName: name, Key: pointer, ...condition } }
          : { Put: { TableName: name, Item, ...condition } },
        ...(next === undefined ? [] : [{ Put: { TableName: name, Item: next.item } }]),
        ...(before === undefined ? [] : [{ Delete: { TableName: name, Key: feedKey(before) } }]),
      ];
      try {
        await client.send(new TransactWriteCommand({ TransactItems }));
        return;
      } catch (fault) {
        if (!isConditionFailed(fault)) throw fault;
      }
    }
    throw new Error('the address of the calendar changed too often');
  };

  return {
    async replace(feed, at) {
      const token = randomBytes(32).toString('base64url');
      const hash = hashOf(token);
      await change(feed.personId, {
        hash,
        item: { ...feedKey(hash), entity: 'feed', ...feed, createdAt: at },
      });
      return token;
    },
    revoke: (person) => change(person, undefined),
    async find(token) {
      const item = await get(feedKey(hashOf(token)));
      if (item === undefined) return undefined;
      const { personId, includeClientDetails } = fromItem<CalendarFeed>(item);
      return { personId, includeClientDetails };
    },
  };
}
