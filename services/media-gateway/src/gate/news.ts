import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { ask, connectNats, FactFollower } from '@parley/bus';
import { meetingEnded, participantRemoved, readRemovals, roomClosed, type Removal } from '@parley/contracts';
import type { Logger } from '@parley/telemetry';

/** Milliseconds between two looks at everything the media-gateway knows, and after one that failed. */
const ASK_EVERY_MS = 30_000;
const ASK_AGAIN_MS = 2_000;
/** Milliseconds before a broker that sent us away is tried again; one that does not answer is tried all the time. */
const CONNECT_AGAIN_MS = 5_000;
/** How far back facts are read, in milliseconds: longer than two looks are apart. */
const FACTS_SINCE_MS = 120_000;

/** What the gate learns over the bus. It tries for ever, and nothing waits for it. */
export class News {
  private readonly ending = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private nats: NatsConnection | undefined;

  constructor(
    private readonly natsUrl: string,
    /** Takes what was heard; an answer of the media-gateway is `whole` once it has been read to its end. */
    private readonly tell: (removals: Removal[], whole: boolean) => void,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = this.follow();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    // A connection that was never made has nothing to end.
    if (this.nats) await this.running;
  }

  private async follow(): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        const nats = await connectNats(this.natsUrl, 'gate');
        this.nats = nats;
        await this.listen(nats);
      } catch (error) {
        this.logger.error({ err: error }, 'the bus does not take us; trying again');
      }
      await this.pause(CONNECT_AGAIN_MS);
    }
  }

  /** Until the connection is closed for good, or we end. */
  private async listen(nats: NatsConnection): Promise<void> {
    const followers = [
      new FactFollower(nats, participantRemoved, FACTS_SINCE_MS, (fact) => this.hear(fact), this.logger),
      new FactFollower(nats, meetingEnded, FACTS_SINCE_MS, (fact) => this.hear(fact), this.logger),
      new FactFollower(nats, roomClosed, FACTS_SINCE_MS, (fact) => this.hear(fact), this.logger),
    ];
    for (const follower of followers) follower.start();
    while (!nats.isClosed() && !this.ending.signal.aborted) {
      await this.pause(await this.askForAll(nats), nats.closed());
    }
    await Promise.all(followers.map((follower) => follower.stop()));
    if (!nats.isClosed()) await nats.close();
  }

  private hear(fact: {
    roomName?: string | undefined;
    until?: string | undefined;
    participantId?: Removal['identity'];
  }) {
    const { roomName: room, until, participantId: identity = null } = fact;
    if (room !== undefined && until !== undefined) this.tell([{ room, identity, until }], false);
  }

  /** Milliseconds after which to ask again. */
  private async askForAll(nats: NatsConnection): Promise<number> {
    try {
      let after: string | null | undefined;
      while (after !== null) {
        const { removals, next }: { removals: Removal[]; next: string | null } = await ask(nats, readRemovals, {
          after: after ?? undefined,
        });
        this.tell(removals, next === null);
        after = next;
      }
      return ASK_EVERY_MS;
    } catch (error) {
      this.logger.debug({ err: error }, 'the media-gateway does not say whom it removed; asking again');
      return ASK_AGAIN_MS;
    }
  }

  private async pause(ms: number, sooner: Promise<unknown> = new Promise(() => undefined)): Promise<void> {
    const { signal } = this.ending;
    await Promise.race([sleep(ms, undefined, { signal }).catch(() => undefined), sooner]);
  }
}
