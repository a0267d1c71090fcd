import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../bootstrap/run.mjs';
import type { PostgresPlace } from './postgres-place.ts';

/** Name of the superuser; its password is a secret of the installation. */
export const SUPERUSER = 'postgres';

/** Enough for five services' pools, the tests' and a person's. */
const MAX_CONNECTIONS = 300;

/**
 * Settings of a Postgres that people use. Until it has counted a table it takes every index that begins with the organisation for as good
 * as any other, and reads all of an organisation's rows: with its usual minute between two looks (autovacuum), for the first minutes of an
 * installation, and for as long as it is killed again and again. `deploy/k8s` says the same.
 */
export const COUNTS_SOON = ['autovacuum_naptime=10s'];

/** How to start one program: what `spawn` takes. */
export interface Command {
  command: string;
  args: string[];
  cwd: string;
  uid?: number;
  gid?: number;
}

/**
 * Makes the data directory unless it is there. It is made under another name and renamed when whole, so that a killed
 * attempt is never taken for a cluster.
 *
 * @param place where it lies and as whom
 * @param options password of the superuser; log: file for what initdb says; env of initdb
 */
export async function initialisePostgres(
  place: PostgresPlace,
  options: { password: string; log: string; env: NodeJS.ProcessEnv },
): Promise<void> {
  const data = join(place.directory, 'data');
  for (const entry of readdirSync(place.directory)) {
    if (entry.startsWith('unfinished')) rmSync(join(place.directory, entry), { recursive: true, force: true });
  }
  if (existsSync(data)) return;
  const unfinished = join(place.directory, 'unfinished');
  const passwordFile = join(place.directory, 'unfinished-password');
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [`--username=${SUPERUSER}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await run(join(place.native, 'bin/initdb'), [`--pgdata=${unfinished}`, ...access, ...locale], {
    step: 'postgres',
    cwd: place.directory,
    log: options.log,
    env: options.env,
    ...place.user,
    mend: `see that there is disk left and that ${place.directory} may be written, then start again`,
  });
  rmSync(passwordFile);
  renameSync(unfinished, data);
}

/**
 * Takes away the note of a Postgres that was killed, when its pid is another program's by now (after a reboot, say):
 * Postgres would take that program for itself and refuse to start.
 */
export function forgetKilledPostgres(place: PostgresPlace): void {
  const note = join(place.directory, 'data/postmaster.pid');
  if (!existsSync(note)) return;
  const pid = readFileSync(note, 'utf8').split('\n')[0]?.trim();
  const comm = `/proc/${pid}/comm`;
  if (existsSync(comm) && !readFileSync(comm, 'utf8').startsWith('postgres')) rmSync(note);
}

/**
 * How to start Postgres on a loopback port, without a Unix socket.
 *
 * @param settings further settings, name=value
 */
export function postgresCommand(place: PostgresPlace, port: number, settings: string[] = []): Command {
  const all = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `max_connections=${MAX_CONNECTIONS}`,
    'log_line_prefix=%m [%p] %u@%d ',
    ...settings,
  ];
  return {
    command: join(place.native, 'bin/postgres'),
    args: ['-D', join(place.directory, 'data'), '-p', String(port), ...all.flatMap((setting) => ['-c', setting])],
    cwd: place.directory,
    ...place.user,
  };
}
