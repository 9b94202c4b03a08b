import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Device } from '@punctual/application/messages/message.ts';
import { type Devices, maximumDevices } from '@punctual/application/people/devices.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { isConditionFailed } from './conditions.ts';
import { deviceKey, deviceOwnerKey } from './keys.ts';
import type { Table } from './table-client.ts';

/** Times that somebody else may get the device in between: a device is in few hands. */
const maximumTries = 5;

/** Devices under their person, each with a pointer from its token, so that one device has one owner. */
export function dynamodbDevices({ client, name }: Table): Devices {
  const stored = async (person: PersonId): Promise<readonly (Device & { readonly keptAt: number })[]> => {
    const { pk, sk } = deviceKey(person, '');
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: name,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :person AND begins_with(sk, :devices)',
        ExpressionAttributeValues: { ':person': pk, ':devices': sk },
      }),
    );
    return Items.map(({ platform, token, keptAt }) => ({ platform, token, keptAt }));
  };

  /**
   * The device and the pointer to its owner at once, or the device alone while the pointer leads to somebody else: who enters
   * it again meanwhile must not be left with half of it.
   */
  const forget = async (person: PersonId, token: string): Promise<void> => {
    const pointer = { TableName: name, Key: deviceOwnerKey(token) };
    const ExpressionAttributeValues = { ':person': person };
    const Delete = { TableName: name, Key: deviceKey(person, token) };
    const isOurs = { ...pointer, ExpressionAttributeValues, ConditionExpression: 'person = :person' };
    const isNot = {
      ...pointer,
      ExpressionAttributeValues,
      ConditionExpression: 'attribute_not_exists(pk) OR person <> :person',
    };
    for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
      for (const Item of [{ Delete: isOurs }, { ConditionCheck: isNot }]) {
        try {
          await client.send(new TransactWriteCommand({ TransactItems: [{ Delete }, Item] }));
          return;
        } catch (fault) {
          if (!isConditionFailed(fault)) throw fault;
        }
      }
    }
    throw new Error('the device kept changing hands');
  };

  /**
   * All at once: somebody whose answer was lost and who asks again must not find it half done, with the device shown to be
   * theirs already and still in the hands of whoever had it before.
   */
  const hand = async (person: PersonId, device: Device, at: number): Promise<void> => {
    const Key = deviceOwnerKey(device.token);
    const owner = { ...Key, entity: 'device-owner', person };
    const item = { ...deviceKey(person, device.token), entity: 'device', ...device, keptAt: at };
    for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
      const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
      const before = Item?.person as PersonId | undefined;
      const unchanged =
        before === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'person = :before', ExpressionAttributeValues: { ':before': before } };
      const TransactItems = [
        { Put: { TableName: name, Item: owner, ...unchanged } },
        { Put: { TableName: name, Item: item } },
        ...(before === undefined || before === person
          ? []
          : [{ Delete: { TableName: name, Key: deviceKey(before, device.token) } }]),
      ];
      try {
        await client.send(new TransactWriteCommand({ TransactItems }));
        return;
      } catch (fault) {
        if (!isConditionFailed(fault)) throw fault;
      }
    }
    throw new Error('the device kept changing hands');
  };

  return {
    async of(person) {
      return (await stored(person)).map(({ platform, token }) => ({ platform, token }));
    },
    async keep(person, device, at) {
      await hand(person, device, at);
      const all = (await stored(person)).toSorted((a, b) => b.keptAt - a.keptAt);
      for (const { token } of all.slice(maximumDevices)) await forget(person, token);
    },
    forget,
  };
}
