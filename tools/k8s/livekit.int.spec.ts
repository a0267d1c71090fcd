import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { buildServer, findServer, SERVERS } from '../bootstrap/servers.mjs';
import { freePort } from '../embedded/free-port.ts';
import { generateKubernetesSecrets } from './secrets.ts';

const components = join(import.meta.dirname, '../../deploy/k8s/components');
const read = (path: string) => readFileSync(join(components, path), 'utf8');
const directory = mkdtempSync(join(tmpdir(), 'parley-k8s-livekit-'));
const children: ChildProcess[] = [];
let binary: string;

beforeAll(async () => {
  const log = join(directory, 'build.log');
  binary = (await findServer(SERVERS.livekit)) ?? (await buildServer(SERVERS.livekit, { log, env: process.env }));
}, 600_000);
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

type Variable = { name: string; value?: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } };

/** The variables of LiveKit's container in a manifest, with values as an installation has them. */
function variables(manifest: string): Record<string, string> {
  const deployment = parseAllDocuments(read(manifest))[0]?.toJS() as {
    spec: { template: { spec: { containers: { env: Variable[] }[] } } };
  };
  const secrets = generateKubernetesSecrets().filter(({ namespace }) => namespace === 'parley-media');
  const valueOf = ({ value, valueFrom }: Variable) => {
    const from = valueFrom?.secretKeyRef;
    if (!from) return value ?? '127.0.0.1';
    return secrets.find(({ name }) => name === from.name)?.data[from.key] ?? '';
  };
  const env = deployment.spec.template.spec.containers[0]?.env ?? [];
  return Object.fromEntries(env.map((variable) => [variable.name, valueOf(variable)]));
}

/** Starts LiveKit on free ports; what it says is in `said`. */
async function start(config: string, env: Record<string, string>) {
  const [http, tcp, metrics, turn] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const file = join(directory, `${http}.yaml`);
  writeFileSync(file, config);
  const ports = {
    LIVEKIT_PORT: String(http),
    LIVEKIT_RTC_TCP_PORT: String(tcp),
    LIVEKIT_PROMETHEUS_PORT: String(metrics),
    LIVEKIT_TURN_TLS_PORT: String(turn),
  };
  const child = spawn(binary, ['--config', file], { env: { ...ports, ...env } });
  children.push(child);
  const livekit = { http, said: '', ended: new Promise((done) => child.once('exit', done)) };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (livekit.said += data.toString()));
  return livekit;
}

test('LiveKit runs with the configuration and the variables of the pod', async () => {
  const { http } = await start(read('livekit/config.yaml'), variables('livekit/livekit.yaml'));
  await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${http}/`)).status).toBe(200), {
    timeout: 10_000,
    interval: 100,
  });
});

test('of several it wants nothing but Redis', async () => {
  const env = { ...variables('livekit/livekit.yaml'), ...variables('livekit-cluster/livekit.yaml') };
  expect(env).toMatchObject({ LIVEKIT_TURN_ENABLED: 'true', REDIS_HOST: expect.stringMatching(/:6379$/) as string });
  const livekit = await start(read('livekit/config.yaml'), { ...env, REDIS_HOST: '127.0.0.1:1' });
  await livekit.ended;
  expect(livekit.said).toContain('unable to connect to redis');
});

test.each([
  ['a field it does not know', read('livekit/config.yaml').replace('auto_create', 'auto_creat'), {}, 'auto_creat'],
  ['no key', read('livekit/config.yaml'), { LIVEKIT_KEYS: '' }, 'keys must be provided'],
  ['the variables of a Service', read('livekit/config.yaml'), { LIVEKIT_PORT: 'tcp://10.0.0.1:7880' }, 'LIVEKIT_PORT'],
])('LiveKit refuses %s', async (_what, config, env, said) => {
  const livekit = await start(config, { ...variables('livekit/livekit.yaml'), ...env });
  await livekit.ended;
  expect(livekit.said).toContain(said);
});

test('the network of the nodes is all that stands in single quotes', () => {
  const config = read('livekit/config.yaml');
  expect(config.split("'")).toHaveLength(3);
  const { turn } = parse(config) as { turn: { allow_restricted_peer_cidrs: string[] } };
  expect(turn.allow_restricted_peer_cidrs).toEqual([config.split("'")[1]]);
});
