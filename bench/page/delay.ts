import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A detour to a port of this machine. */
export interface Detour {
  port: number;
  stop(): Promise<void>;
}

/**
 * Passes TCP on to a port of loopback, each byte half a round trip later, and each connection one round trip later, as its
 * handshake would take. What is not TCP does not come this way.
 *
 * @param roundTripMs milliseconds
 */
export function delayed(to: number, roundTripMs: number): Promise<Detour> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    near.setNoDelay(true);
    near.pause();
    keep(near, open);
    setTimeout(() => {
      if (near.destroyed) return;
      const far = connect(to, '127.0.0.1').setNoDelay(true);
      keep(far, open);
      pass(near, far, roundTripMs / 2);
      pass(far, near, roundTripMs / 2);
      near.resume();
    }, roundTripMs);
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () =>
      done({
        port: (server.address() as AddressInfo).port,
        stop: async () => {
          open.forEach((socket) => socket.destroy());
          await new Promise((closed) => server.close(closed));
        },
      }),
    );
  });
}

function keep(socket: Socket, open: Set<Socket>): void {
  open.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => open.delete(socket));
}

function pass(from: Socket, to: Socket, ms: number): void {
  from.on('data', (chunk) => setTimeout(() => to.writable && to.write(chunk), ms));
  from.on('end', () => setTimeout(() => to.end(), ms));
  from.on('close', () => setTimeout(() => to.destroy(), ms));
}
