import { Injectable } from '@nestjs/common';
import { topics, uuidOf } from '@parley/contracts';
import type { LoggedEvent } from '@parley/live';
import type { Transaction } from '@parley/persistence';
import type { LogTopic, MeetingEventBody } from './meeting-event.ts';

/** Events kept per topic at least; a client that was away longer gets a Resync. */
const KEPT = 2_048;
/** How often old events are looked for, in events of one topic. */
const FORGET_EVERY = 256;

export const topicOf = (topic: LogTopic): string =>
  'meetingId' in topic ? topics.meeting(topic.meetingId) : topics.lobby(topic.lobbyId);
const idOf = (topic: LogTopic): string => uuidOf('meetingId' in topic ? topic.meetingId : topic.lobbyId);
const tableOf = (topic: LogTopic): string => ('meetingId' in topic ? 'meeting' : 'lobby_entry');

interface Row {
  seq: string;
  event: MeetingEventBody;
  ends: string[] | null;
}

/** The SQL of `meeting_event`: one log per topic, numbered under the lock of the row the topic belongs to. */
@Injectable()
export class MeetingLogRepository {
  async append(tx: Transaction, topic: LogTopic, event: MeetingEventBody, ends?: string[]): Promise<LoggedEvent> {
    const [row] = await tx.query<Row>(
      `WITH place AS (
         UPDATE ${tableOf(topic)} SET last_seq = last_seq + 1 WHERE organisation_id = $1 AND id = $2 RETURNING last_seq
       ), forgotten AS (
         DELETE FROM meeting_event old USING place p
         WHERE p.last_seq % ${FORGET_EVERY} = 0 AND old.organisation_id = $1 AND old.topic = $3 AND old.seq <= p.last_seq - ${KEPT}
       )
       INSERT INTO meeting_event (organisation_id, topic, seq, event, ends) SELECT $1, $3, last_seq, $4, $5 FROM place
       RETURNING seq, event, ends`,
      [uuidOf(tx.organisationId), idOf(topic), topicOf(topic), JSON.stringify(event), ends ?? null],
    );
    return loggedOf(row as Row);
  }

  async ends(tx: Transaction, topic: LogTopic): Promise<{ head: number; oldest: number }> {
    const [row] = await tx.query<{ head: string; oldest: string }>(
      `SELECT last_seq AS head, (SELECT coalesce(min(seq), 1) FROM meeting_event WHERE organisation_id = $1 AND topic = $3) AS oldest
       FROM ${tableOf(topic)} WHERE organisation_id = $1 AND id = $2`,
      [uuidOf(tx.organisationId), idOf(topic), topicOf(topic)],
    );
    return { head: Number(row?.head ?? 0), oldest: Number(row?.oldest ?? 1) };
  }

  async read(tx: Transaction, topic: string, from: number, to: number, limit: number): Promise<LoggedEvent[]> {
    const rows = await tx.query<Row>(
      `SELECT seq, event, ends FROM meeting_event WHERE organisation_id = $1 AND topic = $2 AND seq BETWEEN $3 AND $4 ORDER BY seq LIMIT $5`,
      [uuidOf(tx.organisationId), topic, from, to, limit],
    );
    return rows.map(loggedOf);
  }
}

const loggedOf = ({ seq, event, ends }: Row): LoggedEvent => ({
  seq: Number(seq),
  event: { ...event },
  ...(ends ? { ends } : {}),
});
