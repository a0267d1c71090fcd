import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import { createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** The first byte of a TLS handshake; no HTTP request begins with it. */
const TLS_HANDSHAKE = 0x16;
/** How long a connection may stay without a first byte. */
const SILENT_MS = 10_000;
/** How long answers under way may take when it ends. */
const LAST_ANSWERS_MS = 2_000;

/** Where the door stands and how it proves itself. */
export interface LanDoorConfig {
  /** Address to listen on, beside HOST. */
  readonly host: string;
  /** PEM files of the certificate and its key. */
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Where whoever comes in plain is sent. */
  readonly publicUrl: string;
}

/**
 * HTTPS on one more address, so that a phone on the same network gets a secure page: the same routes and sockets as the front door. What
 * comes in plain is answered by a redirect and nothing else: no password crosses the network unencrypted.
 */
export class LanDoor {
  private readonly door: NetServer;
  private readonly secure: HttpsServer;
  private readonly plain: HttpServer;
  private readonly sockets = new Set<Socket>();

  /** @throws when a file cannot be read or is no certificate. */
  constructor(
    app: FastifyInstance,
    private readonly config: LanDoorConfig,
  ) {
    const { certificateFile, keyFile } = config;
    this.secure = createHttpsServer({ cert: readFileSync(certificateFile), key: readFileSync(keyFile) });
    this.secure.requestTimeout = app.server.requestTimeout;
    for (const event of ['request', 'upgrade'])
      this.secure.on(event, (...what) => void app.server.emit(event, ...what));
    this.plain = createHttpServer((request, response) => {
      response.writeHead(307, { location: this.away(request.url), connection: 'close' }).end();
    });
    this.door = createNetServer((socket) => this.admit(socket));
    app.addHook('onRequest', async (request, reply) => {
      const isPage = request.method === 'GET' && /text\/html/.test(request.headers.accept ?? '');
      if (isPage && request.protocol !== 'https') return reply.redirect(this.away(request.url), 307);
    });
  }

  /** Begins to listen. Rejects when the address is not this machine's, or its port taken. */
  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.door.once('error', reject);
      this.door.listen({ host: this.config.host, port }, () => resolve());
    });
  }

  /** Takes no more connections, and ends those that are left once their answers are given. */
  async close(): Promise<void> {
    if (!this.door.listening) return;
    const closed = new Promise((resolve) => this.door.close(resolve));
    this.secure.closeIdleConnections();
    const cut = setTimeout(() => this.sockets.forEach((socket) => socket.destroy()), LAST_ANSWERS_MS);
    await closed;
    clearTimeout(cut);
  }

  private admit(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const silence = setTimeout(() => socket.destroy(), SILENT_MS).unref();
    socket.once('close', () => clearTimeout(silence));
    socket.once('data', (first: Buffer) => {
      clearTimeout(silence);
      socket.pause();
      socket.unshift(first);
      (first[0] === TLS_HANDSHAKE ? this.secure : this.plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  }

  private away(url = '/'): string {
    return new URL(this.config.publicUrl).origin + (url.startsWith('/') ? url : '/');
  }
}
