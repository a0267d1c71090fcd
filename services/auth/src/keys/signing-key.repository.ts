import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE } from '@parley/persistence';
import type { JWK } from 'jose';
import type { DataSource } from 'typeorm';

export interface SealedKey {
  kid: string;
  sealedPrivateKey: Buffer;
  publicJwk: JWK;
  activeFrom: Date;
}

/** The SQL of the installation's signing keys. They belong to no organisation. */
@Injectable()
export class SigningKeyRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** All keys that are still published, newest first. */
  async all(): Promise<SealedKey[]> {
    const rows = await this.dataSource.query<
      { kid: string; sealed_private_key: Buffer; public_jwk: JWK; active_from: Date }[]
    >(`SELECT kid, sealed_private_key, public_jwk, active_from FROM signing_key ORDER BY active_from DESC`);
    return rows.map((row) => ({
      kid: row.kid,
      sealedPrivateKey: row.sealed_private_key,
      publicJwk: row.public_jwk,
      activeFrom: row.active_from,
    }));
  }

  /** Adds a key unless somebody added a newer one than `unlessNewerThan` meanwhile; drops keys replaced over a day ago. */
  async add(key: SealedKey, unlessNewerThan: Date): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('parley:signing-key'))`);
      await manager.query(
        `INSERT INTO signing_key (kid, sealed_private_key, public_jwk, active_from)
         SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT FROM signing_key WHERE active_from > $5)`,
        [key.kid, key.sealedPrivateKey, JSON.stringify(key.publicJwk), key.activeFrom, unlessNewerThan],
      );
      await manager.query(
        `DELETE FROM signing_key old USING signing_key newer
         WHERE newer.active_from > old.active_from AND newer.active_from < now() - interval '1 day'`,
      );
    });
  }

  /** Drops keys that cannot be opened (the secret was changed). */
  async remove(kids: string[]): Promise<void> {
    await this.dataSource.query(`DELETE FROM signing_key WHERE kid = ANY($1)`, [kids]);
  }
}
