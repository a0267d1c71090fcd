import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type LobbyId, type MeetingId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { guestWho, userWho, type Who } from '../participants/who.ts';
import type { LobbyEntry, LobbyState } from './lobby-entry.ts';

interface Row {
  id: string;
  meeting_id: string;
  user_id: string | null;
  guest_token_hash: string | null;
  display_name: string;
  state: LobbyState;
  since: Date;
  since_us: string;
  opened_seq: string;
  last_seq: string;
}

/** Seconds without a sign of life after which somebody no longer waits. */
const PATIENCE_SECONDS = 60;
const COLUMNS = `e.id, e.meeting_id, e.user_id, e.guest_token_hash, coalesce(p.display_name, e.display_name) AS display_name, e.state, e.since,
  (extract(epoch FROM e.since) * 1000000)::bigint AS since_us, e.opened_seq, e.last_seq`;
const FROM = `FROM lobby_entry e LEFT JOIN person p ON p.organisation_id = e.organisation_id AND p.user_id = e.user_id
  WHERE e.organisation_id = $1 AND e.meeting_id = $2`;

/** A row of the lobby with its place in the list. */
export type ListedEntry = LobbyEntry & { sinceMicros: string };

/** The SQL of `lobby_entry`. Change it under the meeting's lock. */
@Injectable()
export class LobbyRepository {
  async waitingCount(tx: Transaction, meetingId: MeetingId): Promise<number> {
    const [row] = await tx.query<{ waiting: number }>(
      `SELECT count(*)::integer AS waiting FROM lobby_entry WHERE organisation_id = $1 AND meeting_id = $2 AND state = 'WAITING'`,
      [uuidOf(tx.organisationId), uuidOf(meetingId)],
    );
    return row?.waiting ?? 0;
  }

  /** Somebody waits from now on; their entry, if there is one, opens again. */
  async wait(tx: Transaction, id: LobbyId, meetingId: MeetingId, who: Who, displayName: string): Promise<LobbyId> {
    const key = who.userId === null ? 'guest_token_hash' : 'user_id';
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO lobby_entry (organisation_id, id, meeting_id, user_id, guest_token_hash, display_name, state)
       VALUES ($1, $2, $3, $4, $5, $6, 'WAITING')
       ON CONFLICT (organisation_id, meeting_id, ${key}) WHERE ${key} IS NOT NULL
       DO UPDATE SET state = 'WAITING', since = now(), last_seen = now(), decided_at = NULL, opened_seq = lobby_entry.last_seq,
         display_name = EXCLUDED.display_name
       RETURNING id`,
      [
        uuidOf(tx.organisationId),
        uuidOf(id),
        uuidOf(meetingId),
        who.userId && uuidOf(who.userId),
        who.guestTokenHash,
        displayName,
      ],
    );
    return idFrom('lobby', (row as { id: string }).id);
  }

  async of(tx: Transaction, meetingId: MeetingId, { userId, guestTokenHash }: Who): Promise<LobbyEntry | undefined> {
    const [row] = await tx.query<Row>(`SELECT ${COLUMNS} ${FROM} AND (e.user_id = $3 OR e.guest_token_hash = $4)`, [
      uuidOf(tx.organisationId),
      uuidOf(meetingId),
      userId && uuidOf(userId),
      guestTokenHash,
    ]);
    return row && entryOf(row);
  }

  async findMany(tx: Transaction, meetingId: MeetingId, ids: readonly LobbyId[]): Promise<LobbyEntry[]> {
    const rows = await tx.query<Row>(`SELECT ${COLUMNS} ${FROM} AND e.id = ANY ($3::uuid[]) ORDER BY e.since, e.id`, [
      uuidOf(tx.organisationId),
      uuidOf(meetingId),
      ids.map(uuidOf),
    ]);
    return rows.map(entryOf);
  }

  async waiting(tx: Transaction, meetingId: MeetingId): Promise<LobbyEntry[]> {
    const rows = await tx.query<Row>(`SELECT ${COLUMNS} ${FROM} AND e.state = 'WAITING' ORDER BY e.since, e.id`, [
      uuidOf(tx.organisationId),
      uuidOf(meetingId),
    ]);
    return rows.map(entryOf);
  }

  /** Who waits, the longest first; one more than the page has, if there is one. */
  async page(tx: Transaction, meetingId: MeetingId, asked: Page): Promise<ListedEntry[]> {
    const rows = await tx.query<Row>(
      `SELECT * FROM (SELECT ${COLUMNS} ${FROM} AND e.state = 'WAITING') listed
       WHERE $3::bigint IS NULL OR (since_us, id) > ($3::bigint, $4::uuid) ORDER BY since_us, id LIMIT $5`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), asked.key?.[0] ?? null, asked.key?.[1] ?? null, asked.limit + 1],
    );
    return rows.map((row) => ({ ...entryOf(row), sinceMicros: row.since_us }));
  }

  async settle(tx: Transaction, ids: readonly LobbyId[], state: Exclude<LobbyState, 'WAITING'>): Promise<void> {
    await tx.query(
      `UPDATE lobby_entry SET state = $3, decided_at = now() WHERE organisation_id = $1 AND id = ANY ($2::uuid[])`,
      [uuidOf(tx.organisationId), ids.map(uuidOf), state],
    );
  }

  /** Whoever was let in asks anew the next time. */
  async forgetAdmitted(tx: Transaction, meetingId: MeetingId): Promise<void> {
    await tx.query(
      `UPDATE lobby_entry SET state = 'LEFT', decided_at = now() WHERE organisation_id = $1 AND meeting_id = $2 AND state = 'ADMITTED'`,
      [uuidOf(tx.organisationId), uuidOf(meetingId)],
    );
  }

  /** A sign of life of somebody who waits. */
  async touch(tx: Transaction, id: LobbyId): Promise<void> {
    await tx.query(
      `UPDATE lobby_entry SET last_seen = now()
       WHERE organisation_id = $1 AND id = $2 AND state = 'WAITING' AND last_seen < now() - interval '5 seconds'`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
  }

  /** Meetings in which somebody has given no sign of life for too long. */
  async meetingsWithSilent(tx: Transaction): Promise<MeetingId[]> {
    const rows = await tx.query<{ meeting_id: string }>(
      `SELECT DISTINCT meeting_id FROM lobby_entry
       WHERE organisation_id = $1 AND state = 'WAITING' AND last_seen < now() - make_interval(secs => ${PATIENCE_SECONDS})`,
      [uuidOf(tx.organisationId)],
    );
    return rows.map((row) => idFrom('meeting', row.meeting_id));
  }

  /** Those who gave no sign of life wait no longer; how many they were. */
  async forgetSilent(tx: Transaction, meetingId: MeetingId): Promise<number> {
    const rows = await tx.query(
      `WITH gone AS (UPDATE lobby_entry SET state = 'LEFT', decided_at = now()
         WHERE organisation_id = $1 AND meeting_id = $2 AND state = 'WAITING' AND last_seen < now() - make_interval(secs => ${PATIENCE_SECONDS})
         RETURNING id) SELECT id FROM gone`,
      [uuidOf(tx.organisationId), uuidOf(meetingId)],
    );
    return rows.length;
  }
}

function entryOf(row: Row): LobbyEntry {
  return {
    id: idFrom('lobby', row.id),
    meetingId: idFrom('meeting', row.meeting_id),
    who: row.user_id === null ? guestWho(row.guest_token_hash ?? '') : userWho(idFrom('user', row.user_id)),
    displayName: row.display_name,
    state: row.state,
    since: row.since,
    openedSeq: Number(row.opened_seq),
    lastSeq: Number(row.last_seq),
  };
}
