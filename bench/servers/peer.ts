import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseUrl, makeDatabase, serviceDatabase, withClient } from '@parley/tools/embedded/databases.ts';
import { freePort, startOn, type Started } from '../measure/processes.ts';

/** A server of `bench/peers`, one process, with a database of its own when it stores. */
export interface Peer extends Started {
  readonly port: number;
  /** Rows that a table of its database has. */
  count(table: string): Promise<number>;
}

/** Whom each user of a peer knows, by name. */
export type Rosters = Readonly<Record<string, readonly string[]>>;

/**
 * Starts `bench/peers/<name>.mjs` on a core; with the address of a Postgres's superuser it gets a database there, until it is stopped.
 *
 * @param more its other settings
 * @param rosters whom its users know; it gets them as a file
 */
export async function startPeer(
  core: number,
  name: string,
  superuserUrl?: string,
  more: Readonly<Record<string, string>> = {},
  rosters?: Rosters,
): Promise<Peer> {
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'parley-bench-peer-'));
  const env: Record<string, string> = { PORT: String(port), NODE_ENV: 'production', HOME_DIR: home, ...more };
  let forget = async (): Promise<void> => undefined;
  if (superuserUrl !== undefined) {
    const database = serviceDatabase(name, randomBytes(12).toString('hex'));
    await makeDatabase(superuserUrl, database);
    env['DATABASE_URL'] = databaseUrl(database, Number(new URL(superuserUrl).port));
    forget = () =>
      withClient(superuserUrl, async (client) => {
        await client.query(`DROP DATABASE "${database.name}" WITH (FORCE)`);
      });
  }
  if (rosters) {
    env['ROSTERS'] = join(home, 'rosters.json');
    writeFileSync(env['ROSTERS'], JSON.stringify(rosters));
  }
  const file = join(import.meta.dirname, '..', 'peers', `${name}.mjs`);
  const { pid, stop } = await startOn(core, [process.execPath, file], { env, ready: port });
  return {
    pid,
    port,
    count: (table) => countRows(env['DATABASE_URL'] ?? '', table),
    async stop() {
      await stop();
      await forget();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Rows of a table; 0 while nobody has made it. */
export const countRows = (url: string, table: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rows: made } = await client.query<{ isMade: boolean }>('SELECT to_regclass($1) IS NOT NULL AS "isMade"', [
      table,
    ]);
    if (!made[0]?.isMade) return 0;
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
    return Number(rows[0]?.count);
  });
