import { dynamodbDevices } from '@punctual/adapters/dynamodb/devices.ts';
import * as routes from '@punctual/contracts/me/devices.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { http, table } from '../../wiring.ts';

const devices = dynamodbDevices(table);

export const handler = httpFunction(http, [
  on(routes.keepDevice, async ({ caller, body, now }) => {
    const { platform, token } = body;
    await devices.keep(caller.id, { platform, token }, now);
    return { body: { success: true, data: { platform, token } } };
  }),

  on(routes.forgetDevice, async ({ caller, body }) => {
    await devices.forget(caller.id, body.token);
    return {};
  }),
]);
