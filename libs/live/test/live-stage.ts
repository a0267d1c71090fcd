import type { NatsConnection } from '@nats-io/transport-node';
import { topics, type ConversationId, type UserId } from '@parley/contracts';
import { LiveFollower } from '../src/index.ts';
import {
  claimKey,
  connectTo,
  conversationNumber,
  MemoryLog,
  MemorySource,
  NatsServer,
  Recorder,
  signFor,
  startOwner,
  userNumber,
  type OwnerProcess,
} from './stage/index.ts';

type OwnerOptions = Partial<Parameters<typeof startOwner>[0]>;

/** A broker, an owner with a memory log, and gateways that follow it; everything real but Postgres. */
export class LiveStage {
  readonly log = new MemoryLog();
  readonly conversation: ConversationId = conversationNumber(1);
  readonly topic = topics.conversation(this.conversation);
  readonly faults: unknown[] = [];
  private readonly undo: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly nats: NatsServer,
    private readonly key: Awaited<ReturnType<typeof claimKey>>,
  ) {}

  static async open(): Promise<LiveStage> {
    return new LiveStage(await NatsServer.start(), await claimKey());
  }

  async owner(options: OwnerOptions = {}): Promise<OwnerProcess> {
    const owner = await startOwner({
      url: this.nats.url,
      publicJwks: this.key.publicJwks,
      sources: [new MemorySource(this.log)],
      onFault: (error) => this.faults.push(error),
      ...options,
    });
    this.undo.push(() => owner.kill());
    return owner;
  }

  /** The follower end of one gateway process. */
  async gateway(): Promise<LiveFollower> {
    const nats: NatsConnection = await connectTo(this.nats.url);
    const follower = new LiveFollower(nats, (error) => this.faults.push(error));
    this.undo.push(async () => {
      follower.close();
      await nats.close();
    });
    return follower;
  }

  follow(gateway: LiveFollower, userId: UserId = userNumber(1), after?: string): Promise<Recorder> {
    const args = { conversationId: this.conversation, ...(after === undefined ? {} : { after }) };
    const sign = signFor(this.key.signer, userId);
    return Recorder.follow(gateway, { service: 'chat', field: 'conversationEvents', args, sign }, userId);
  }

  get signer() {
    return this.key.signer;
  }

  async close(): Promise<void> {
    for (const one of this.undo.reverse()) await one();
    await this.nats.kill();
  }
}

/** Whole numbers from `first` to `last`. */
export const run = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
