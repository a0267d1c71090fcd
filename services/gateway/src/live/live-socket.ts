import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { CloseCode } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Connection } from './connection.ts';
import { framesOf, headOf } from './frames.ts';
import type { LiveOperation, OperationPlace } from './live-operation.ts';
import type { Origin, Principal } from './principal.ts';
import { SocketWriter } from './socket-writer.ts';
import type { Ticker } from './ticker.ts';

/** Close codes besides graphql-ws's own; npm's client comes again after each of them. */
export const CLOSE = {
  /** The process is going away. */
  restart: 1012,
  /** The reader was too slow, or the person has too many sockets: come again later, with the last cursor. */
  tryAgainLater: 1013,
} as const;

/** How long a slow reader has for the closing handshake before the connection is cut, in milliseconds. */
const CUT_MS = 5_000;
/** Longest time a timer of Node can wait, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** One WebSocket of a client: who is behind it, how it is written to, how it ends. */
export class LiveSocket implements Connection {
  readonly id = randomUUID();
  readonly operations = new Set<LiveOperation>();
  readonly writer: SocketWriter;
  principal: Principal | undefined;
  isAlive = true;
  isSignedOut = false;
  /** Nobody has touched the device for a while, as it says itself. */
  isIdle = false;
  private expiry: NodeJS.Timeout | undefined;

  constructor(
    private readonly ws: WebSocket,
    raw: Duplex,
    readonly origin: Origin,
    ticker: Ticker,
    maxBufferedBytes: number,
  ) {
    this.writer = new SocketWriter(raw, ticker, maxBufferedBytes, () => this.cut());
  }

  /** Sets who is behind the socket; it is closed when the token ends and no other has come. */
  become(principal: Principal | undefined): void {
    this.principal = principal;
    clearTimeout(this.expiry);
    if (!principal) return;
    const left = principal.expiresAt - Date.now();
    const isFar = left > LONGEST_TIMER;
    this.expiry = setTimeout(() => (isFar ? this.become(principal) : this.expire()), isFar ? LONGEST_TIMER : left);
  }

  /** A message of the protocol, in order with what was written before. */
  send(message: string): void {
    this.writer.flush();
    if (this.ws.readyState !== this.ws.OPEN) return;
    this.ws.send(message);
    this.writer.notice();
  }

  place(id: string): OperationPlace {
    const { writer } = this;
    const head = headOf(id);
    return {
      id,
      writer,
      give: (payloads) =>
        writer.put(
          framesOf(
            head,
            payloads.map(({ tail }) => tail),
          ),
        ),
      hasRoom: () => writer.hasRoom(),
    };
  }

  close(code: number, reason: string): void {
    this.writer.flush();
    this.writer.close();
    this.ws.close(code, reason);
  }

  revoke(): void {
    this.isSignedOut = true;
    this.close(CloseCode.Unauthorized, 'The session has ended');
  }

  expire(): void {
    this.close(CloseCode.Forbidden, 'The token has expired');
  }

  leave(): void {
    this.close(CLOSE.restart, 'Come again');
  }

  /** The socket is gone. */
  closed(): void {
    clearTimeout(this.expiry);
    this.writer.close();
    for (const operation of [...this.operations]) operation.end();
  }

  private cut(): void {
    this.writer.close();
    for (const operation of [...this.operations]) operation.end();
    this.ws.close(CLOSE.tryAgainLater, 'Too slow: come again with the last cursor');
    setTimeout(() => this.ws.terminate(), CUT_MS).unref();
  }
}
