import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type AttachmentId, type ConversationId, type OrganisationId } from '@parley/contracts';
import { DATA_SOURCE, type Transaction } from '@parley/persistence';
import { LINK_SECONDS, type UploadToken } from '@parley/storage';
import type { DataSource } from 'typeorm';
import type { MemberId } from '../conversations/member.ts';
import { UNUSED_HOURS, type AnnouncedFile, type NewFile } from './attachment.ts';
import type { AttachmentRow } from './attachment.row.ts';
import { attachmentColumns } from './attachment.row.ts';

/** Files whose bytes go at once, at most. */
const AT_ONCE = 100;

/** A file that is in a message, for whoever serves it. */
export interface ReadableFile {
  readonly name: string;
  readonly type: string;
}

/** The SQL of files, and of when their bytes go. */
@Injectable()
export class AttachmentRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** Writes down what may come, by which link. Until when it may begin to come. */
  async announce(tx: Transaction, owner: MemberId, token: UploadToken, file: NewFile): Promise<Date> {
    const keys = [uuidOf(tx.organisationId), uuidOf(file.id)];
    const [row] = await tx.query<{ link_expires_at: Date }>(
      `INSERT INTO attachment (organisation_id, id, conversation_id, owner_id, name, content_type, byte_length, sha256, token_hash, link_expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + make_interval(secs => $10)) RETURNING link_expires_at`,
      [
        ...keys,
        uuidOf(file.conversationId),
        uuidOf(owner),
        file.name,
        file.contentType,
        file.byteLength,
        file.sha256,
        token.hash,
        LINK_SECONDS,
      ],
    );
    await tx.query(
      `INSERT INTO attachment_due (organisation_id, attachment_id, due_at) VALUES ($1, $2, now() + make_interval(hours => $3))`,
      [...keys, UNUSED_HOURS],
    );
    return (row as { link_expires_at: Date }).link_expires_at;
  }

  /** What a link lets in, once: whoever asks next gets nothing. */
  async take(tx: Transaction, { hash }: UploadToken): Promise<AnnouncedFile | undefined> {
    const [row] = await tx.query<{
      id: string;
      content_type: string;
      byte_length: string;
      sha256: Buffer;
      is_due: boolean;
    }>(
      `UPDATE attachment SET token_hash = NULL WHERE organisation_id = $1 AND token_hash = $2
       RETURNING id, content_type, byte_length, sha256, link_expires_at > now() AS is_due`,
      [uuidOf(tx.organisationId), hash],
    );
    if (!row?.is_due) return undefined;
    return {
      organisationId: tx.organisationId,
      id: idFrom('attachment', row.id),
      contentType: row.content_type,
      byteLength: Number(row.byte_length),
      sha256: row.sha256,
    };
  }

  /** Its bytes are there. False when it was given up meanwhile. */
  async store(
    tx: Transaction,
    id: AttachmentId,
    type: string,
    sides: { width: number; height: number } | undefined,
  ): Promise<boolean> {
    const rows = await tx.query<object>(
      `UPDATE attachment SET stored_at = now(), content_type = $3, width = $4, height = $5
       WHERE organisation_id = $1 AND id = $2 RETURNING 1`,
      [uuidOf(tx.organisationId), uuidOf(id), type, sides?.width ?? null, sides?.height ?? null],
    );
    return rows.length > 0;
  }

  /** Takes these files of their owner for a message; none of them when one may not be taken. */
  async hold(
    tx: Transaction,
    conversationId: ConversationId,
    owner: MemberId,
    ids: readonly AttachmentId[],
  ): Promise<AttachmentRow[]> {
    const rows = await tx.query<{ file: AttachmentRow }>(
      `WITH mine AS (
         SELECT a.* FROM attachment a JOIN attachment_due d ON d.attachment_id = a.id AND d.due_at > now() + interval '1 minute'
         WHERE a.organisation_id = $1 AND a.conversation_id = $2 AND a.owner_id = $3 AND a.id = ANY($4::uuid[]) AND a.stored_at IS NOT NULL
       ), held AS (
         DELETE FROM attachment_due WHERE attachment_id IN (SELECT id FROM mine) AND (SELECT count(*) FROM mine) = cardinality($4::uuid[])
         RETURNING attachment_id
       )
       SELECT ${attachmentColumns('mine')} AS file FROM mine JOIN held ON held.attachment_id = mine.id
       ORDER BY array_position($4::uuid[], mine.id)`,
      [uuidOf(tx.organisationId), uuidOf(conversationId), uuidOf(owner), ids.map(uuidOf)],
    );
    return rows.map(({ file }) => file);
  }

  /** Files that are held stand in their messages. */
  async place(tx: Transaction, files: readonly { id: AttachmentId; seq: number; place: number }[]): Promise<void> {
    await tx.query(
      `UPDATE attachment a SET message_seq = f.seq, place = f.place
       FROM unnest($2::uuid[], $3::bigint[], $4::smallint[]) AS f (id, seq, place) WHERE a.organisation_id = $1 AND a.id = f.id`,
      [
        uuidOf(tx.organisationId),
        files.map(({ id }) => uuidOf(id)),
        files.map(({ seq }) => seq),
        files.map(({ place }) => place),
      ],
    );
  }

  /** The message's files are in no message any more, and their bytes are to go. How many they are. */
  async detach(tx: Transaction, conversationId: ConversationId, seq: number): Promise<number> {
    const rows = await tx.query<object>(
      `WITH gone AS (
         UPDATE attachment SET message_seq = NULL, stored_at = NULL
         WHERE organisation_id = $1 AND conversation_id = $2 AND message_seq = $3 RETURNING organisation_id, id
       )
       INSERT INTO attachment_due (organisation_id, attachment_id, due_at) SELECT organisation_id, id, now() FROM gone RETURNING 1`,
      [uuidOf(tx.organisationId), uuidOf(conversationId), seq],
    );
    return rows.length;
  }

  /** A file that is in a message. */
  async find(tx: Transaction, id: AttachmentId): Promise<ReadableFile | undefined> {
    const [row] = await tx.query<{ name: string; content_type: string }>(
      `SELECT name, content_type FROM attachment WHERE organisation_id = $1 AND id = $2 AND message_seq IS NOT NULL`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
    return row && { name: row.name, type: row.content_type };
  }

  /** Whose bytes are to go now; whatever is among them is claimed no more. */
  async due(): Promise<{ organisationId: OrganisationId; id: AttachmentId }[]> {
    const rows = await this.dataSource.query<{ organisation_id: string; attachment_id: string }[]>(
      `SELECT organisation_id, attachment_id FROM attachment_due WHERE due_at <= now() ORDER BY due_at LIMIT ${AT_ONCE}`,
    );
    return rows.map((row) => ({
      organisationId: idFrom('organisation', row.organisation_id),
      id: idFrom('attachment', row.attachment_id),
    }));
  }

  /** Its bytes are gone, and so is all that was known of it. */
  async forget(tx: Transaction, id: AttachmentId): Promise<void> {
    const keys = [uuidOf(tx.organisationId), uuidOf(id)];
    await tx.query(`DELETE FROM attachment WHERE organisation_id = $1 AND id = $2`, keys);
    await tx.query(`DELETE FROM attachment_due WHERE organisation_id = $1 AND attachment_id = $2`, keys);
  }
}
