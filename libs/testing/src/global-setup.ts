import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Guard } from '@parley/tools/bootstrap/guard.mjs';
import { buildServer, findServer, SERVERS } from '@parley/tools/bootstrap/servers.mjs';
import { withClient } from '@parley/tools/embedded/databases.ts';
import { freePort } from '@parley/tools/embedded/free-port.ts';
import { placePostgres } from '@parley/tools/embedded/postgres-place.ts';
import { initialisePostgres, postgresCommand, SUPERUSER } from '@parley/tools/embedded/postgres.ts';
import type { TestProject } from 'vitest/node';
import './test-run.ts';

const WORKSPACE = resolve(import.meta.dirname, '../../..');
/** The tests' cluster is thrown away, so nothing waits for the disk. */
const CARELESS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
const PATIENCE_MS = 30_000;

/** One real Postgres for the whole run of integration tests; it ends with Vitest, however Vitest ends. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const guard = new Guard();
  const directory = mkdtempSync(join(tmpdir(), 'parley-test-'));
  // Postgres, as a user of its own when we are root, must pass through.
  chmodSync(directory, 0o711);
  const env = { ...process.env, ...guard.mark, LC_ALL: 'C' };
  const natsServer =
    (await findServer(SERVERS.nats)) ??
    (await buildServer(SERVERS.nats, { log: join(directory, 'nats-build.log'), env }));

  const password = randomBytes(16).toString('hex');
  const place = placePostgres(WORKSPACE, join(directory, 'postgres'), `test-${process.pid}`);
  await initialisePostgres(place, { password, log: join(directory, 'initdb.log'), env });
  const port = await freePort();
  const log = openSync(join(directory, 'postgres.log'), 'a');
  const { command, args, cwd, uid, gid } = postgresCommand(place, port, CARELESS);
  const postgres = spawn(command, args, { cwd, uid, gid, env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  if (postgres.pid) guard.name(postgres.pid, 'SIGQUIT');

  const superuserUrl = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
  await untilItAnswers(superuserUrl, directory);
  project.provide('parleyTestRun', { superuserUrl, natsServer, mark: guard.mark });

  return async () => {
    await guard.close();
    rmSync(place.directory, { recursive: true, force: true });
    rmSync(directory, { recursive: true, force: true });
  };
}

async function untilItAnswers(url: string, directory: string): Promise<void> {
  const begun = Date.now();
  for (;;) {
    try {
      return await withClient(url, async (client) => void (await client.query('SELECT 1')));
    } catch (error) {
      if (Date.now() - begun > PATIENCE_MS)
        throw new Error(`Postgres does not answer; see ${directory}`, { cause: error });
      await sleep(50);
    }
  }
}
