import { isFree } from '@parley/tools/embedded/free-port.ts';

const PORTS_OF_A_STACK = 16;
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
