import { Injectable } from '@nestjs/common';
import {
  idFrom,
  uuidOf,
  type CallId,
  type CallKind,
  type CallState,
  type MeetingId,
  type UserId,
} from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Call, Party, PartyState } from './call.ts';

interface Row {
  id: string;
  meeting_id: string;
  caller_id: string;
  kind: CallKind;
  state: CallState;
  conversation_id: string | null;
  asked_ids: string[];
  started_at: Date;
  answered_at: Date | null;
  ended_at: Date | null;
}
interface PartyRow {
  user_id: string;
  is_caller: boolean;
  is_silent: boolean;
  state: PartyState;
  rings_until: Date | null;
  answer_nonce: string | null;
  left_at: Date | null;
}

const COLUMNS =
  'c.id, c.meeting_id, c.caller_id, c.kind, c.state, c.conversation_id, c.asked_ids, c.started_at, c.answered_at, c.ended_at';

/** Whether `$3` is one of its parties, and was told. */
const KNOWN_TO = `EXISTS (SELECT FROM call_party k WHERE k.organisation_id = c.organisation_id AND k.call_id = c.id AND k.user_id = $3 AND NOT k.is_silent)`;

/** The SQL of `call`. Changes are made under the call's row: take it after the meeting's, where both are needed. */
@Injectable()
export class CallRepository {
  /** What this caller made with this nonce. Others with the same nonce wait until the transaction is over. */
  async madeWith(tx: Transaction, callerId: UserId, clientNonce: string): Promise<Call | undefined> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
      `call ${tx.organisationId} ${callerId} ${clientNonce}`,
    ]);
    return this.one(tx, 'c.caller_id = $2 AND c.client_nonce = $3', [uuidOf(callerId), clientNonce]);
  }

  async insert(tx: Transaction, call: Call, clientNonce: string | null): Promise<void> {
    await tx.query(
      `INSERT INTO call (organisation_id, id, meeting_id, caller_id, kind, state, conversation_id, asked_ids, client_nonce, started_at, ended_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        uuidOf(tx.organisationId),
        uuidOf(call.id),
        uuidOf(call.meetingId),
        uuidOf(call.callerId),
        call.kind,
        call.state,
        call.conversationId && uuidOf(call.conversationId),
        call.askedIds.map(uuidOf),
        clientNonce,
        call.startedAt,
        call.endedAt,
      ],
    );
    await this.saveParties(tx, call.id, call.parties);
  }

  async find(tx: Transaction, id: CallId): Promise<Call | undefined> {
    return this.one(tx, 'c.id = $2', [uuidOf(id)]);
  }

  /** The same for somebody who may know of it. For others it takes no longer than where there is none. */
  async findAs(tx: Transaction, userId: UserId, id: CallId): Promise<Call | undefined> {
    return this.one(tx, `c.id = $2 AND ${KNOWN_TO}`, [uuidOf(id), uuidOf(userId)]);
  }

  /** Holds it for somebody who may know of it; nobody else holds anything. */
  async lockAs(tx: Transaction, userId: UserId, id: CallId): Promise<Call | undefined> {
    const rows = await tx.query<object>(
      `SELECT FROM call c WHERE c.organisation_id = $1 AND c.id = $2 AND ${KNOWN_TO} FOR UPDATE`,
      [uuidOf(tx.organisationId), uuidOf(id), uuidOf(userId)],
    );
    return rows.length > 0 ? this.find(tx, id) : undefined;
  }

  /** From here to COMMIT nobody else changes it. */
  async lock(tx: Transaction, id: CallId): Promise<Call | undefined> {
    await tx.query(`SELECT FROM call WHERE organisation_id = $1 AND id = $2 FOR UPDATE`, [
      uuidOf(tx.organisationId),
      uuidOf(id),
    ]);
    return this.find(tx, id);
  }

  async ofMeeting(tx: Transaction, meetingId: MeetingId): Promise<Call | undefined> {
    return this.one(tx, 'c.meeting_id = $2', [uuidOf(meetingId)]);
  }

  /** Those that ring for this person, the oldest first. */
  async ringingFor(tx: Transaction, userId: UserId): Promise<Call[]> {
    const rows = await tx.query<{ call_id: string }>(
      `SELECT call_id FROM call_party WHERE organisation_id = $1 AND user_id = $2 AND state = 'RINGING' AND NOT is_silent AND rings_until > now()
       ORDER BY call_id LIMIT 10`,
      [uuidOf(tx.organisationId), uuidOf(userId)],
    );
    const calls: Call[] = [];
    for (const row of rows) {
      const call = await this.find(tx, idFrom('call', row.call_id));
      if (call) calls.push(call);
    }
    return calls;
  }

  /** How it stands now: the call and all its parties. */
  async save(tx: Transaction, { id, state, answeredAt, endedAt, parties }: Call): Promise<void> {
    await tx.query(
      `UPDATE call SET state = $3, answered_at = $4, ended_at = $5 WHERE organisation_id = $1 AND id = $2`,
      [uuidOf(tx.organisationId), uuidOf(id), state, answeredAt, endedAt],
    );
    await this.saveParties(tx, id, parties);
  }

  private async saveParties(tx: Transaction, id: CallId, parties: readonly Party[]): Promise<void> {
    await tx.query(
      `INSERT INTO call_party AS p (organisation_id, call_id, user_id, is_caller, is_silent, state, rings_until, answer_nonce, left_at, settled_at)
       SELECT $1, $2, *, CASE WHEN state = 'RINGING' THEN NULL ELSE now() END
       FROM unnest($3::uuid[], $4::boolean[], $5::boolean[], $6::text[], $7::timestamptz[], $8::text[], $9::timestamptz[])
         AS t (user_id, is_caller, is_silent, state, rings_until, answer_nonce, left_at)
       ON CONFLICT (organisation_id, call_id, user_id) DO UPDATE SET is_silent = EXCLUDED.is_silent, state = EXCLUDED.state,
         rings_until = EXCLUDED.rings_until, answer_nonce = EXCLUDED.answer_nonce, left_at = EXCLUDED.left_at,
         settled_at = CASE WHEN p.state = EXCLUDED.state THEN p.settled_at ELSE EXCLUDED.settled_at END`,
      [
        uuidOf(tx.organisationId),
        uuidOf(id),
        parties.map(({ userId }) => uuidOf(userId)),
        parties.map(({ isCaller }) => isCaller),
        parties.map(({ isSilent }) => isSilent),
        parties.map(({ state }) => state),
        parties.map(({ ringsUntil }) => ringsUntil),
        parties.map(({ answerNonce }) => answerNonce),
        parties.map(({ leftAt }) => leftAt),
      ],
    );
  }

  private async one(tx: Transaction, where: string, values: unknown[]): Promise<Call | undefined> {
    const [row] = await tx.query<Row>(`SELECT ${COLUMNS} FROM call c WHERE c.organisation_id = $1 AND ${where}`, [
      uuidOf(tx.organisationId),
      ...values,
    ]);
    if (!row) return undefined;
    const parties = await tx.query<PartyRow>(
      `SELECT user_id, is_caller, is_silent, state, rings_until, answer_nonce, left_at FROM call_party
       WHERE organisation_id = $1 AND call_id = $2 ORDER BY user_id`,
      [uuidOf(tx.organisationId), row.id],
    );
    return callOf(row, parties.map(partyOf));
  }
}

const partyOf = (row: PartyRow): Party => ({
  userId: idFrom('user', row.user_id),
  isCaller: row.is_caller,
  isSilent: row.is_silent,
  state: row.state,
  ringsUntil: row.rings_until,
  answerNonce: row.answer_nonce,
  leftAt: row.left_at,
});

const callOf = (row: Row, parties: Party[]): Call => ({
  id: idFrom('call', row.id),
  meetingId: idFrom('meeting', row.meeting_id),
  callerId: idFrom('user', row.caller_id),
  kind: row.kind,
  state: row.state,
  conversationId: row.conversation_id === null ? null : idFrom('conversation', row.conversation_id),
  askedIds: row.asked_ids.map((id) => idFrom('user', id)),
  startedAt: row.started_at,
  answeredAt: row.answered_at,
  endedAt: row.ended_at,
  parties,
});
