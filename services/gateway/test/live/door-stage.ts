import { topics, type ConversationId, type UserId } from '@parley/contracts';
import {
  claimKey,
  conversationNumber,
  MemoryLog,
  MemorySource,
  NatsServer,
  startOwner,
  userNumber,
  type OwnerProcess,
} from '@parley/live/testing';
import type { Client } from 'graphql-ws';
import { clientOf, bearer, DoorProcess } from './stage/index.ts';

export const [ann, ben] = [userNumber(1), userNumber(2)] as [UserId, UserId];

/** A gateway with its live door, a broker and an owner, with clients from npm in front of it. */
export class DoorStage {
  readonly log = new MemoryLog();
  readonly conversation: ConversationId = conversationNumber(1);
  readonly topic = topics.conversation(this.conversation);
  private readonly undo: (() => unknown)[] = [];

  private constructor(
    readonly nats: NatsServer,
    readonly key: Awaited<ReturnType<typeof claimKey>>,
  ) {}

  static async open(): Promise<DoorStage> {
    const stage = new DoorStage(await NatsServer.start(), await claimKey());
    for (const person of [ann, ben]) stage.log.add(stage.topic, person);
    return stage;
  }

  async owner(options: Partial<Parameters<typeof startOwner>[0]> = {}): Promise<OwnerProcess> {
    const { publicJwks } = this.key;
    const owner = await startOwner({
      url: this.nats.url,
      publicJwks,
      sources: [new MemorySource(this.log)],
      ...options,
    });
    this.undo.push(() => owner.kill());
    return owner;
  }

  async door(options: { maxBufferedBytes?: number; port?: number } = {}): Promise<DoorProcess> {
    const door = await DoorProcess.start({ natsUrl: this.nats.url, signer: this.key.signer, ...options });
    this.undo.push(() => door.kill());
    return door;
  }

  /** A client of npm's; `authorization` is asked at every connect. */
  client(door: { ws: string }, authorization: string | undefined = bearer(ann), closes?: number[]): Client {
    const client = clientOf(door.ws, authorization, closes);
    // One that is just connecting in vain rejects.
    this.undo.push(() => Promise.resolve(client.dispose()).catch(() => undefined));
    return client;
  }

  /** Somebody of whom there are many, who may follow the conversation too. */
  member(n: number): UserId {
    const userId = userNumber(1_000 + n);
    this.log.add(this.topic, userId);
    return userId;
  }

  say(owner: OwnerProcess, times = 1, body?: string): void {
    for (let i = 0; i < times; i++) owner.publisher.publish(this.topic, [this.log.say(this.topic, body)]);
  }

  async close(): Promise<void> {
    for (const one of this.undo.reverse()) await one();
    await this.nats.kill();
  }
}

/** Whole numbers from `first` to `last`. */
export const run = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
