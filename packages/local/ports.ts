import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const host = '127.0.0.1';

/** Listens on the loopback interface; the port. Rejects with the system's error, `EADDRINUSE` among them. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // An HTTP server that listens on a port has an `AddressInfo`, never a pipe's name.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Listens on `wished` if it is free, otherwise on any free port. */
export async function listenNear(server: Server, wished: number | undefined): Promise<number> {
  if (wished !== undefined) {
    try {
      return await listen(server, wished);
    } catch {
      // Taken meanwhile: another one serves as well.
    }
  }
  return listen(server, 0);
}

/** A loopback port that is free now: `wished`, if it is. */
export async function freePort(wished: number | undefined): Promise<number> {
  const probe = createServer();
  const port = await listenNear(probe, wished);
  await close(probe);
  return port;
}

/** Stops listening; requests under way have `grace` real milliseconds to end before their connections are broken. */
export function close(server: Server, grace = 0): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), grace);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    if (grace === 0) server.closeAllConnections();
  });
}
