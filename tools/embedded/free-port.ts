import { createServer } from 'node:net';

/** Below the ports that Linux gives to outgoing connections, one of which could take ours before its server does. */
const LOWEST = 10_000;
const COUNT = 10_000;

/** A TCP port of this machine's loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
}

/** Whether nobody listens on a port of this machine's loopback. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
