import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { LiveDoor } from '../live/live-door.types.ts';
import { RtcPassage } from '../rtc/rtc-passage.ts';

export interface UpgradeParts {
  /** The live door once it is open; until then sockets are asked to come again. */
  readonly live: () => LiveDoor | undefined;
  readonly rtc: RtcPassage | undefined;
  /** Origins whose pages may open sockets; a program sends none. */
  readonly origins: ReadonlySet<string>;
  /** Whether new sockets are taken (G12). */
  readonly isOpen: () => boolean;
}

/** Sends each WebSocket upgrade to its door: the graph's, the gate's, or away. */
export function routeUpgrades(server: Server, { live, rtc, origins, isOpen }: UpgradeParts): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const [path] = (request.url ?? '').split('?', 1);
    const isRtc = rtc !== undefined && RtcPassage.owns(request.url);
    if (path !== '/graphql' && !isRtc) return refuse(socket, 404, 'Not Found');
    if (!isOpen()) return refuse(socket, 503, 'Service Unavailable', 'retry-after: 1\r\n');
    if (isRtc) return rtc.upgrade(request, socket, head);
    const { origin } = request.headers;
    if (origin !== undefined && !origins.has(origin)) return refuse(socket, 403, 'Forbidden');
    const door = live();
    if (!door) return refuse(socket, 503, 'Service Unavailable', 'retry-after: 1\r\n');
    door.handleUpgrade(request, socket, head);
  });
}

function refuse(socket: Duplex, status: number, words: string, headers = ''): void {
  socket.end(`HTTP/1.1 ${status} ${words}\r\n${headers}connection: close\r\ncontent-length: 0\r\n\r\n`);
}
