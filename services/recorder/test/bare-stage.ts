import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

const CLIENT = join(dirname(createRequire(import.meta.url).resolve('livekit-client')), 'livekit-client.umd.js');

/**
 * What the page does: joins with LiveKit's own client, shows and plays everybody, and says how it is. Opened without what lets it in, it
 * waits to be sent in.
 */
const PAGE = `<!doctype html><meta charset="utf-8"><style>body{margin:0;background:#111;color:#fff}video{width:640px;height:360px}</style>
<script src="/client.js"></script><script>
  window.parleyStage = { state: 'loading' };
  const say = (state, cause) => { window.parleyStage = { state, cause }; };
  const { Room, RoomEvent } = LivekitClient;
  const join = (hash) => {
    say('loading');
    const [url, token] = decodeURIComponent(hash.slice(1)).split(' ');
    const room = new Room();
    room.on(RoomEvent.TrackSubscribed, (track) => document.body.append(track.attach()));
    room.on(RoomEvent.Disconnected, (reason) => say('ended', 'room ' + reason));
    room.connect(url, token).then(() => say('ready'), (error) => say('ended', error.message));
  };
  if (location.hash) join(location.hash);
  else {
    window.parleyStage = { state: 'ended', cause: 'nothing lets it in', enter: (address) => join(new URL(address).hash) };
    fetch('/waits');
  }
</script>`;

/** A page that does what our stage page promises a recorder, and no more. */
export class BareStage {
  /** What was asked for, in order; `/waits` says that a page waits to be sent in. */
  readonly asked: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<BareStage> {
    const server = createServer().listen(0, '127.0.0.1');
    const stage = new BareStage(server);
    server.on('request', ({ url = '' }, response) => {
      stage.asked.push(url);
      const isClient = url === '/client.js';
      response.writeHead(200, { 'content-type': isClient ? 'text/javascript' : 'text/html' });
      response.end(isClient ? readFileSync(CLIENT) : PAGE);
    });
    await once(server, 'listening');
    return stage;
  }

  url(livekitUrl: string, token: string): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/#${encodeURIComponent(`${livekitUrl.replace(/^http/, 'ws')} ${token}`)}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
