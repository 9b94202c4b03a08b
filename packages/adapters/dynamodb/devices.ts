import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Device } from '@punctual/application/messages/message.ts';
import { type Devices, maximumDevices } from '@punctual/application/people/devices.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { isConditionFailed } from './conditions.ts';
import { deviceKey, deviceOwnerKey } from './keys.ts';
import type { Table } from './table-client.ts';

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

  const forget = async (person: PersonId, token: string): Promise<void> => {
    await client.send(new DeleteCommand({ TableName: name, Key: deviceKey(person, token) }));
    try {
      await client.send(
        new DeleteCommand({
          TableName: name,
          Key: deviceOwnerKey(token),
          ConditionExpression: 'person = :person',
          ExpressionAttributeValues: { ':person': person },
        }),
      );
    } catch (fault) {
      if (!isConditionFailed(fault)) throw fault;
    }
  };

  return {
    async of(person) {
      return (await stored(person)).map(({ platform, token }) => ({ platform, token }));
    },
    async keep(person, device, at) {
      const owner = { ...deviceOwnerKey(device.token), entity: 'device-owner', person };
      // Whoever comes last has it: of two at once, each finds the one that it replaced.
      const { Attributes } = await client.send(
        new PutCommand({ TableName: name, Item: owner, ReturnValues: 'ALL_OLD' }),
      );
      const before = Attributes?.person as PersonId | undefined;
      if (before !== undefined && before !== person) {
        const Key = deviceKey(before, device.token);
        await client.send(new DeleteCommand({ TableName: name, Key }));
      }
      const item = { ...deviceKey(person, device.token), entity: 'device', ...device, keptAt: at };
      await client.send(new PutCommand({ TableName: name, Item: item }));
      const all = (await stored(person)).toSorted((a, b) => b.keptAt - a.keptAt);
      for (const { token } of all.slice(maximumDevices)) await forget(person, token);
    },
    forget,
  };
}
