import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Removal } from '@parley/contracts';
import type { Logger, Metrics } from '@parley/telemetry';
import { readAddress } from './address.ts';
import type { GateConfig } from './config.ts';
import { JoinTokenReader, type Ticket } from './join-tokens.ts';
import { News } from './news.ts';
import { OpenSockets } from './open-sockets.ts';
import { Passage, refuse, refuseUpgrade } from './passage.ts';
import { isRefusal, refusal, type Refusal } from './refusal.ts';
import { Removals } from './removals.ts';
import { Snapshot } from './snapshot.ts';

/** Milliseconds that readiness waits for the first word of the media-gateway. Requests are served all the while. */
const FIRST_WORD_MS = 1_000;

/** What was let in: for whom, and the address that LiveKit sees. */
interface Entry {
  readonly ticket: Ticket;
  readonly target: string;
}

/**
 * The gate on `/rtc`: lets through to LiveKit what carries one join token of ours that nothing is known against, and cuts it when something
 * becomes known (G6, G8). It needs nobody but LiveKit: without bus and media-gateway it goes by what it last heard.
 */
export class Gate {
  private readonly removals = new Removals();
  private readonly sockets = new OpenSockets();
  private readonly tokens: JoinTokenReader;
  private readonly passage: Passage;
  private readonly snapshot: Snapshot;
  private readonly news: News;
  private readonly server = createServer((request, response) => void this.answer(request, response));
  private readonly firstWord = Promise.withResolvers<void>();
  private refusedCount = 0;
  private isReady = false;
  private isEnding = false;
  private isOpen = true;

  constructor(
    private readonly config: GateConfig,
    private readonly logger: Logger,
    metrics?: Metrics,
  ) {
    if (metrics) this.measure(metrics);
    this.tokens = new JoinTokenReader(config.LIVEKIT_API_KEY, config.LIVEKIT_API_SECRET);
    this.passage = new Passage(config.LIVEKIT_URL);
    this.snapshot = new Snapshot(config.GATE_SNAPSHOT, () => this.removals.list(), logger);
    this.news = new News(config.NATS_URL, (removals, whole) => this.hear(removals, whole), logger);
    this.server.on('upgrade', (request, socket, head) => void this.upgrade(request, socket, head));
  }

  /** Opens it, and tells the port. It is ready when the media-gateway has answered, or a second later. */
  async open(): Promise<number> {
    this.removals.add(this.snapshot.read());
    const { HOST: host, PORT: port } = this.config;
    await new Promise<void>((resolve, reject) => this.server.once('error', reject).listen({ host, port }, resolve));
    this.news.start();
    void Promise.race([this.firstWord.promise, sleep(FIRST_WORD_MS)]).then(() => (this.isReady = !this.isEnding));
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends it in good order (G12): not ready, then nobody new, then nobody at all. */
  async close(): Promise<void> {
    this.isEnding = true;
    this.isReady = false;
    await sleep(this.config.DRAIN_SECONDS * 1_000);
    this.isOpen = false;
    await this.sockets.closeAll(this.config.SHUTDOWN_SPREAD_MS);
    this.server.close();
    this.server.closeAllConnections();
    await this.news.stop();
    await this.snapshot.save();
  }

  private measure(metrics: Metrics): void {
    metrics.gauge({ name: 'parley_gate_sockets', help: 'Sockets let in.' }, () => this.sockets.size);
    metrics.gauge({ name: 'parley_gate_removals', help: 'Removals remembered.' }, () => this.removals.list().length);
    metrics.counter({ name: 'parley_gate_refused_total', help: 'Requests not let in.' }, () => this.refusedCount);
  }

  private hear(removals: Removal[], isWhole: boolean): void {
    if (this.removals.add(removals)) {
      const cut = this.sockets.cut((ticket) => this.removals.against(ticket) !== undefined);
      if (cut > 0) this.logger.info({ cut }, 'sockets of the removed were cut');
      void this.snapshot.save();
    }
    if (isWhole) this.firstWord.resolve();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/healthz') return void response.end('ok');
    if (request.url === '/readyz') return void response.writeHead(this.isReady ? 200 : 503).end();
    const entry = await this.admit(request);
    if (isRefusal(entry)) return refuse(response, entry);
    this.passage.answer(request, response, entry.target);
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const entry = await this.admit(request);
    if (socket.destroyed) return;
    if (isRefusal(entry)) return refuseUpgrade(socket, entry);
    this.sockets.hold(socket, entry.ticket);
    this.passage.join(request, socket, head, entry.target);
  }

  private async admit(request: IncomingMessage): Promise<Entry | Refusal> {
    const entry = await this.check(request);
    if (isRefusal(entry)) this.refusedCount += 1;
    return entry;
  }

  /** The one check that everything passes, a first join and a reconnect alike. */
  private async check({ url = '', method, headers }: IncomingMessage): Promise<Entry | Refusal> {
    const address = readAddress(url, headers.authorization);
    if (isRefusal(address)) return address;
    if (method !== 'GET') return refusal(405, 'Only GET is taken here.');
    const ticket = await this.tokens.read(address.token);
    if (isRefusal(ticket)) return ticket;
    if (!this.isOpen) return refusal(503, 'This gate is closing. Try again at once.');
    const refused = this.removals.against(ticket);
    if (refused) this.logger.info(ticket, 'kept out');
    return refused ?? { ticket, target: address.target };
  }
}
