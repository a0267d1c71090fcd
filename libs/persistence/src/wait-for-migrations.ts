import pg from 'pg';
import type { MigrationInterface } from 'typeorm';

const LOOK_EVERY_MS = 1_000;
/** Longest time one look may take. */
const PATIENCE_MS = 5_000;
/** Postgres' code for a table that is not there: nothing has migrated this database yet. */
const NO_SUCH_TABLE = '42P01';

/** The limit passed and the database is not at this build's schema. The message says what lacks and what to do. */
export class NotMigrated extends Error {
  readonly missing: string[];

  constructor(missing: string[], limitMs: number, unreachable: string | undefined) {
    const found = unreachable
      ? `the database cannot be asked (${unreachable})`
      : `the database lacks ${missing.length} of this build's migrations: ${missing.join(', ')}`;
    super(
      `Waited ${limitMs / 1_000} s, and ${found}. Run \`node dist/migrate.mjs\` of this very build against it ` +
        '(on Kubernetes the `…-migrate` Job of this release does; its log says why it has not), then start again.',
    );
    this.name = 'NotMigrated';
    this.missing = missing;
  }
}

/**
 * Waits until every migration of this build is in the database; one that knows more than this build is fine (G13). It
 * reads the table of migrations and changes nothing, not even when that table is not there yet. While the database
 * cannot be asked it goes on trying.
 * @param limitMs longest wait, in milliseconds
 * @param say is told what it waits for, once for each change
 * @throws NotMigrated when the limit has passed
 */
export async function waitForMigrations(
  url: string,
  migrations: (new () => MigrationInterface)[],
  limitMs: number,
  say: (line: string) => void,
): Promise<void> {
  const names = migrations.map(nameOf);
  const end = Date.now() + limitMs;
  let missing = names;
  let unreachable: string | undefined;
  let said: string | undefined;
  for (;;) {
    try {
      const present = await presentMigrations(url);
      missing = names.filter((name) => !present.has(name));
      unreachable = undefined;
    } catch (error) {
      unreachable = causeOf(error);
    }
    if (!unreachable && missing.length === 0) return;
    const line = unreachable
      ? `The database cannot be asked (${unreachable}); trying again.`
      : `Waiting for ${missing.length} of ${names.length} migrations: ${missing.join(', ')}`;
    if (line !== said) say((said = line));
    if (Date.now() + LOOK_EVERY_MS > end) throw new NotMigrated(missing, limitMs, unreachable);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** What TypeORM writes into its table. */
function nameOf(migration: new () => MigrationInterface): string {
  return new migration().name ?? migration.name;
}

async function presentMigrations(url: string): Promise<Set<string>> {
  const limits = { connectionTimeoutMillis: PATIENCE_MS, query_timeout: PATIENCE_MS, statement_timeout: PATIENCE_MS };
  const client = new pg.Client({ connectionString: url, ...limits });
  // A connection that breaks between two queries says so here as well; the query's own rejection is what counts.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if ((error as { code?: string }).code === NO_SUCH_TABLE) return new Set();
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** In words: a name with several addresses fails with an error that has a code only. */
function causeOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
}
