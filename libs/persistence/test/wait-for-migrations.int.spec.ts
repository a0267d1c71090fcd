import { freePort, testDatabase, withClient, type TestDatabase } from '@parley/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { migrateMain, NotMigrated, runMigrations, waitForMigrations } from '../src/index.ts';

class CreateThing1800000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE thing (id int)');
  }
  async down(): Promise<void> {}
}

class WidenThing1800000001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE thing ADD COLUMN name text');
  }
  async down(): Promise<void> {}
}

const older = [CreateThing1800000000000];
const newer = [CreateThing1800000000000, WidenThing1800000001000];
const LONG_MS = 30_000;

let database: TestDatabase;
let said: string[];
const say = (line: string) => void said.push(line);
beforeEach(async () => {
  database = await testDatabase('chat');
  said = [];
});
afterEach(() => database.drop());

const tables = () =>
  withClient(database.superuserUrl, async (client) =>
    (await client.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`)).rows.map(
      (row: { tablename: string }) => row.tablename,
    ),
  );

describe('waiting for migrations', () => {
  it('goes on when another process has run them all, not when it has run some, and says each change once', async () => {
    let isOver = false;
    const waiting = waitForMigrations(database.url, newer, LONG_MS, say).then(() => (isOver = true));
    await vi.waitFor(() => expect(said).toHaveLength(1), 5_000);
    await runMigrations(database.url, older);
    await vi.waitFor(() => expect(said).toHaveLength(2), 5_000);
    expect(isOver).toBe(false);
    await runMigrations(database.url, newer);
    await waiting;
    expect(said).toEqual([
      'Waiting for 2 of 2 migrations: CreateThing1800000000000, WidenThing1800000001000',
      'Waiting for 1 of 2 migrations: WidenThing1800000001000',
    ]);
  });

  it('gives up after its limit, names what lacks and what to do, and has changed nothing', async () => {
    const error = await waitForMigrations(database.url, newer, 1_500, say).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NotMigrated);
    expect((error as NotMigrated).missing).toEqual(['CreateThing1800000000000', 'WidenThing1800000001000']);
    expect(String(error)).toMatch(/Waited 1\.5 s.*lacks 2 .*CreateThing.*WidenThing.*node dist\/migrate\.mjs/);
    expect(await tables()).toEqual([]);
  });

  it('needs no more than to read the table of migrations', async () => {
    await runMigrations(database.url, newer);
    const reader = `reader_${new URL(database.url).pathname.slice(1)}`;
    await withClient(database.superuserUrl, async (client) => {
      await client.query(`CREATE ROLE ${reader} LOGIN PASSWORD 'reads'`);
      await client.query(`GRANT CONNECT ON DATABASE ${new URL(database.url).pathname.slice(1)} TO ${reader}`);
      await client.query(`GRANT USAGE ON SCHEMA public TO ${reader}`);
      await client.query(`GRANT SELECT ON migrations TO ${reader}`);
    });
    const url = new URL(database.url);
    Object.assign(url, { username: reader, password: 'reads' });
    try {
      await waitForMigrations(url.href, newer, LONG_MS, say);
    } finally {
      await withClient(database.superuserUrl, async (client) => {
        await client.query(`DROP OWNED BY ${reader}`);
        await client.query(`DROP ROLE ${reader}`);
      });
    }
    expect(said).toEqual([]);
  });

  it('takes a newer database for migrated, and an older build leaves it as it is', async () => {
    await runMigrations(database.url, newer);
    await waitForMigrations(database.url, older, LONG_MS, say);
    expect(await runMigrations(database.url, older)).toEqual([]);
    expect(await tables()).toEqual(['migrations', 'thing']);
  });

  it('goes on trying while nobody answers, and says so once', async () => {
    const nowhere = `postgres://nobody:hunter2@127.0.0.1:${await freePort()}/nothing`;
    const error = await waitForMigrations(nowhere, older, 2_500, say).catch((reason: unknown) => reason);
    expect(said).toEqual([
      expect.stringMatching(/^The database cannot be asked \(.*ECONNREFUSED.*\); trying again\.$/),
    ]);
    expect(String(error)).toMatch(/cannot be asked/);
    expect(`${said.join()} ${String(error)}`).not.toContain('hunter2');
  });
});

describe('the migrate process', () => {
  const out: string[] = [];
  beforeEach(() => {
    out.length = 0;
    vi.stubEnv('DATABASE_URL', database.url);
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => Boolean(out.push(String(text))));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    process.removeAllListeners('SIGTERM');
  });

  it('waits with --wait and ends with 0 once it is migrated, with 1 when it is not', async () => {
    expect(await migrateMain(newer, ['--wait=1s'])).toBe(1);
    expect(out.join('')).toMatch(/lacks 2 of this build's migrations/);
    expect(await migrateMain(newer, [])).toBe(0);
    expect(await migrateMain(newer, ['--wait'])).toBe(0);
    expect(out.join('')).toMatch(/The schema is up to date\.\n$/);
  });

  it.each([['--dry-run'], ['--wait=soon'], ['--wait='], ['--wait=5h'], ['wait'], ['--wait', '--wait']])(
    'refuses %s %s with 2 and does nothing',
    async (...args) => {
      expect(await migrateMain(newer, args)).toBe(2);
      expect(out.join('')).toMatch(/mean nothing here: .*\nUsage/);
      expect(await tables()).toEqual([]);
    },
  );
});
