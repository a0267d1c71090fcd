import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Guard } from '@parley/tools/bootstrap/guard.mjs';
import { databaseUrl, makeDatabase, serviceDatabase, withClient } from '@parley/tools/embedded/databases.ts';
import { placePostgres } from '@parley/tools/embedded/postgres-place.ts';
import { COUNTS_SOON, initialisePostgres, postgresCommand, SUPERUSER } from '@parley/tools/embedded/postgres.ts';
import { freePort } from '../measure/processes.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Postgres as the stack starts it, with nothing else beside it. */
export interface Postgres {
  readonly pid: number;
  readonly superuserUrl: string;
  /** A database of its own: its address for the role that owns it and is no superuser, and for the superuser. */
  database(name: string): Promise<{ url: string; superuserUrl: string }>;
  stop(): Promise<void>;
}

export async function startPostgres(core: number): Promise<Postgres> {
  const home = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  // Postgres, as a user of its own when we are root, must pass through.
  chmodSync(home, 0o711);
  // It ends with us, however we end.
  const guard = new Guard();
  const env = { ...process.env, ...guard.mark, LC_ALL: 'C' };
  const password = randomBytes(16).toString('hex');
  const place = placePostgres(ROOT, join(home, 'postgres'), `bench-${process.pid}`);
  await initialisePostgres(place, { password, log: join(home, 'initdb.log'), env });
  const port = await freePort();
  const { command, args, cwd, uid, gid } = postgresCommand(place, port, COUNTS_SOON);
  const log = openSync(join(home, 'postgres.log'), 'a');
  const child = spawn('taskset', ['-c', String(core), command, ...args], {
    cwd,
    uid,
    gid,
    env,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  if (child.pid) guard.name(child.pid, 'SIGQUIT');
  const superuserUrl = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
  for (let tries = 0; !(await answers(superuserUrl)); tries += 1) {
    if (tries > 300 || child.exitCode !== null) throw new Error(`Postgres did not start: ${home}/postgres.log`);
    await sleep(100);
  }
  return {
    pid: child.pid as number,
    superuserUrl,
    async database(name) {
      const made = serviceDatabase(name, randomBytes(12).toString('hex'));
      await makeDatabase(superuserUrl, made);
      const url = new URL(superuserUrl);
      url.pathname = made.name;
      return { url: databaseUrl(made, port), superuserUrl: url.href };
    },
    async stop() {
      await guard.close();
      rmSync(place.directory, { recursive: true, force: true });
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const answers = (url: string): Promise<boolean> =>
  withClient(url, async (client) => {
    await client.query('SELECT 1');
    return true;
  }).catch(() => false);
