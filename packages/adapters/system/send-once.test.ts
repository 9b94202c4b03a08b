import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { expect, it } from 'vitest';
import { sendOnce } from './send-once.ts';

it('sends every message over a connection of its own, which nobody can have closed meanwhile', async () => {
  const seen = new Set<Socket>();
  const server = createServer(({ socket }, response) => {
    // As when the other side has closed it, and the sender has not been awake to notice.
    if (seen.has(socket)) return socket.destroy();
    seen.add(socket);
    response.end(
      '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
    );
    return response;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new SNSClient({
    ...sendOnce,
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  for (let count = 1; count <= 3; count += 1) {
    await client.send(new PublishCommand({ PhoneNumber: '+12025550123', Message: 'See you' }));
    expect(seen.size).toBe(count);
  }
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
