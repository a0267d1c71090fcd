import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type CallId, type OrganisationId } from '@parley/contracts';
import { DATA_SOURCE, type Transaction } from '@parley/persistence';
import type { DataSource } from 'typeorm';

/** A call that something is to be done about. */
export interface OpenCall {
  organisationId: OrganisationId;
  callId: CallId;
}

/** The SQL of `open_call`: when to look after which call. Asked before the organisation is known, so without row-level security. */
@Injectable()
export class OpenCallRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  async due(tx: Transaction, id: CallId, at: Date): Promise<void> {
    await tx.query(
      `INSERT INTO open_call (call_id, organisation_id, due_at) VALUES ($1, $2, $3)
       ON CONFLICT (call_id) DO UPDATE SET due_at = EXCLUDED.due_at`,
      [uuidOf(id), uuidOf(tx.organisationId), at],
    );
  }

  /** Then at the latest. */
  async dueBy(tx: Transaction, id: CallId, at: Date): Promise<void> {
    await tx.query(`UPDATE open_call SET due_at = least(due_at, $2) WHERE call_id = $1`, [uuidOf(id), at]);
  }

  /** Nothing more is to be done about it. */
  async close(tx: Transaction, id: CallId): Promise<void> {
    await tx.query(`DELETE FROM open_call WHERE call_id = $1`, [uuidOf(id)]);
  }

  /** Those whose time has come. */
  async overdue(): Promise<OpenCall[]> {
    const rows = await this.dataSource.query<{ call_id: string; organisation_id: string }[]>(
      `SELECT call_id, organisation_id FROM open_call WHERE due_at <= now() ORDER BY due_at LIMIT 500`,
    );
    return rows.map((row) => ({
      callId: idFrom('call', row.call_id),
      organisationId: idFrom('organisation', row.organisation_id),
    }));
  }
}
