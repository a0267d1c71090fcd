import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { In } from 'typeorm';
import { MeetingEntity } from './meeting.entity.ts';

/** The SQL of `meeting`. */
@Injectable()
export class MeetingRepository {
  async insert(tx: Transaction, meeting: Omit<MeetingEntity, 'organisationId'>): Promise<MeetingEntity> {
    const row = tx.manager.create(MeetingEntity, { ...meeting, organisationId: tx.organisationId });
    await tx.manager.insert(MeetingEntity, row);
    return row;
  }

  /** What this host made with this nonce. Others with the same nonce wait until the transaction is over. */
  async madeWith(tx: Transaction, hostUserId: UserId, clientNonce: string): Promise<MeetingEntity | null> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
      `meeting ${tx.organisationId} ${hostUserId} ${clientNonce}`,
    ]);
    return tx.manager.findOneBy(MeetingEntity, { organisationId: tx.organisationId, hostUserId, clientNonce });
  }

  /** `update` holds the row for this transaction: every change of a meeting, of who is in and of its log takes its turn. */
  async find(tx: Transaction, id: MeetingId, lock?: 'update'): Promise<MeetingEntity | null> {
    return tx.manager.findOne(MeetingEntity, {
      where: { organisationId: tx.organisationId, id },
      ...(lock ? { lock: { mode: 'pessimistic_write' } } : {}),
    });
  }

  async findMany(tx: Transaction, ids: readonly MeetingId[]): Promise<MeetingEntity[]> {
    return tx.manager.findBy(MeetingEntity, { organisationId: tx.organisationId, id: In([...ids]) });
  }

  async end(tx: Transaction, id: MeetingId): Promise<Date> {
    const [row] = await tx.query<{ ended_at: Date }>(
      `WITH ended AS (UPDATE meeting SET ended_at = now() WHERE organisation_id = $1 AND id = $2 RETURNING ended_at) SELECT ended_at FROM ended`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
    return (row as { ended_at: Date }).ended_at;
  }

  async set(
    tx: Transaction,
    id: MeetingId,
    columns: Partial<Omit<MeetingEntity, 'id' | 'organisationId'>>,
  ): Promise<void> {
    await tx.manager.update(MeetingEntity, { organisationId: tx.organisationId, id }, columns);
  }

  /** Whether hosts may be told of the lobby again; if it is too early, it is noted that something is untold. */
  async lobbyMayBeTold(tx: Transaction, id: MeetingId, everySeconds: number): Promise<boolean> {
    const [row] = await tx.query<{ is_untold: boolean }>(
      `WITH told AS (UPDATE meeting SET
           lobby_is_untold = coalesce(lobby_told_at > now() - make_interval(secs => $3), false),
           lobby_told_at = CASE WHEN lobby_told_at > now() - make_interval(secs => $3) THEN lobby_told_at ELSE now() END
         WHERE organisation_id = $1 AND id = $2 RETURNING lobby_is_untold)
       SELECT lobby_is_untold AS is_untold FROM told`,
      [uuidOf(tx.organisationId), uuidOf(id), everySeconds],
    );
    return row?.is_untold === false;
  }

  async hasUntoldLobby(tx: Transaction, id: MeetingId): Promise<boolean> {
    const rows = await tx.query(`SELECT FROM meeting WHERE organisation_id = $1 AND id = $2 AND lobby_is_untold`, [
      uuidOf(tx.organisationId),
      uuidOf(id),
    ]);
    return rows.length > 0;
  }

  async withUntoldLobby(tx: Transaction): Promise<MeetingId[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM meeting WHERE organisation_id = $1 AND lobby_is_untold`,
      [uuidOf(tx.organisationId)],
    );
    return rows.map((row) => idFrom('meeting', row.id));
  }
}
