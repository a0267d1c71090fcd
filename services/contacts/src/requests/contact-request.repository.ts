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
}

const COLUMNS = 'id, from_user_id, to_user_id, state, sent_at';

const requestOf = (row: RequestRow): ContactRequest => ({
  id: idFrom('contactRequest', row.id),
  from: idFrom('user', row.from_user_id),
  to: idFrom('user', row.to_user_id),
  state: row.state,
  sentAt: row.sent_at,
});

/** The SQL of contact requests. */
@Injectable()
export class ContactRequestRepository {
  async insert(tx: Transaction, { id, from, to, state, sentAt }: ContactRequest): Promise<void> {
    await tx.query(
      `INSERT INTO contact_request (organisation_id, id, from_user_id, to_user_id, state, sent_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [uuidOf(tx.organisationId), uuidOf(id), uuidOf(from), uuidOf(to), state, sentAt],
    );
  }

  async findById(tx: Transaction, id: ContactRequestId): Promise<ContactRequest | undefined> {
    const [row] = await tx.query<RequestRow>(
      `SELECT ${COLUMNS} FROM contact_request WHERE organisation_id = $1 AND id = $2`,
      [uuidOf(tx.organisationId), uuidOf(id)],
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

  async settle(tx: Transaction, id: ContactRequestId, state: 'ACCEPTED' | 'DECLINED', at: Date): Promise<void> {
    await tx.query(
      `UPDATE contact_request SET state = $3, settled_at = $4 WHERE organisation_id = $1 AND id = $2 AND state = 'PENDING'`,
      [uuidOf(tx.organisationId), uuidOf(id), state, at],
    );
  }

  /** What this person has received and not answered, the newest first. */
  async listReceived(
    tx: Transaction,
    to: UserId,
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<ContactRequest[]> {
    const rows = await tx.query<RequestRow>(
      `SELECT ${COLUMNS} FROM contact_request
       WHERE organisation_id = $1 AND to_user_id = $2 AND state = 'PENDING' AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [uuidOf(tx.organisationId), uuidOf(to), after ?? null, limit],
    );
    return rows.map(requestOf);
  }
}
