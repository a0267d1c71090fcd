import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { uuidOf } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { MailContent, MailToSend, NewMail } from './mail.ts';

/** Seconds until a mail that could not be sent is tried again, by how often it was tried. */
const PATIENCE_SECONDS = [10, 60, 300, 900, 900];
/** Tries after which a mail is dead. */
const MOST_ATTEMPTS = 5;
const BATCH = 20;
const LONGEST_CAUSE = 500;

/** The SQL of `mail`: what is to be sent. */
@Injectable()
export class MailRepository {
  async insert(tx: Transaction, mails: readonly NewMail[]): Promise<void> {
    await tx.query(`INSERT INTO mail_directory (organisation_id) VALUES ($1) ON CONFLICT DO NOTHING`, [
      uuidOf(tx.organisationId),
    ]);
    await tx.query(
      `INSERT INTO mail (organisation_id, id, meeting_id, kind, recipient, content)
       SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::jsonb[])`,
      [
        uuidOf(tx.organisationId),
        mails.map(() => randomUUID()),
        mails.map(({ meetingId }) => meetingId && uuidOf(meetingId)),
        mails.map(({ kind }) => kind),
        mails.map(({ recipient }) => recipient),
        mails.map(({ content }) => JSON.stringify(content)),
      ],
    );
  }

  /**
   * Takes some that are due, oldest first: nobody else does meanwhile, and whoever dies over one leaves it to be tried
   * again. So a mail may arrive twice, under one Message-ID.
   */
  async take(tx: Transaction): Promise<MailToSend[]> {
    return tx.query<{ id: string; recipient: string; content: MailContent; attempts: number }>(
      `WITH due AS (
         SELECT id FROM mail WHERE organisation_id = $1 AND sent_at IS NULL AND dead_at IS NULL AND next_attempt_at <= now()
         ORDER BY next_attempt_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
       ), taken AS (
         UPDATE mail m SET attempts = attempts + 1,
           next_attempt_at = now() + make_interval(secs => ($2::integer[])[least(attempts, ${MOST_ATTEMPTS - 1}) + 1])
         FROM due WHERE m.organisation_id = $1 AND m.id = due.id
         RETURNING m.id, m.recipient, m.content, m.attempts
       ) SELECT * FROM taken`,
      [uuidOf(tx.organisationId), PATIENCE_SECONDS],
    );
  }

  async sent(tx: Transaction, id: string): Promise<void> {
    await tx.query(
      `UPDATE mail SET sent_at = now(), content = NULL, cause = NULL WHERE organisation_id = $1 AND id = $2`,
      [uuidOf(tx.organisationId), id],
    );
  }

  async countDead(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM mail WHERE organisation_id = $1 AND dead_at IS NOT NULL`,
      [uuidOf(tx.organisationId)],
    );
    return row?.n ?? 0;
  }

  /** @returns whether it is dead now */
  async failed(tx: Transaction, id: string, cause: string): Promise<boolean> {
    const [row] = await tx.query<{ is_dead: boolean }>(
      `WITH failed AS (UPDATE mail SET cause = $3, dead_at = CASE WHEN attempts >= ${MOST_ATTEMPTS} THEN now() END
         WHERE organisation_id = $1 AND id = $2 RETURNING dead_at IS NOT NULL AS is_dead) SELECT * FROM failed`,
      [uuidOf(tx.organisationId), id, cause.slice(0, LONGEST_CAUSE)],
    );
    return row?.is_dead ?? false;
  }
}
