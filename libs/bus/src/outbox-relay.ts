import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { FactEnvelope } from '@parley/contracts';
import { DATA_SOURCE, OutboxRepository, UnitOfWork, type OutboxRow } from '@parley/persistence';
import type { Logger } from '@parley/telemetry';
import { LOGGER } from './logger.token.ts';
import { NATS, STREAM_REPLICAS } from './nats.token.ts';
import { ensureStreams, ReplicasRefused } from './streams.ts';

const POLL_MS = 250;
/** A broker that is away is tried again soon: its answer to what was sent before is lost. */
const PUBLISH_TIMEOUT_MS = 2_000;
const AFTER_FAILURE_MS = 500;
const AFTER_REFUSAL_MS = 10_000;
const BATCH = 256;
const KEEP_DAYS = 7;
const FORGET_EVERY_MS = 3_600_000;

/** The part of a TypeORM data source that the relay's lock needs. */
interface LockSource {
  createQueryRunner(): { query(sql: string): Promise<unknown>; release(): Promise<void> };
}

/**
 * Carries stored facts from the outbox to the stream: kicked after commit, polled every 250 ms as the floor. One relay
 * works at a time (advisory lock); rows are marked, never skipped by a watermark (`docs/guarantees.md`).
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private stopped = false;
  private wake: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();
  private forgottenAt = 0;

  constructor(
    @Inject(NATS) private readonly nats: NatsConnection,
    @Inject(DATA_SOURCE) private readonly dataSource: LockSource,
    @Inject(OutboxRepository) private readonly outbox: OutboxRepository,
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(STREAM_REPLICAS) private readonly replicas: number,
  ) {}

  onApplicationBootstrap(): void {
    this.unitOfWork.onFacts(() => this.wake());
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.relayWhileLocked();
      } catch (error) {
        // It does not pass by itself, so somebody must read of it.
        const isRefused = error instanceof ReplicasRefused;
        this.log[isRefused ? 'error' : 'debug']({ err: error }, 'the relay pauses');
        await this.pause(isRefused ? AFTER_REFUSAL_MS : AFTER_FAILURE_MS);
      }
    }
  }

  private async relayWhileLocked(): Promise<void> {
    const holder = this.dataSource.createQueryRunner();
    try {
      const [lock] = (await holder.query(`SELECT pg_try_advisory_lock(hashtext('parley:outbox')) AS mine`)) as {
        mine: boolean;
      }[];
      if (!lock?.mine) return await this.pause(1_000);
      const stream = await ensureStreams(this.nats, this.replicas);
      await this.outbox.noteStream(stream.created);
      while (!this.stopped) {
        await holder.query('SELECT 1');
        const rows = await this.outbox.unpublished(BATCH);
        await this.publish(rows);
        await this.forgetNowAndThen();
        if (rows.length < BATCH) await this.pause(POLL_MS);
      }
    } finally {
      await holder.query(`SELECT pg_advisory_unlock_all()`).catch(() => undefined);
      await holder.release().catch(() => undefined);
    }
  }

  private async publish(rows: OutboxRow[]): Promise<void> {
    if (rows.length === 0) return;
    const stream = jetstream(this.nats);
    // In order, one by one acknowledged: a fact is marked only when the stream has stored it.
    for (const row of rows)
      await stream.publish(row.subject, JSON.stringify(envelope(row)), {
        msgID: row.factId,
        timeout: PUBLISH_TIMEOUT_MS,
      });
    await this.outbox.markPublished(rows.map((row) => row.id));
  }

  private async forgetNowAndThen(): Promise<void> {
    if (Date.now() - this.forgottenAt < FORGET_EVERY_MS) return;
    this.forgottenAt = Date.now();
    await this.outbox.forget(KEEP_DAYS);
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function envelope(row: OutboxRow): FactEnvelope {
  return { id: row.factId, organisationId: row.organisationId, at: row.createdAt.toISOString(), payload: row.payload };
}
