import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type ContactRequestId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { ContactRequest, ContactRequestState } from './contact-request.ts';

interface RequestRow {
  id: string;
  from_user_id: string;
  to_user_id: string;
  state: ContactRequestState;
  sent_at: Date;
  is_unseen: boolean;
}

const COLUMNS = 'id, from_user_id, to_user_id, state, sent_at, is_unseen';

const requestOf = (row: RequestRow): ContactRequest => ({
  id: idFrom('contactRequest', row.id),
  from: idFrom('user', row.from_user_id),
  to: idFrom('user', row.to_user_id),
  state: row.state,
  sentAt: row.sent_at,
  isUnseen: row.is_unseen,
});

/** The SQL of contact requests. */
@Injectable()
export class ContactRequestRepository {
  async insert(tx: Transaction, { id, from, to, state, sentAt, isUnseen }: ContactRequest): Promise<void> {
    await tx.query(
      `INSERT INTO contact_request (organisation_id, id, from_user_id, to_user_id, state, sent_at, is_unseen)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [uuidOf(tx.organisationId), uuidOf(id), uuidOf(from), uuidOf(to), state, sentAt, isUnseen],
    );
  }

  async findById(tx: Transaction, id: ContactRequestId): Promise<ContactRequest | undefined> {
    const [row] = await tx.query<RequestRow>(
      `SELECT ${COLUMNS} FROM contact_request WHERE organisation_id = $1 AND id = $2`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
    return row && requestOf(row);
  }

  /** The same for the one of the two who may do that with it. For others it takes no longer than where there is none. */
  async findAs(
    tx: Transaction,
    userId: UserId,
    side: 'sent' | 'received',
    id: ContactRequestId,
  ): Promise<ContactRequest | undefined> {
    const mine = side === 'sent' ? 'from_user_id = $3' : 'to_user_id = $3 AND NOT is_unseen';
    const [row] = await tx.query<RequestRow>(
      `SELECT ${COLUMNS} FROM contact_request WHERE organisation_id = $1 AND id = $2 AND ${mine}`,
      [uuidOf(tx.organisationId), uuidOf(id), uuidOf(userId)],
    );
    return row && requestOf(row);
  }

  /** The pending request between two people, whoever asked. */
  async findPending(tx: Transaction, one: UserId, other: UserId): Promise<ContactRequest | undefined> {
    const [row] = await tx.query<RequestRow>(
      `SELECT ${COLUMNS} FROM contact_request
       WHERE organisation_id = $1 AND state = 'PENDING'
         AND least(from_user_id, to_user_id) = least($2::uuid, $3::uuid)
         AND greatest(from_user_id, to_user_id) = greatest($2::uuid, $3::uuid)`,
      [uuidOf(tx.organisationId), uuidOf(one), uuidOf(other)],
    );
    return row && requestOf(row);
  }

  async settle(
    tx: Transaction,
    id: ContactRequestId,
    state: Exclude<ContactRequestState, 'PENDING'>,
    at: Date,
  ): Promise<void> {
    await tx.query(
      `UPDATE contact_request SET state = $3, settled_at = $4 WHERE organisation_id = $1 AND id = $2 AND state = 'PENDING'`,
      [uuidOf(tx.organisationId), uuidOf(id), state, at],
    );
  }

  /** Hides a request from whoever was asked, or shows it. */
  async setUnseen(tx: Transaction, id: ContactRequestId, isUnseen: boolean): Promise<void> {
    await tx.query(`UPDATE contact_request SET is_unseen = $3 WHERE organisation_id = $1 AND id = $2`, [
      uuidOf(tx.organisationId),
      uuidOf(id),
      isUnseen,
    ]);
  }

  /** What this person may see that they have received and not answered, or have sent and wait for; the newest first. */
  async listPending(
    tx: Transaction,
    { side, userId }: { side: 'received' | 'sent'; userId: UserId },
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<ContactRequest[]> {
    const rows = await tx.query<RequestRow>(
      `SELECT ${COLUMNS} FROM contact_request
       WHERE organisation_id = $1 AND ${side === 'sent' ? 'from_user_id = $2' : 'to_user_id = $2 AND NOT is_unseen'} AND state = 'PENDING' AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [uuidOf(tx.organisationId), uuidOf(userId), after ?? null, limit],
    );
    return rows.map(requestOf);
  }
}
