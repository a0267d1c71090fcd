import {
  request as httpRequest,
  STATUS_CODES,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { refusal, type Refusal } from './refusal.ts';

/** Headers of a client that LiveKit needs; every other one ends here, cookies and Authorization above all. */
const TO_LIVEKIT = [
  'connection',
  'upgrade',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-protocol',
  'sec-websocket-extensions',
  'user-agent',
];
/** Milliseconds that LiveKit has to answer a request. */
const ANSWER_MS = 10_000;
const SILENT = refusal(502, 'The media server does not answer. Try again in a moment.');
/** Pages of other origins may read why they were not let in, as LiveKit has it. */
const READABLE = { 'access-control-allow-origin': '*' };

/** The way through to LiveKit, for what has been let in. */
export class Passage {
  private readonly upstream: URL;

  constructor(livekitUrl: string) {
    this.upstream = new URL(livekitUrl);
  }

  /** A plain request: LiveKit's own words come back. */
  answer(request: IncomingMessage, response: ServerResponse, target: string): void {
    const out = this.open(request, target);
    out.on('response', (incoming) => {
      const type = incoming.headers['content-type'] ?? 'text/plain; charset=utf-8';
      response.writeHead(incoming.statusCode ?? 502, { 'content-type': type, ...READABLE });
      incoming.pipe(response);
    });
    out.on('error', () => (response.headersSent ? response.destroy() : refuse(response, SILENT)));
    response.on('close', () => out.destroy());
    out.end();
  }

  /** A WebSocket: the upgrade is repeated, and the two sockets are joined. */
  join(request: IncomingMessage, socket: Duplex, head: Buffer, target: string): void {
    const out = this.open(request, target);
    out.on('response', (incoming) => void relay(incoming, socket));
    out.on('upgrade', (incoming, upstream, upstreamHead) => {
      upstream.setTimeout(0);
      const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
        [value].flat().map((one) => `${name}: ${one}\r\n`),
      );
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('')}\r\n`);
      if (upstreamHead.length > 0) socket.write(upstreamHead);
      if (head.length > 0) upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
      upstream.on('error', () => socket.destroy());
      upstream.on('close', () => socket.destroy());
      socket.on('close', () => upstream.destroy());
    });
    out.on('error', () => refuseUpgrade(socket, SILENT));
    socket.on('close', () => out.destroy());
    out.end();
  }

  private open(request: IncomingMessage, path: string): ClientRequest {
    const { protocol, hostname, port } = this.upstream;
    const headers = Object.fromEntries(
      TO_LIVEKIT.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, request.headers[name]]])),
    );
    const send = protocol === 'https:' ? httpsRequest : httpRequest;
    const out = send({ hostname, port, path, method: 'GET', headers, agent: false });
    return out.setTimeout(ANSWER_MS, () => out.destroy(new Error('LiveKit did not answer in time.')));
  }
}

/** Says no to a plain request. */
export function refuse(response: ServerResponse, { status, sentence }: Refusal): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...READABLE }).end(sentence);
}

/** Says no to an upgrade. */
export function refuseUpgrade(socket: Duplex, { status, sentence }: Refusal): void {
  socket.end(plain(status, sentence));
}

/** An upgrade that LiveKit answers in plain words is told them. */
async function relay(incoming: IncomingMessage, socket: Duplex): Promise<void> {
  let text = '';
  incoming.setEncoding('utf8');
  try {
    for await (const part of incoming) text += part as string;
  } catch {
    // What came until then is told.
  }
  socket.end(plain(incoming.statusCode ?? 502, text));
}

function plain(status: number, text: string): string {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
    'content-type: text/plain; charset=utf-8',
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${text}`;
}
