import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { PROCESSES, STORED, upper } from '../bootstrap/parts.mjs';
import { generateKubernetesSecrets, requiredSecrets, secretsYaml } from './secrets.ts';

const workspace = join(import.meta.dirname, '../..');
const secrets = generateKubernetesSecrets();
afterEach(() => void vi.unstubAllEnvs());

const value = (name: string, key: string, namespace = 'parley'): string =>
  secrets.find((secret) => secret.name === name && secret.namespace === namespace)?.data[key] ?? '';

/** Every key that any service reads from a Secret, and some that stand in the ConfigMap. */
function environmentOf(service: string): Record<string, string> {
  const role = value(`postgres-${service}`, 'username');
  return {
    PORT: '8080',
    PUBLIC_URL: 'https://meet.example',
    INSTALLATION_ID: 'parley',
    NATS_URL: `nats://${service}:${value('nats-users', service)}@nats:4222`,
    DATABASE_URL: `postgres://${role}:${value(`postgres-${service}`, 'password')}@postgres-rw:5432/${role}`,
    CLAIM_PUBLIC_KEYS: value('claim-keys', 'public'),
    ...(service === 'gateway' ? { CLAIM_PRIVATE_KEY: value('claim-keys', 'private') } : {}),
    SESSION_SECRET: value('auth', 'session-secret'),
    LIVE_SECRET: value(service, 'live-secret'),
    LIVEKIT_API_KEY: value('livekit', 'api-key'),
    LIVEKIT_API_SECRET: value('livekit', 'api-secret'),
    LIVEKIT_URL: 'http://livekit.parley-media:7880',
    LIVEKIT_PUBLIC_URL: 'wss://meet.example',
    RECORDINGS_SECRET: value('recordings', 'secret'),
    RECORDINGS_DIR: '/recordings',
    AUTH_URL: 'http://auth:8080',
    ...Object.fromEntries(STORED.map((name) => [`SUBGRAPH_${upper(name)}_URL`, `http://${name}:8080/graphql`])),
  };
}

test.each(PROCESSES)('$name accepts the values it would get', async ({ name, service, config: file }) => {
  for (const [key, setting] of Object.entries(environmentOf(name))) vi.stubEnv(key, setting);
  const config = (await import(pathToFileURL(join(workspace, 'services', service, file)).href)) as Record<
    string,
    unknown
  >;
  const load = Object.entries(config).find(([name]) => /^load|Config$/.test(name))?.[1] as () => unknown;
  expect(load()).toMatchObject({ PORT: 8080 });
});

test('LiveKit has the same key in both namespaces, in the form it reads', () => {
  expect(value('livekit', 'keys', 'parley-media')).toBe(
    `${value('livekit', 'api-key')}: ${value('livekit', 'api-secret')}`,
  );
  expect(value('livekit', 'api-secret', 'parley-media')).toBe(value('livekit', 'api-secret'));
});

test('no value is made twice, and every run makes others', () => {
  const passwords = (all: typeof secrets) =>
    all.filter(({ name }) => name !== 'livekit' && name !== 'claim-keys').flatMap(({ data }) => Object.values(data));
  const once = passwords(secrets).filter((text) => !/^(parley_|postgres$)/.test(text));
  expect(new Set(once).size).toBe(once.length);
  const again = new Set(passwords(generateKubernetesSecrets()));
  expect(once.filter((text) => again.has(text))).toEqual([]);
});

test('the public keys tell nothing of the private one', () => {
  expect(value('claim-keys', 'public')).not.toContain('"d"');
  expect(value('claim-keys', 'private')).toContain('"d"');
});

test('what is printed is what was made, and can be neither replaced nor shown by mistake', () => {
  const printed = parseAllDocuments(secretsYaml(secrets)).map((document) => document.toJS() as unknown);
  expect(printed).toEqual(
    secrets.map(({ namespace, name, type, data }) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace, name, labels: { 'app.kubernetes.io/part-of': 'parley' } },
      type: type ?? 'Opaque',
      immutable: true,
      stringData: data,
    })),
  );
});

test('the command prints every Secret that we make, and needs no value from anybody', () => {
  const output = execFileSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(workspace, 'tools/k8s/print-secrets.ts')],
    { encoding: 'utf8', env: {} },
  );
  const names = parseAllDocuments(output).map((document) => String(document.getIn(['metadata', 'name'])));
  expect(names).toEqual(
    requiredSecrets()
      .filter(({ source }) => source === 'k8s:secrets')
      .map(({ name }) => name),
  );
});

test('no name is required twice in a namespace, and the values stay out of the list', () => {
  const all = requiredSecrets();
  expect(new Set(all.map(({ namespace, name }) => `${namespace}/${name}`)).size).toBe(all.length);
  expect(all.every((secret) => !('data' in secret) && secret.keys.length > 0)).toBe(true);
});
