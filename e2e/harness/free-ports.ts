import { createServer } from 'node:net';

const PORTS_OF_A_STACK = 12;
const LOWEST = 20_000;
/** Below the ports that Linux hands out on its own. */
const HIGHEST = 32_000;

/** A PARLEY_PORT from which on all ports of a stack are free. */
export async function freePortBase(): Promise<number> {
  for (;;) {
    const base = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    const ports = Array.from({ length: PORTS_OF_A_STACK }, (_, offset) => base + offset);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return base;
  }
}

/** One port that is free. */
export async function freePort(): Promise<number> {
  return (await freePortBase()) + PORTS_OF_A_STACK - 1;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
