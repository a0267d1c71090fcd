import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type OrganisationId, type SessionId } from '@parley/contracts';
import { DATA_SOURCE, type Transaction } from '@parley/persistence';
import type { DataSource } from 'typeorm';

/** Minutes that the end of a session is remembered: longer than its last access token lives. */
const REMEMBERED_MINUTES = 30;

/**
 * The SQL of `session_directory` and `ended_session`: in which organisations' meetings a session has devices, and
 * whether it has ended. Both are asked before the organisation is known, so no row-level security is on them.
 */
@Injectable()
export class SessionDirectoryRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** Notes a session in the transaction that lets it in. False when it has ended: then let nobody in. */
  async enter(tx: Transaction, sessionId: SessionId): Promise<boolean> {
    await this.takeTurn(tx, sessionId);
    const ended = await tx.query(`SELECT FROM ended_session WHERE session_id = $1`, [uuidOf(sessionId)]);
    if (ended.length > 0) return false;
    await tx.query(
      `INSERT INTO session_directory (session_id, organisation_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
      [uuidOf(sessionId), uuidOf(tx.organisationId)],
    );
    return true;
  }

  /** Notes its end: whoever is being let in with it now either is seen afterwards, or is refused. */
  async end(tx: Transaction, sessionId: SessionId): Promise<void> {
    await this.takeTurn(tx, sessionId);
    await tx.query(`DELETE FROM ended_session WHERE ended_at < now() - make_interval(mins => ${REMEMBERED_MINUTES})`);
    await tx.query(`INSERT INTO ended_session (session_id) VALUES ($1) ON CONFLICT DO NOTHING`, [uuidOf(sessionId)]);
  }

  async organisationsOf(sessionId: SessionId): Promise<OrganisationId[]> {
    const rows = await this.dataSource.query<{ organisation_id: string }[]>(
      `SELECT organisation_id FROM session_directory WHERE session_id = $1`,
      [uuidOf(sessionId)],
    );
    return rows.map((row) => idFrom('organisation', row.organisation_id));
  }

  /** Its devices are out of every meeting. */
  async forget(sessionId: SessionId): Promise<void> {
    await this.dataSource.query(`DELETE FROM session_directory WHERE session_id = $1`, [uuidOf(sessionId)]);
  }

  private async takeTurn(tx: Transaction, sessionId: SessionId): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`session ${sessionId}`]);
  }
}
