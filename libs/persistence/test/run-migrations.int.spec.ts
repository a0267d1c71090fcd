import { testDatabase, withClient, type TestDatabase } from '@parley/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runMigrations } from '../src/index.ts';

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

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase('chat');
});
afterAll(() => database.drop());

it('runs each migration once, whoever and how many run them', async () => {
  const runs = await Promise.all([1, 2, 3].map(() => runMigrations(database.url, [CreateThing1800000000000])));
  expect(runs.flat()).toEqual(['CreateThing1800000000000']);
});

it('does not wait for a lock for longer than 2 s, so that it blocks nobody, and tries again', async () => {
  await withClient(database.url, async (reader) => {
    await reader.query('BEGIN');
    await reader.query('SELECT * FROM thing');
    const migrated = runMigrations(database.url, [CreateThing1800000000000, WidenThing1800000001000]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    // A waiting ALTER TABLE holds up every later reader; this one gets through as soon as the ALTER gives up its place.
    const begun = Date.now();
    await withClient(database.url, (other) => other.query('SELECT * FROM thing'));
    expect(Date.now() - begun).toBeLessThan(3_000);
    await reader.query('COMMIT');
    expect(await migrated).toEqual(['WidenThing1800000001000']);
  });
}, 30_000);
