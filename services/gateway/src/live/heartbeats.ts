import type { WebSocket } from 'ws';

/** Each socket is asked for a sign of life this often, in milliseconds (G5). */
const BEAT_MS = 10_000;
/** Sockets are asked in as many portions, so that thousands do not answer at once. */
const PORTIONS = 10;

/** What must show signs of life. */
export interface Living {
  isAlive: boolean;
}

/** Pings sockets and cuts those that did not answer since the last time. */
export class Heartbeats {
  private readonly portions = Array.from({ length: PORTIONS }, () => new Map<WebSocket, Living>());
  private readonly timer = setInterval(() => this.beat(), BEAT_MS / PORTIONS).unref();
  private turn = 0;
  private next = 0;

  watch(ws: WebSocket, living: Living): void {
    const portion = this.portions[this.next++ % PORTIONS] as Map<WebSocket, Living>;
    portion.set(ws, living);
    ws.on('pong', () => (living.isAlive = true));
    ws.once('close', () => portion.delete(ws));
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private beat(): void {
    for (const [ws, living] of this.portions[this.turn++ % PORTIONS] as Map<WebSocket, Living>) {
      if (!living.isAlive) ws.terminate();
      living.isAlive = false;
      if (ws.readyState === ws.OPEN) ws.ping();
    }
  }
}
