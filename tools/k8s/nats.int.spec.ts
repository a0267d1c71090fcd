import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, test, vi } from 'vitest';
import { parse } from 'yaml';
import { BUS_USERS } from '../bootstrap/parts.mjs';
import { freePort } from '../embedded/free-port.ts';
import { unquoted } from './nats.ts';

const k8s = join(import.meta.dirname, '../../deploy/k8s');
const directory = mkdtempSync(join(tmpdir(), 'parley-k8s-nats-'));
const children: ChildProcess[] = [];
const { natsServer } = inject('parleyTestRun');

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

interface Values {
  config: {
    merge: object;
    cluster: { merge: { authorization: object; routes: string[] } };
    jetstream: { merge: object; fileStore: { maxSize: string } };
  };
  container: { env: Record<string, { value?: string }> };
}
const read = (path: string) => readFileSync(join(k8s, path), 'utf8');
const users = parse(read('charts/nats/users.yaml')) as Values;
const values = parse(read('charts/nats/values.yaml')) as Values;

/** Passwords that NATS takes for numbers, dates and variables when they stand bare. */
const AWKWARD = ['-Ab', '1e5abc', '1-2', '12345', '8k', '$X', 'true'];
const passwords = Object.fromEntries([...BUS_USERS, 'system'].map((user, index) => [user, AWKWARD[index] ?? 'x']));

/** The environment as the kubelet makes it of users.yaml. */
function podEnvironment(name: string): Record<string, string> {
  const env: Record<string, string> = { POD_NAME: name };
  for (const [key, { value }] of Object.entries(users.container.env)) {
    const user = key.replace('PASSWORD_', '').toLowerCase().replace('_', '-');
    env[key] = value?.replaceAll(/\$\((\w+)\)/g, (_, other: string) => env[other] ?? '?') ?? passwords[user] ?? '?';
  }
  return env;
}

function check(config: string, env: Record<string, string>): { status: number | null; said: string } {
  const file = join(directory, 'check.conf');
  writeFileSync(file, config);
  const { status, stderr, stdout } = spawnSync(natsServer, ['--config', file, '-t'], { env, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

test('NATS accepts the configuration of the single pod, whatever the passwords', () => {
  expect(check(read('components/nats/nats.conf'), podEnvironment('nats-0'))).toMatchObject({ status: 0 });
});

test('NATS refuses it without one of the passwords, and with a field it does not know', () => {
  const { QUOTED_PASSWORD_CHAT: _missing, ...env } = podEnvironment('nats-0');
  expect(check(read('components/nats/nats.conf'), env).said).toContain('QUOTED_PASSWORD_CHAT');
  const unknown = read('components/nats/nats.conf').replace('"http_port"', '"htp_port"');
  expect(check(unknown, podEnvironment('nats-0')).said).toContain('htp_port');
});

test('three servers with the chart’s values find each other, and let in who has a password', async () => {
  const ports = await Promise.all(
    [0, 1, 2].map(async () => ({ client: await freePort(), monitor: await freePort(), route: await freePort() })),
  );
  for (const [index, { client, monitor, route }] of ports.entries()) {
    const env = podEnvironment(`nats-${index}`);
    // On one machine the servers differ in their ports, not in their names.
    for (const [other, { route: theirs }] of ports.entries()) {
      env[`ROUTE_${other}`] = env[`ROUTE_${other}`]?.replace(/@.*"/, `@127.0.0.1:${theirs}"`) ?? '';
    }
    const { maxSize } = values.config.jetstream.fileStore;
    const config = {
      server_name: '<< $POD_NAME >>',
      host: '127.0.0.1',
      port: client,
      http: `127.0.0.1:${monitor}`,
      cluster: {
        name: 'nats',
        listen: `127.0.0.1:${route}`,
        no_advertise: true,
        ...users.config.cluster.merge,
      },
      jetstream: {
        store_dir: join(directory, `store-${index}`),
        max_memory_store: 0,
        max_file_store: `<< ${maxSize} >>`,
        ...values.config.jetstream.merge,
      },
      ...users.config.merge,
    };
    const file = join(directory, `nats-${index}.conf`);
    writeFileSync(file, unquoted(JSON.stringify(config)));
    execFileSync(natsServer, ['--config', file, '-t'], { env, stdio: 'ignore' });
    children.push(spawn(natsServer, ['--config', file], { env, stdio: 'ignore' }));
  }
  await vi.waitFor(
    async () => {
      const state = (await (await fetch(`http://127.0.0.1:${ports[2]?.monitor}/jsz`)).json()) as {
        meta_cluster?: { leader?: string; cluster_size: number };
      };
      expect(state.meta_cluster).toMatchObject({
        cluster_size: 3,
        leader: expect.stringMatching(/^nats-\d$/) as string,
      });
    },
    { timeout: 15_000, interval: 200 },
  );
  const port = ports[0]?.client ?? 0;
  for (const [user, password] of Object.entries(passwords)) expect(await signIn(port, user, password)).toBe('PONG');
  expect(await signIn(port, 'chat', 'wrong')).toContain('Authorization Violation');
});

/** What NATS answers to a user's first ping. */
function signIn(port: number, user: string, pass: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', reject);
    socket.on('data', (data) => {
      const said = data.toString();
      if (said.startsWith('INFO'))
        socket.write(`CONNECT ${JSON.stringify({ user, pass, verbose: false })}\r\nPING\r\n`);
      const answer = /PONG|-ERR.*/.exec(said)?.[0];
      if (!answer) return;
      socket.destroy();
      resolve(answer);
    });
  });
}
