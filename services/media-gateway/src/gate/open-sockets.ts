import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ticket } from './join-tokens.ts';

/** The sockets that were let in, from that moment on: whatever becomes of them, they can be cut. */
export class OpenSockets {
  private readonly held = new Map<Duplex, Ticket>();

  get size(): number {
    return this.held.size;
  }

  hold(socket: Duplex, ticket: Ticket): void {
    this.held.set(socket, ticket);
    socket.once('close', () => this.held.delete(socket));
  }

  /** Cuts those whose ticket is not taken any more, and tells how many. */
  cut(isOver: (ticket: Ticket) => boolean): number {
    const over = [...this.held].filter(([, ticket]) => isOver(ticket));
    for (const [socket] of over) socket.destroy();
    return over.length;
  }

  /** Cuts all, spread over this time so that they do not all come back at once. */
  async closeAll(spreadMs: number): Promise<void> {
    const sockets = [...this.held.keys()];
    for (const socket of sockets) {
      socket.destroy();
      if (spreadMs > 0) await sleep(spreadMs / sockets.length);
    }
    for (const socket of this.held.keys()) socket.destroy();
  }
}
