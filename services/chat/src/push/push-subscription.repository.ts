import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type PushSubscriptionId, type SessionId, type UserId } from '@parley/contracts';
import { newId, type Transaction } from '@parley/persistence';
import type { PushSubscription } from './push-subscription.ts';

/** The SQL of browsers that are pushed to. */
@Injectable()
export class PushSubscriptionRepository {
  /** Whoever registers a browser has it from now on, on the session they say. */
  async save(
    tx: Transaction,
    subscription: Omit<PushSubscription, 'id'> & { serverKey: string },
  ): Promise<PushSubscriptionId> {
    await tx.query(`INSERT INTO notification_directory (organisation_id) VALUES ($1) ON CONFLICT DO NOTHING`, [
      uuidOf(tx.organisationId),
    ]);
    const { userId, sessionId, endpoint, p256dh, auth, serverKey, language } = subscription;
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO push_subscription (organisation_id, id, user_id, session_id, endpoint, p256dh, auth, server_key, language)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT ON CONSTRAINT push_subscription_endpoint DO UPDATE SET user_id = EXCLUDED.user_id, session_id = EXCLUDED.session_id,
         p256dh = EXCLUDED.p256dh, auth = EXCLUDED.auth, server_key = EXCLUDED.server_key, language = EXCLUDED.language, renewed_at = now()
       RETURNING id`,
      [
        uuidOf(tx.organisationId),
        uuidOf(newId('pushSubscription')),
        uuidOf(userId),
        uuidOf(sessionId),
        endpoint,
        p256dh,
        auth,
        serverKey,
        language,
      ],
    );
    return idFrom('pushSubscription', (row as { id: string }).id);
  }

  /** How many other browsers somebody has; whoever asks at the same time waits. */
  async countOthers(tx: Transaction, userId: UserId, endpoint: string): Promise<number> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('push ' || $1, 0))`, [userId]);
    const [row] = await tx.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM push_subscription WHERE organisation_id = $1 AND user_id = $2 AND endpoint <> $3`,
      [uuidOf(tx.organisationId), uuidOf(userId), endpoint],
    );
    return row?.n ?? 0;
  }

  /** What waited for somebody else who had this browser is not told to whoever has it now. */
  async forgetWhatWaits(tx: Transaction, userId: UserId, endpoint: string): Promise<void> {
    await tx.query(
      `DELETE FROM push p USING push_subscription s WHERE s.organisation_id = $1 AND s.endpoint = $2 AND s.user_id <> $3
         AND p.organisation_id = $1 AND p.subscription_id = s.id`,
      [uuidOf(tx.organisationId), endpoint, uuidOf(userId)],
    );
  }

  async remove(tx: Transaction, userId: UserId, endpoint: string): Promise<void> {
    await tx.query(`DELETE FROM push_subscription WHERE organisation_id = $1 AND user_id = $2 AND endpoint = $3`, [
      uuidOf(tx.organisationId),
      uuidOf(userId),
      endpoint,
    ]);
  }

  async removeOfSession(tx: Transaction, sessionId: SessionId): Promise<void> {
    await tx.query(`DELETE FROM push_subscription WHERE organisation_id = $1 AND session_id = $2`, [
      uuidOf(tx.organisationId),
      uuidOf(sessionId),
    ]);
  }

  async removeGone(tx: Transaction, id: string): Promise<void> {
    await tx.query(`DELETE FROM push_subscription WHERE organisation_id = $1 AND id = $2`, [
      uuidOf(tx.organisationId),
      id,
    ]);
  }
}
