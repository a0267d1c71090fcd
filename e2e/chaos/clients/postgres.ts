import { idFrom } from '@parley/contracts';
import { serviceDatabase, withClient } from '@parley/tools/embedded/databases.ts';
import { SUPERUSER } from '@parley/tools/embedded/postgres.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Starter } from '../../harness/starter.ts';
import type { HistoryFile } from '../history/history-file.ts';
import type { StoredLine } from '../history/lines.ts';

/** Postgres' place among a stack's ports. */
const OFFSET = 6;
const PAGE = 5_000;

/** Chat's database of a stack, read past every service: what stands here is the record. */
export class ChatDatabase {
  private readonly url: string;

  constructor({ home, port }: Pick<Starter, 'home' | 'port'>) {
    const { superuserPassword } = JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8')) as {
      superuserPassword: string;
    };
    const { name } = serviceDatabase('chat', '');
    this.url = `postgres://${SUPERUSER}:${superuserPassword}@127.0.0.1:${port + OFFSET}/${name}`;
  }

  /** Lets Postgres acknowledge before it has written, which loses what a kill finds in its memory. */
  async beUnsafe(): Promise<void> {
    await withClient(this.url, async (client) => {
      await client.query(
        `ALTER DATABASE ${client.escapeIdentifier(client.database ?? '')} SET synchronous_commit = off`,
      );
      await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid()`);
    });
  }

  /** Seq of the newest message of each conversation. */
  async heads(): Promise<Map<string, number>> {
    const sql = `SELECT conversation_id AS id, max(seq) AS seq FROM message GROUP BY conversation_id`;
    const { rows } = await withClient(this.url, (client) => client.query<{ id: string; seq: string }>(sql));
    return new Map(rows.map(({ id, seq }) => [idFrom('conversation', id), Number(seq)]));
  }

  /** Facts that have not reached the stream. */
  async unpublished(): Promise<number> {
    const sql = `SELECT count(*) AS count FROM outbox WHERE published_at IS NULL`;
    const { rows } = await withClient(this.url, (client) => client.query<{ count: string }>(sql));
    return Number(rows[0]?.count);
  }

  /** Writes down the whole log of these conversations. */
  async read(conversations: readonly string[], file: HistoryFile<StoredLine>): Promise<void> {
    const sql = `SELECT e.seq, e.kind, m.id, m.client_nonce AS nonce FROM conversation_event e
      LEFT JOIN message m ON m.organisation_id = e.organisation_id AND m.conversation_id = e.conversation_id AND m.seq = e.seq
      WHERE e.conversation_id = $1 AND e.seq > $2 ORDER BY e.seq LIMIT ${PAGE}`;
    await withClient(this.url, async (client) => {
      for (const conversation of conversations)
        for (let after = 0, isMore = true; isMore;) {
          const uuid = conversation.slice(conversation.indexOf('_') + 1);
          const { rows } = await client.query<{ seq: string; kind: string; id: string | null; nonce: string | null }>(
            sql,
            [uuid, after],
          );
          for (const { seq, kind, id, nonce } of rows)
            file.append({ conversation, seq: Number(seq), kind, id: id && idFrom('message', id), nonce });
          after = Number(rows.at(-1)?.seq);
          isMore = rows.length === PAGE;
        }
    });
  }
}
