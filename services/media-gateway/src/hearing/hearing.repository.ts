import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type ParticipantId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { FRESH_SECONDS, GONE_SECONDS, WELL_SECONDS, type DeafListener, type Report } from './hearing.ts';

/** Seconds after which a report is thrown away. */
const KEPT_SECONDS = 600;
const MOST_DEAF = 50;

/** Reports of meeting `$2` that still hold, of devices that are in. */
const FRESH = `fresh AS (
    SELECT h.*, coalesce(p.user_id::text, p.guest_token_hash) AS whose FROM hearing h
    JOIN participant p ON p.organisation_id = h.organisation_id AND p.id = h.participant_id
    WHERE h.organisation_id = $1 AND h.meeting_id = $2 AND p.removed_at IS NULL
      AND h.reported_at > now() - make_interval(secs => ${FRESH_SECONDS})
      AND EXISTS (SELECT FROM attendance a WHERE a.organisation_id = h.organisation_id AND a.participant_id = h.participant_id AND a.left_at IS NULL)
  )`;

interface HeardRow {
  people: number;
  listeners: number;
  heard_by: number;
  deaf: { id: string; isSoundOff: boolean }[] | null;
  well: string[] | null;
}

/** The SQL of `hearing`. */
@Injectable()
export class HearingRepository {
  async note(tx: Transaction, meetingId: MeetingId, id: ParticipantId, report: Report): Promise<void> {
    await tx.query(
      `INSERT INTO hearing (organisation_id, participant_id, meeting_id, reported_at, hears, misses, silent, is_sound_off, is_cut)
       VALUES ($1, $2, $3, clock_timestamp(), $4, $5, $6, $7, $8)
       ON CONFLICT (organisation_id, participant_id) DO UPDATE SET reported_at = excluded.reported_at, hears = excluded.hears,
         misses = excluded.misses, silent = excluded.silent, is_sound_off = excluded.is_sound_off, is_cut = excluded.is_cut`,
      [
        uuidOf(tx.organisationId),
        uuidOf(id),
        uuidOf(meetingId),
        report.hears.map(uuidOf),
        report.misses.map(uuidOf),
        report.silent.map(uuidOf),
        report.isSoundOff,
        report.isCut,
      ],
    );
  }

  /** How a device is heard by other people's, and which of `silent` are well by their own word. */
  async heard(tx: Transaction, meetingId: MeetingId, id: ParticipantId, silent: readonly ParticipantId[]) {
    const [row] = await tx.query<HeardRow>(
      `WITH ${FRESH}, listener AS (
         SELECT f.* FROM fresh f, participant me
         WHERE me.organisation_id = $1 AND me.id = $3 AND f.whose <> coalesce(me.user_id::text, me.guest_token_hash)
           AND $3 = ANY (f.hears || f.misses)
       )
       SELECT (SELECT count(*)::integer FROM fresh) AS people, count(*)::integer AS listeners,
         (count(*) FILTER (WHERE $3 = ANY (hears)))::integer AS heard_by,
         (SELECT json_agg(json_build_object('id', participant_id, 'isSoundOff', is_sound_off) ORDER BY participant_id)
          FROM (SELECT * FROM listener WHERE NOT $3 = ANY (hears) ORDER BY participant_id LIMIT ${MOST_DEAF}) deaf) AS deaf,
         (SELECT array_agg(participant_id) FROM fresh WHERE participant_id = ANY ($4::uuid[]) AND NOT is_cut
            AND reported_at > now() - make_interval(secs => ${WELL_SECONDS})) AS well
       FROM listener`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), uuidOf(id), silent.map(uuidOf)],
    );
    return {
      people: row?.people ?? 0,
      listeners: row?.listeners ?? 0,
      heardBy: row?.heard_by ?? 0,
      deaf: (row?.deaf ?? []).map((one): DeafListener => ({
        participantId: idFrom('participant', one.id),
        isSoundOff: one.isSoundOff,
      })),
      wellIds: (row?.well ?? []).map((uuid) => idFrom('participant', uuid)),
    };
  }

  /**
   * Those of `silent` who are gone: they have said nothing for long, and whoever could tell receives nothing from them. With the
   * moment of their last word.
   */
  async gone(
    tx: Transaction,
    meetingId: MeetingId,
    silent: readonly ParticipantId[],
  ): Promise<{ id: ParticipantId; lastWordAt: Date }[]> {
    const rows = await tx.query<{ id: string; at: Date }>(
      `WITH ${FRESH}
       SELECT h.participant_id AS id, h.reported_at AS at FROM hearing h
       WHERE h.organisation_id = $1 AND h.meeting_id = $2 AND h.participant_id = ANY ($3::uuid[])
         AND h.reported_at < now() - make_interval(secs => ${GONE_SECONDS})
         AND EXISTS (SELECT FROM attendance a WHERE a.organisation_id = $1 AND a.participant_id = h.participant_id
           AND a.left_at IS NULL AND a.joined_at < h.reported_at + interval '2 seconds')
         AND EXISTS (SELECT FROM fresh f WHERE h.participant_id = ANY (f.silent) AND f.participant_id <> h.participant_id)
         AND NOT EXISTS (SELECT FROM fresh f WHERE h.participant_id = ANY (f.hears || f.misses)
           AND NOT h.participant_id = ANY (f.silent) AND f.participant_id <> h.participant_id)`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), silent.map(uuidOf)],
    );
    return rows.map(({ id, at }) => ({ id: idFrom('participant', id), lastWordAt: at }));
  }

  /** Milliseconds until the first of `silent` will have said nothing for long enough to be gone; undefined: all have already. */
  async dueInMs(tx: Transaction, meetingId: MeetingId, silent: readonly ParticipantId[]): Promise<number | undefined> {
    const [row] = await tx.query<{ ms: number | null }>(
      `SELECT (extract(epoch FROM min(reported_at) - now() + make_interval(secs => ${GONE_SECONDS})) * 1000)::float AS ms
       FROM hearing WHERE organisation_id = $1 AND meeting_id = $2 AND participant_id = ANY ($3::uuid[])
         AND reported_at >= now() - make_interval(secs => ${GONE_SECONDS})`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), silent.map(uuidOf)],
    );
    return row?.ms ?? undefined;
  }

  /** When a device last said anything. */
  async lastWord(tx: Transaction, id: ParticipantId): Promise<Date | undefined> {
    const [row] = await tx.query<{ reported_at: Date }>(
      `SELECT reported_at FROM hearing WHERE organisation_id = $1 AND participant_id = $2`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
    return row?.reported_at;
  }

  /** Throws away what nobody asks for any more. */
  async forget(tx: Transaction): Promise<void> {
    await tx.query(
      `DELETE FROM hearing WHERE organisation_id = $1 AND reported_at < now() - make_interval(secs => ${KEPT_SECONDS})`,
      [uuidOf(tx.organisationId)],
    );
  }
}
