import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STORED, upper } from '../bootstrap/parts.mjs';
import { makeDatabase, serviceDatabase } from '../embedded/databases.ts';
import { natsConfig } from '../embedded/nats.ts';
import { placePostgres } from '../embedded/postgres-place.ts';
import {
  COUNTS_SOON,
  forgetKilledPostgres,
  initialisePostgres,
  postgresCommand,
  SUPERUSER,
} from '../embedded/postgres.ts';
import type { Installation } from './installation.ts';
import { answersHttp, answersNats, answersSql, waitUntilReady } from './ready.ts';
import { plainEnv, webhookUrl } from './service-env.ts';
import type { Supervisor } from './supervisor.ts';

/** Starts the embedded Postgres with a database and a role for each service that was not given one. */
export async function startPostgres(installation: Installation, supervisor: Supervisor): Promise<void> {
  const { workspace, home, ports, secrets } = installation;
  const place = placePostgres(workspace, join(home, 'postgres'), secrets.installationId);
  const env = { ...plainEnv(installation.env), LC_ALL: 'C' };
  const log = join(home, 'logs', 'initdb.log');
  await initialisePostgres(place, { password: secrets.superuserPassword, log, env });
  forgetKilledPostgres(place);
  const port = ports.postgres ?? 0;
  supervisor.start({ name: 'postgres', ...postgresCommand(place, port, COUNTS_SOON), env, stopSignal: 'SIGINT' });
  const superuser = `postgres://${SUPERUSER}:${secrets.superuserPassword}@127.0.0.1:${port}/postgres`;
  await waitUntilReady(supervisor, 'postgres', () => answersSql(superuser));
  for (const service of STORED) {
    if (installation.env[`DATABASE_URL_${upper(service)}`]) continue;
    await makeDatabase(superuser, serviceDatabase(service, secrets.databasePasswords[service] ?? ''));
  }
}

/** Starts the embedded NATS with a user for each service. */
export async function startNats(installation: Installation, supervisor: Supervisor): Promise<void> {
  const directory = join(installation.home, 'nats');
  const config = join(directory, 'nats.conf');
  const port = installation.ports.nats ?? 0;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const storeDirectory = join(directory, 'data');
  writeFileSync(config, natsConfig({ port, storeDirectory, passwords: installation.secrets.natsPasswords }), {
    mode: 0o600,
  });
  const command = installation.env.PARLEY_NATS_SERVER ?? 'nats-server';
  const env = plainEnv(installation.env);
  supervisor.start({ name: 'nats', command, args: ['--config', config], cwd: directory, env, stopSignal: 'SIGTERM' });
  await waitUntilReady(supervisor, 'nats', () => answersNats(port));
}

/** Starts the embedded LiveKit: signalling on loopback, media there too or on the address that is shared. */
export async function startLivekit(installation: Installation, supervisor: Supervisor): Promise<void> {
  const { workspace, home, ports, secrets } = installation;
  const directory = join(home, 'livekit');
  const config = join(directory, 'livekit.yaml');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const values: Record<string, string> = {
    PORT: String(ports.livekit),
    TCP_PORT: String(ports['livekit-tcp']),
    UDP_PORT: String(ports['livekit-udp']),
    API_KEY: secrets.livekitKey,
    API_SECRET: secrets.livekitSecret,
    WEBHOOK_URL: webhookUrl(installation),
  };
  const template = readFileSync(join(workspace, 'deploy/livekit/one-machine.yaml'), 'utf8');
  const filled = template.replace(/\$\{([A-Z_]+)\}/g, (whole, name: string) => values[name] ?? whole);
  const { shared } = installation;
  const text = shared ? (await import('./shared-media.ts')).sharedMedia(filled, shared) : filled;
  writeFileSync(config, text, { mode: 0o600 });
  const command = installation.env.PARLEY_LIVEKIT_SERVER ?? 'livekit-server';
  const env = plainEnv(installation.env);
  supervisor.start({
    name: 'livekit',
    command,
    args: ['--config', config],
    cwd: directory,
    env,
    stopSignal: 'SIGTERM',
  });
  await waitUntilReady(supervisor, 'livekit', () => answersHttp(`http://127.0.0.1:${ports.livekit}/`));
}
