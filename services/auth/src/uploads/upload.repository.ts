import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { LINK_SECONDS, type UploadToken } from '@parley/storage';
import type { AnnouncedFile, Upload } from './upload.ts';

interface Row {
  user_id: string;
  content_type: string;
  byte_length: number;
  sha256: Buffer;
}

/** The SQL of links by which bytes may come. */
@Injectable()
export class UploadRepository {
  /** The person's one link from now on; an earlier one opens nothing any more. */
  async save(tx: Transaction, userId: UserId, token: UploadToken, announced: AnnouncedFile): Promise<Date> {
    const [row] = await tx.query<{ expires_at: Date }>(
      `INSERT INTO upload (organisation_id, user_id, token_hash, content_type, byte_length, sha256, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
       ON CONFLICT (organisation_id, user_id) DO UPDATE SET token_hash = excluded.token_hash, content_type = excluded.content_type,
         byte_length = excluded.byte_length, sha256 = excluded.sha256, expires_at = excluded.expires_at
       RETURNING expires_at`,
      [
        uuidOf(tx.organisationId),
        uuidOf(userId),
        token.hash,
        announced.contentType,
        announced.byteLength,
        announced.sha256,
        LINK_SECONDS,
      ],
    );
    return (row as { expires_at: Date }).expires_at;
  }

  /** What a link lets in, once: whoever asks next gets nothing. */
  async take(tx: Transaction, { hash }: UploadToken): Promise<Upload | undefined> {
    const [row] = await tx.query<Row & { is_due: boolean }>(
      `DELETE FROM upload WHERE organisation_id = $1 AND token_hash = $2
       RETURNING user_id, content_type, byte_length, sha256, expires_at > now() AS is_due`,
      [uuidOf(tx.organisationId), hash],
    );
    return row?.is_due
      ? {
          organisationId: tx.organisationId,
          userId: idFrom('user', row.user_id),
          contentType: row.content_type,
          byteLength: row.byte_length,
          sha256: row.sha256,
        }
      : undefined;
  }
}
