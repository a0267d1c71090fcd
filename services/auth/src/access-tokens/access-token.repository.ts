import { Inject, Injectable } from '@nestjs/common';
import {
  idFrom,
  uuidOf,
  type AccessTokenId,
  type OrganisationId,
  type Role,
  type Scope,
  type UserId,
} from '@parley/contracts';
import { DATA_SOURCE, type Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import type { DataSource } from 'typeorm';
import type { AccessToken } from './access-token.ts';

interface Row {
  id: string;
  name: string;
  scopes: Scope[];
  created_at: Date;
  expires_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

const COLUMNS = 'id, name, scopes, created_at, expires_at, last_used_at, revoked_at';

const tokenOf = (row: Row): AccessToken => ({
  id: idFrom('accessToken', row.id),
  name: row.name,
  scopes: row.scopes,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
  revokedAt: row.revoked_at,
});

/** A token with its person, for whoever shows it. */
export interface ShownToken extends AccessToken {
  readonly userId: UserId;
  readonly role: Role;
}

/** The SQL of personal access tokens. */
@Injectable()
export class AccessTokenRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** How many of a person's could be used now. Whoever makes one waits their turn, so that none is counted past. */
  async liveOf(tx: Transaction, userId: UserId): Promise<number> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`access tokens ${userId}`]);
    const [row] = await tx.query<{ live: string }>(
      `SELECT count(*) AS live FROM access_token
         WHERE organisation_id = $1 AND user_id = $2 AND revoked_at IS NULL AND expires_at > now()`,
      [uuidOf(tx.organisationId), uuidOf(userId)],
    );
    return Number(row?.live ?? 0);
  }

  async madeWith(tx: Transaction, userId: UserId, nonceHash: Buffer): Promise<AccessToken | undefined> {
    const [row] = await tx.query<Row>(
      `SELECT ${COLUMNS} FROM access_token WHERE organisation_id = $1 AND user_id = $2 AND nonce_hash = $3`,
      [uuidOf(tx.organisationId), uuidOf(userId), nonceHash],
    );
    return row && tokenOf(row);
  }

  async insert(
    tx: Transaction,
    userId: UserId,
    token: Pick<AccessToken, 'id' | 'name' | 'scopes' | 'expiresAt'>,
    hashes: { hash: Buffer; nonceHash: Buffer | null },
  ): Promise<AccessToken> {
    const organisation = uuidOf(tx.organisationId);
    await tx.query(`INSERT INTO access_token_directory (hash, organisation_id) VALUES ($1, $2)`, [
      hashes.hash,
      organisation,
    ]);
    const [row] = await tx.query<Row>(
      `INSERT INTO access_token (organisation_id, id, user_id, name, scopes, expires_at, hash, nonce_hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}`,
      [
        organisation,
        uuidOf(token.id),
        uuidOf(userId),
        token.name,
        token.scopes,
        token.expiresAt,
        hashes.hash,
        hashes.nonceHash,
      ],
    );
    return tokenOf(row as Row);
  }

  /** One of this person's; undefined for another's. */
  async find(tx: Transaction, userId: UserId, id: AccessTokenId): Promise<AccessToken | undefined> {
    const [row] = await tx.query<Row>(
      `SELECT ${COLUMNS} FROM access_token WHERE organisation_id = $1 AND user_id = $2 AND id = $3 FOR UPDATE`,
      [uuidOf(tx.organisationId), uuidOf(userId), uuidOf(id)],
    );
    return row && tokenOf(row);
  }

  async revoke(tx: Transaction, id: AccessTokenId): Promise<AccessToken> {
    const [row] = await tx.query<Row>(
      `UPDATE access_token SET revoked_at = now() WHERE organisation_id = $1 AND id = $2 RETURNING ${COLUMNS}`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
    return tokenOf(row as Row);
  }

  async revokeAllOf(tx: Transaction, userId: UserId): Promise<AccessTokenId[]> {
    const rows = await tx.query<{ id: string }>(
      `UPDATE access_token SET revoked_at = now()
         WHERE organisation_id = $1 AND user_id = $2 AND revoked_at IS NULL RETURNING id`,
      [uuidOf(tx.organisationId), uuidOf(userId)],
    );
    return rows.map(({ id }) => idFrom('accessToken', id));
  }

  /** The newest first: ids rise with time. */
  list(tx: Transaction, userId: UserId, { limit, key }: Page): Promise<AccessToken[]> {
    return tx
      .query<Row>(
        `SELECT ${COLUMNS} FROM access_token
           WHERE organisation_id = $1 AND user_id = $2 AND ($3::uuid IS NULL OR id < $3::uuid)
           ORDER BY id DESC LIMIT $4`,
        [uuidOf(tx.organisationId), uuidOf(userId), key?.[0] ?? null, limit + 1],
      )
      .then((rows) => rows.map(tokenOf));
  }

  /** Whose organisation a hash belongs to. */
  async organisationOf(hash: Buffer): Promise<OrganisationId | undefined> {
    const [row] = await this.dataSource.query<{ organisation_id: string }[]>(
      `SELECT organisation_id FROM access_token_directory WHERE hash = $1`,
      [hash],
    );
    return row && idFrom('organisation', row.organisation_id);
  }

  async findShown(tx: Transaction, hash: Buffer): Promise<ShownToken | undefined> {
    const [row] = await tx.query<Row & { user_id: string; role: Role }>(
      `SELECT ${COLUMNS.replaceAll(/\w+/g, 't.$&')}, t.user_id, u.role FROM access_token t
         JOIN user_account u ON u.organisation_id = t.organisation_id AND u.id = t.user_id
         WHERE t.organisation_id = $1 AND t.hash = $2`,
      [uuidOf(tx.organisationId), hash],
    );
    return row && { ...tokenOf(row), userId: idFrom('user', row.user_id), role: row.role };
  }

  /** Notes that these were in use in this minute. */
  async used(tx: Transaction, ids: readonly AccessTokenId[]): Promise<void> {
    await tx.query(
      `UPDATE access_token SET last_used_at = date_trunc('minute', now())
         WHERE organisation_id = $1 AND id = ANY($2::uuid[])
           AND (last_used_at IS NULL OR last_used_at < date_trunc('minute', now()))`,
      [uuidOf(tx.organisationId), ids.map(uuidOf)],
    );
  }
}
