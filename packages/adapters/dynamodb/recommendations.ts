import { GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Decision, Recommenders } from '@punctual/application/recommendations/ports.ts';
import { isConditionFailed } from './conditions.ts';
import { fromItem, type Item, knowledgeItem, knowledgeOf } from './items.ts';
import { clientHistoryKey, decisionKey, type Key, knowledgeKey } from './keys.ts';
import type { Table } from './table-client.ts';

/** Forecasts tell none, one and several apart; a robot that holds slots all day must not make an item grow. */
const abandonedKept = 20;

/**
 * What was learnt, and what is to be learnt. An appointment's outcome is learnt in the transaction that says so of its
 * decision. Everybody's knowledge stands apart from that: one item for all could hold up everybody's transactions.
 */
export function dynamodbRecommenders({ client, name }: Table): Recommenders {
  const get = async (Key: Key): Promise<Item | undefined> =>
    (await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }))).Item;
  const put = (Item: Item, version: number) => ({ TableName: name, Item, ...versionWas(version - 1) });
  return {
    async knowledge(owner, target) {
      const item = await get(knowledgeKey(owner, target));
      return item === undefined ? undefined : knowledgeOf(item);
    },
    saveKnowledge: (knowledge) =>
      unlessMoved(() => client.send(new PutCommand(put(knowledgeItem(knowledge), knowledge.version)))),
    async decision(id) {
      const item = await get(decisionKey(id));
      return item === undefined ? undefined : fromItem<Decision>(item);
    },
    saveDecision(decision, taught) {
      const { appointmentId, providerId, clientId, outcomes, version } = decision;
      const Item = { ...decisionKey(appointmentId), entity: 'decision', ...decision };
      const change = outcomes.kept === undefined ? 'ADD' : 'DELETE';
      const Update = {
        TableName: name,
        Key: clientHistoryKey(providerId, clientId),
        UpdateExpression: `SET entity = :entity ${change} #open :id`,
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: { ':entity': 'client-history', ':id': new Set([appointmentId]) },
      };
      const TransactItems = [
        { Put: put(Item, version) },
        { Update },
        ...(taught ? [{ Put: put(knowledgeItem(taught), taught.version) }] : []),
      ];
      return unlessMoved(() => client.send(new TransactWriteCommand({ TransactItems })));
    },
    async noteAbandoned(providerId, clientId, hold) {
      await unlessMoved(() =>
        client.send(
          new UpdateCommand({
            TableName: name,
            Key: clientHistoryKey(providerId, clientId),
            UpdateExpression: 'SET entity = :entity ADD abandoned :hold',
            ConditionExpression: 'attribute_not_exists(abandoned) OR size(abandoned) < :most',
            ExpressionAttributeValues: {
              ':entity': 'client-history',
              ':hold': new Set([hold]),
              ':most': abandonedKept,
            },
          }),
        ),
      );
    },
  };
}

/** 0: the item must not exist. */
function versionWas(version: number) {
  if (version === 0) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#version = :read',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':read': version },
  };
}

async function unlessMoved(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (fault) {
    if (isConditionFailed(fault)) return false;
    throw fault;
  }
}
