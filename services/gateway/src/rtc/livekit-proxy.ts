import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** Headers that stay on one side of a proxy, or that LiveKit must not see: it would prefer `authorization` to the token. */
const DROPPED = new Set(['cookie', 'authorization', 'host', 'proxy-authorization']);

/**
 * Passes LiveKit's signalling under `/rtc` to the server on this machine. The query string carries a join token:
 * nothing here logs an address.
 */
export class LivekitProxy {
  private readonly upstream: URL;
  private readonly sockets = new Set<Duplex>();

  constructor(livekitUrl: string) {
    this.upstream = new URL(livekitUrl.replace(/^ws/, 'http'));
  }

  /** Whether an address is LiveKit's. */
  static owns(url: string | undefined): boolean {
    return /^\/rtc(?:[/?]|$)/.test(url ?? '');
  }

  /** The HTTP half: `/rtc/validate` and its kin. */
  register(app: FastifyInstance): void {
    const pass = (
      request: { raw: IncomingMessage },
      reply: { hijack(): unknown; raw: import('node:http').ServerResponse },
    ) => {
      reply.hijack();
      const out = this.open(request.raw, (incoming) => {
        reply.raw.writeHead(incoming.statusCode ?? 502, incoming.headers);
        incoming.pipe(reply.raw);
      });
      out.on('error', () => {
        if (!reply.raw.headersSent) reply.raw.writeHead(502, { 'content-type': 'text/plain' });
        reply.raw.end('The media server does not answer. Try again in a moment.');
      });
      out.end();
    };
    for (const url of ['/rtc', '/rtc/*']) app.route({ method: 'GET', url, handler: pass });
  }

  /** The WebSocket half: repeats the upgrade upstream and joins the two sockets. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    const out = this.open(request, (incoming) => refuse(socket, incoming.statusCode ?? 502));
    out.on('upgrade', (incoming, upstream, upstreamHead) => {
      const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
        [value].flat().map((one) => `${name}: ${one}`),
      );
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('\r\n')}\r\n\r\n`);
      if (upstreamHead.length > 0) socket.write(upstreamHead);
      if (head.length > 0) upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
      upstream.on('close', () => socket.destroy());
      socket.on('close', () => upstream.destroy());
    });
    out.on('error', () => refuse(socket, 502));
    socket.on('close', () => out.destroy());
    out.end();
  }

  /** Cuts the sockets that are still open; LiveKit's clients resume by themselves. */
  close(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private open(request: IncomingMessage, onResponse: (incoming: IncomingMessage) => void) {
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !DROPPED.has(name)));
    const send = this.upstream.protocol === 'https:' ? httpsRequest : httpRequest;
    return send(
      {
        hostname: this.upstream.hostname,
        port: this.upstream.port,
        path: passedUrl(request.url ?? '/'),
        method: request.method,
        headers,
        agent: false,
      },
      onResponse,
    );
  }
}

/** The address as LiveKit may see it: one token, and no `publish`, which would join a second time beside it (G8). */
function passedUrl(url: string): string {
  if (!/[?&](?:publish|access_token)=/.test(url)) return url;
  const [path = '/', search = ''] = url.split(/\?(.*)/s, 2);
  const parameters = new URLSearchParams(search);
  parameters.delete('publish');
  const token = parameters.get('access_token');
  if (token !== null) parameters.set('access_token', token);
  return `${path}?${parameters}`;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
