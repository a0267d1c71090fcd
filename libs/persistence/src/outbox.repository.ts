import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type OrganisationId } from '@parley/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { DATA_SOURCE } from './data-source.token.ts';
import type { Statement } from './statement.ts';
import type { Transaction } from './unit-of-work.ts';

export interface NewFact {
  factId: string;
  subject: string;
  organisationId: OrganisationId | null;
  payload: unknown;
}

export interface OutboxRow extends NewFact {
  /** Place in the outbox, a decimal number. */
  id: string;
  createdAt: Date;
}

const COUNTED_ROWS = 100_000;
const INSERT: Statement = {
  name: 'insert-facts',
  text: `INSERT INTO outbox (fact_id, subject, organisation_id, payload)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::jsonb[])`,
};

/** The SQL of outbox and inbox. */
@Injectable()
export class OutboxRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  async insert(tx: Pick<Transaction, 'hot'>, facts: NewFact[]): Promise<void> {
    await tx.hot(INSERT, [
      facts.map((fact) => fact.factId),
      facts.map((fact) => fact.subject),
      facts.map((fact) => fact.organisationId && uuidOf(fact.organisationId)),
      facts.map((fact) => JSON.stringify(fact.payload)),
    ]);
  }

  /** Unpublished rows, oldest first. Rows are marked one by one: a late committer is never skipped. */
  async unpublished(limit: number): Promise<OutboxRow[]> {
    const rows = await this.dataSource.query<
      {
        id: string;
        fact_id: string;
        subject: string;
        organisation_id: string | null;
        payload: unknown;
        created_at: Date;
      }[]
    >(
      `SELECT id, fact_id, subject, organisation_id, payload, created_at FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT $1`,
      [limit],
    );
    return rows.map((row) => ({
      id: row.id,
      factId: row.fact_id,
      subject: row.subject,
      organisationId: row.organisation_id === null ? null : idFrom('organisation', row.organisation_id),
      payload: row.payload,
      createdAt: row.created_at,
    }));
  }

  /** How many rows are unpublished, counted up to `COUNTED_ROWS`: enough to raise an alarm, never a long statement. */
  async countUnpublished(): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM (SELECT 1 FROM outbox WHERE published_at IS NULL LIMIT $1) AS unpublished`,
      [COUNTED_ROWS],
    );
    return row?.count ?? 0;
  }

  async markPublished(ids: string[]): Promise<void> {
    await this.dataSource.query(`UPDATE outbox SET published_at = now() WHERE id = ANY($1::bigint[])`, [ids]);
  }

  /** Notes which stream facts go to. Another stream than before (a wiped NATS): what it never had is unpublished again. */
  async noteStream(identity: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [known] = await manager.query<{ identity: string }[]>(`SELECT identity FROM outbox_stream`);
      if (known?.identity === identity) return;
      if (known) await manager.query(`UPDATE outbox SET published_at = NULL WHERE published_at IS NOT NULL`);
      await manager.query(
        `INSERT INTO outbox_stream (identity) VALUES ($1) ON CONFLICT (singleton) DO UPDATE SET identity = EXCLUDED.identity`,
        [identity],
      );
    });
  }

  /** Removes what is older than `days` and done with. */
  async forget(days: number): Promise<void> {
    await this.dataSource.query(`DELETE FROM outbox WHERE published_at < now() - make_interval(days => $1)`, [days]);
    await this.dataSource.query(`DELETE FROM inbox WHERE received_at < now() - make_interval(days => $1)`, [days * 2]);
  }

  async receive(manager: EntityManager, consumer: string, factId: string): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `INSERT INTO inbox (consumer, fact_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1`,
      [consumer, factId],
    );
    return rows.length > 0;
  }
}
