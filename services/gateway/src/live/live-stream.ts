import { randomUUID } from 'node:crypto';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Connection } from './connection.ts';
import type { LiveOperation, OperationPlace } from './live-operation.ts';
import type { Origin, Principal } from './principal.ts';
import type { Payload } from './payload.ts';

const LONGEST_TIMER = 2 ** 31 - 1;
/** Results given to graphql-sse and not written yet, at most: it takes them as fast as they come. */
const MAX_UNWRITTEN = 16;

/** One stream of server-sent events: a connection with a single operation, which completes where a socket would be closed. */
export class LiveStream implements Connection, OperationPlace {
  readonly id = randomUUID();
  readonly writer = undefined;
  readonly operations = new Set<LiveOperation>();
  private readonly expiry: NodeJS.Timeout | undefined;
  private queue: Payload[] = [];
  private queuedBytes = 0;
  private unwritten = 0;
  private isEnded = false;
  private wake: () => void = () => undefined;

  constructor(
    readonly principal: Principal | undefined,
    readonly origin: Origin,
    private readonly maxBufferedBytes: number,
  ) {
    if (!principal) return;
    // A stream that lasts weeks is ended now and then; it resumes by its cursor.
    this.expiry = setTimeout(() => this.end(), Math.min(principal.expiresAt - Date.now(), LONGEST_TIMER));
  }

  give(given: readonly Payload[]): void {
    const isBehind = this.queuedBytes > this.maxBufferedBytes / 4;
    const payloads = isBehind ? given.filter(({ isPassing }) => !isPassing) : given;
    for (const payload of payloads) this.queuedBytes += payload.tail.length;
    this.queue.push(...payloads);
    this.wake();
    if (this.queuedBytes > this.maxBufferedBytes) this.end();
  }

  async hasRoom(): Promise<void> {
    while (this.operations.size > 0 && this.queuedBytes > this.maxBufferedBytes / 4) await this.change();
  }

  /** The operation's results, in order, no faster than they are written. */
  async *results(operation: LiveOperation): AsyncGenerator<ExecutionResult> {
    let isOver = false;
    let refusal: GraphQLError | undefined;
    void operation.over
      .catch((error: GraphQLError) => (refusal = error))
      .then(() => {
        isOver = true;
        this.wake();
      });
    operation.begin();
    // It may have been ended while the operation was being opened.
    if (this.isEnded) operation.end();
    try {
      while (!isOver || this.queue.length > 0) {
        const payload = this.unwritten < MAX_UNWRITTEN ? this.queue.shift() : undefined;
        if (payload) {
          this.queuedBytes -= payload.tail.length;
          this.unwritten++;
          yield payload.result;
        } else if (!isOver || this.queue.length > 0) await this.change();
      }
      if (refusal) yield { errors: [refusal] };
    } finally {
      operation.end();
    }
  }

  /** One of the results has been written. */
  wrote(): void {
    this.unwritten = Math.max(0, this.unwritten - 1);
    this.wake();
  }

  closed(): void {
    clearTimeout(this.expiry);
    this.end();
    this.queue = [];
    this.unwritten = 0;
    this.wake();
  }

  revoke(): void {
    this.end();
  }

  expire(): void {
    this.end();
  }

  leave(): void {
    this.end();
  }

  private end(): void {
    this.isEnded = true;
    for (const operation of [...this.operations]) operation.end();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => {
      const before = this.wake;
      this.wake = () => {
        this.wake = () => undefined;
        before();
        resolve();
      };
    });
  }
}
