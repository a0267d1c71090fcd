import { request as httpRequest, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** Headers that end here: the cookie is the graph's alone. All else goes to the gate as it came, for it to refuse. */
const DROPPED = new Set(['cookie', 'host', 'proxy-authorization']);
const SILENT = 'Joining is not possible right now. Try again in a moment.';

/**
 * Passes `/rtc` to the gate, so that one address serves all. It decides nothing: the gate does (ADR 7). The query string carries
 * a join token: nothing here logs an address.
 */
export class RtcPassage {
  private readonly gate: URL;
  private readonly sockets = new Set<Duplex>();

  constructor(gateUrl: string) {
    this.gate = new URL(gateUrl);
  }

  /** Whether an address is the gate's. */
  static owns(url: string | undefined): boolean {
    return /^\/rtc(?:[/?]|$)/.test(url ?? '');
  }

  /** The HTTP half: `/rtc/validate` and its kin. */
  register(app: FastifyInstance): void {
    const pass = (request: { raw: IncomingMessage }, reply: { hijack(): unknown; raw: ServerResponse }) => {
      reply.hijack();
      const out = this.open(request.raw, (incoming) => {
        reply.raw.writeHead(incoming.statusCode ?? 502, incoming.headers);
        incoming.pipe(reply.raw);
      });
      out.on('error', () => {
        if (!reply.raw.headersSent) reply.raw.writeHead(502, { 'content-type': 'text/plain' });
        reply.raw.end(SILENT);
      });
      out.end();
    };
    for (const url of ['/rtc', '/rtc/*']) app.route({ method: 'GET', url, handler: pass });
  }

  /** The WebSocket half: repeats the upgrade and joins the two sockets, or hands back the gate's refusal. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    const out = this.open(request, (incoming) => {
      const { 'transfer-encoding': _itsFraming, ...headers } = incoming.headers;
      socket.write(headOf(incoming.statusCode ?? 502, { ...headers, connection: 'close' }));
      incoming.on('error', () => socket.destroy()).pipe(socket);
    });
    out.on('upgrade', (incoming, upstream, upstreamHead) => {
      socket.write(headOf(101, incoming.headers));
      if (upstreamHead.length > 0) socket.write(upstreamHead);
      if (head.length > 0) upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
      upstream.on('close', () => socket.destroy());
      socket.on('close', () => upstream.destroy());
    });
    const length = String(SILENT.length);
    out.on('error', () => socket.end(headOf(502, { connection: 'close', 'content-length': length }) + SILENT));
    socket.on('close', () => out.destroy());
    out.end();
  }

  /** Cuts the sockets that are still open; LiveKit's clients resume by themselves. */
  close(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private open(request: IncomingMessage, onResponse: (incoming: IncomingMessage) => void) {
    const { protocol, hostname, port } = this.gate;
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !DROPPED.has(name)));
    const send = protocol === 'https:' ? httpsRequest : httpRequest;
    return send({ hostname, port, path: request.url, method: request.method, headers, agent: false }, onResponse);
  }
}

function headOf(status: number, headers: IncomingMessage['headers']): string {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}\r\n`));
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n${lines.join('')}\r\n`;
}
