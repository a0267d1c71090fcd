import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols, type Server } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { Heartbeats } from './heartbeats.ts';
import { LiveSocket } from './live-socket.ts';
import { answerPing, socketProtocol, type SocketParts } from './socket-protocol.ts';
import type { Ticker } from './ticker.ts';

/** Largest message a client may send, in bytes; a larger one closes with 1009. */
const MAX_MESSAGE_BYTES = 64 * 1024;

/** Takes upgraded connections and speaks graphql-transport-ws on them. */
export class SocketDoor {
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    // Frames are written as the same bytes to many sockets; compression would make them each socket's own.
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols,
  });
  private readonly heartbeats = new Heartbeats();
  private readonly protocol: Server<LiveSocket>;

  constructor(
    private readonly parts: SocketParts,
    private readonly ticker: Ticker,
    private readonly maxBufferedBytes: number,
  ) {
    this.protocol = socketProtocol(parts);
  }

  handleUpgrade(request: IncomingMessage, raw: Duplex, head: Buffer): void {
    this.server.handleUpgrade(request, raw, head, (ws) => this.opened(ws, request, raw));
  }

  close(): void {
    this.heartbeats.stop();
    this.server.close();
  }

  private opened(ws: WebSocket, request: IncomingMessage, raw: Duplex): void {
    const origin = { requestId: randomUUID(), ip: request.socket.remoteAddress };
    const socket = new LiveSocket(ws, raw, origin, this.ticker, this.maxBufferedBytes);
    const closed = this.protocol.opened(
      {
        protocol: ws.protocol,
        send: (message) => socket.send(message),
        close: (code = CloseCode.InternalServerError, reason = '') => socket.close(code, reason),
        onMessage: (take) => ws.on('message', (data) => this.take(socket, take(String(data)))),
        onPing: (payload) => answerPing(this.parts, socket, payload),
      },
      socket,
    );
    this.heartbeats.watch(ws, socket);
    ws.on('error', () => undefined);
    ws.once('close', (code, reason) => void closed(code, String(reason)));
  }

  private take(socket: LiveSocket, handled: Promise<void>): void {
    socket.isAlive = true;
    handled.catch((error: unknown) => {
      this.parts.deps.logger.error(
        { err: error, requestId: socket.origin.requestId },
        'a message could not be handled',
      );
      socket.close(CloseCode.InternalServerError, 'Something went wrong on our side');
    });
  }
}
