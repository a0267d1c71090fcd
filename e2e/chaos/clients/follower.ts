import type { ExecutionResult } from 'graphql';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { Clock } from '../history/clock.ts';
import type { HistoryFile } from '../history/history-file.ts';
import type { HeardLine } from '../history/lines.ts';
import { below, type Random } from '../random.ts';
import type { Session } from './session.ts';

const FOLLOW = `subscription ($id: ID!, $after: String) { conversationEvents(conversationId: $id, after: $after) {
  __typename ... on Ready { cursor } ... on Resync { cursor }
  ... on MessageSent { cursor message { id seq body conversationId } } } }`;
/** A socket that does not answer a ping within this is given up. */
const PING_MS = 4_000;
/** The restless break off by themselves after some of this, and stay away for a while. */
const RESTLESS_MS = 8_000;
const AWAY_MS = 2_000;

interface Event {
  __typename: string;
  cursor?: string;
  message?: { id: string; seq: number; body: string; conversationId: string };
}

/** How somebody follows. */
export interface Manner {
  by: 'socket' | 'stream';
  /** Breaks off now and then without a cause. */
  isRestless: boolean;
}

/** Follows a conversation, comes back after every break, and resumes from the newest cursor: the client that G3 speaks of. */
export class Follower {
  /** Seq of the newest message heard. */
  seq: number;
  private cursor: string;
  private isOver = false;
  private wake: (why: string) => void = () => undefined;
  private readonly running: Promise<void>;

  constructor(
    private readonly session: Session,
    readonly conversation: string,
    from: { seq: number; cursor: string },
    private readonly manner: Manner,
    private readonly history: HistoryFile<HeardLine>,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.seq = from.seq;
    this.cursor = from.cursor;
    history.append({ at: clock.now(), did: 'begin', conversation, after: from.seq });
    this.running = this.run();
  }

  async end(): Promise<void> {
    this.isOver = true;
    this.wake('the run is over');
    await this.running;
    await this.history.close();
  }

  private async run(): Promise<void> {
    while (!this.isOver) {
      this.history.append({ at: this.clock.now(), did: 'connect' });
      const why = await this.followOnce();
      this.history.append({ at: this.clock.now(), did: 'break', why });
      if (/4401|4403|UNAUTHENTICATED/.test(why)) await this.session.renew();
      if (!this.isOver) await sleep(100 + below(this.random, why === 'restless' ? AWAY_MS : 400));
    }
  }

  /** One connection, until it ends for whatever reason. */
  private async followOnce(): Promise<string> {
    let isListening = true;
    const over = new Promise<string>((resolve) => (this.wake = resolve));
    const restless = this.manner.isRestless
      ? setTimeout(() => this.wake('restless'), 500 + below(this.random, RESTLESS_MS))
      : undefined;
    const client = this.manner.by === 'socket' ? this.socket() : this.session.now.stream();
    client.subscribe(
      { query: FOLLOW, variables: { id: this.conversation, after: this.cursor } },
      {
        // What a client hears after it gave up is not heard: it would come again.
        next: (result: ExecutionResult<Record<string, unknown>>) => isListening && this.take(result),
        error: (error: unknown) => this.wake(`error ${describe(error)}`),
        complete: () => this.wake('complete'),
      },
    );
    const why = await over;
    isListening = false;
    clearTimeout(restless);
    // Who goes while it still connects is told when that fails, and has nobody to tell.
    void Promise.resolve(client.dispose()).catch(() => undefined);
    return why;
  }

  private socket() {
    let socket: WebSocket | undefined;
    let pong: NodeJS.Timeout | undefined;
    return this.session.now.socket({
      keepAlive: PING_MS,
      connectionAckWaitTimeout: PING_MS,
      onNonLazyError: (error) => this.wake(`not opened ${describe(error)}`),
      on: {
        opened: (opened) => (socket = opened as WebSocket),
        closed: (event) => {
          clearTimeout(pong);
          this.wake(`closed ${(event as { code?: number }).code}`);
        },
        ping: (isReceived) => {
          if (!isReceived) pong = setTimeout(() => socket?.terminate(), PING_MS);
        },
        pong: (isReceived) => {
          if (isReceived) clearTimeout(pong);
        },
      },
    });
  }

  private take({ data, errors }: ExecutionResult<Record<string, unknown>>): void {
    const event = data?.['conversationEvents'] as Event | undefined;
    if (errors || !event) return this.wake(`refused ${JSON.stringify(errors)}`);
    if (event.cursor !== undefined) this.cursor = event.cursor;
    const at = this.clock.now();
    if (!event.message) return this.history.append({ at, did: 'other', kind: event.__typename });
    const { id, seq, body, conversationId } = event.message;
    this.history.append({ at, did: 'heard', of: conversationId, seq, id, nonce: body.split(' ', 1)[0] ?? '' });
    this.seq = seq;
  }
}

function describe(error: unknown): string {
  const { code, message } = error as { code?: number; message?: string };
  return `${code ?? ''} ${message ?? JSON.stringify(error)}`.trim();
}
