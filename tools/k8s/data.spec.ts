import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { STORED } from '../bootstrap/parts.mjs';
import { EXTENDED, EXTENSIONS, serviceDatabase } from '../embedded/databases.ts';
import { generateKubernetesSecrets, requiredSecrets } from './secrets.ts';

// What the manifests of Postgres and of the Secrets say again, because kustomize cannot ask: it stays what the code says.

const components = join(import.meta.dirname, '../../deploy/k8s/components');
const read = (path: string) => readFileSync(join(components, path), 'utf8');
const documents = <T>(path: string) => parseAllDocuments(read(path)).map((document) => document.toJS() as T);

test('the init script makes every database, and the extensions where they belong', () => {
  const script = read('postgres/databases.sh');
  const calls = (name: string) => [...script.matchAll(new RegExp(`^${name} (\\w+)`, 'gm'))].map(([, word]) => word);
  const short = (service: string) => serviceDatabase(service, '').name.replace('parley_', '');
  expect(calls('make')).toEqual(STORED.map(short));
  expect(calls('extend')).toEqual(EXTENDED.map(short));
  expect([...script.matchAll(/EXTENSION IF NOT EXISTS (\w+)/g)].map(([, name]) => name)).toEqual(EXTENSIONS);
});

test('CloudNativePG makes the same: roles with the passwords of their services, databases, extensions', () => {
  const [cluster] = documents<{
    spec: { managed: { roles: object[] }; postgresql: { pg_hba: string[] }; enableSuperuserAccess: boolean };
  }>('postgres-ha/cluster.yaml');
  expect(cluster?.spec.managed.roles).toEqual(
    STORED.map((service) => ({
      name: serviceDatabase(service, '').role,
      login: true,
      passwordSecret: { name: `postgres-${service}` },
    })),
  );
  expect(cluster?.spec.enableSuperuserAccess).toBe(false);
  expect(cluster?.spec.postgresql.pg_hba).toEqual(['host sameuser all all scram-sha-256', 'host all all all reject']);
  const databases = documents<{ metadata: { name: string }; spec: object }>('postgres-ha/databases.yaml');
  expect(databases.map(({ metadata, spec }) => ({ service: metadata.name, ...spec }))).toMatchObject(
    STORED.map((service) => ({
      service,
      name: serviceDatabase(service, '').name,
      owner: serviceDatabase(service, '').role,
      databaseReclaimPolicy: 'retain',
      ...(EXTENDED.includes(service) ? { extensions: EXTENSIONS.map((name) => ({ name })) } : {}),
    })),
  );
});

test('a restore is looked at through the eyes of every service with tables', () => {
  const [job] = documents<{ spec: { template: { spec: { containers: { name: string; command: string[] }[] } } } }>(
    'postgres-restore/check.yaml',
  );
  expect(job?.spec.template.spec.containers.map(({ name, command }) => [name, ...command])).toEqual(
    STORED.map((service) => [service, 'node', 'dist/migrate.mjs', '--wait']),
  );
});

test.each(['postgres', 'postgres-ha'])('components/%s lets exactly the services with tables in', (component) => {
  const [policy] = documents<{
    spec: { ingress: { from: { podSelector: { matchExpressions?: { values: string[] }[] } }[] }[] };
  }>(`${component}/network-policy.yaml`);
  const from = policy?.spec.ingress[0]?.from.flatMap(({ podSelector }) => podSelector.matchExpressions ?? []);
  expect(from?.map(({ values }) => values)).toEqual([STORED]);
});

test('External Secrets make what we would print, and what the operator brings', () => {
  interface External {
    metadata: { namespace: string; name: string };
    spec: {
      target: { template?: { type?: string; data?: Record<string, string> } };
      data: { secretKey: string; remoteRef: { key: string; property: string } }[];
    };
  }
  const external = [
    ...documents<External>('external-secrets/services.yaml'),
    ...documents<External>('external-secrets/media.yaml'),
  ];
  const made = external.map(({ metadata: { namespace, name }, spec: { target, data } }) => ({
    namespace,
    name,
    type: target.template?.type,
    keys: [...data.map(({ secretKey }) => secretKey), ...Object.keys(target.template?.data ?? {})].toSorted(),
  }));
  const required = requiredSecrets().filter(({ source }) => source !== 'cert-manager');
  expect(made).toEqual(
    expect.arrayContaining(
      required.map(({ namespace, name, type, keys }) => ({ namespace, name, type, keys: keys.toSorted() })),
    ),
  );
  expect(made).toHaveLength(required.length);
  // An entry for each Secret, so that LiveKit's key is the same in both namespaces.
  for (const { metadata, spec } of external)
    for (const { secretKey, remoteRef } of spec.data)
      expect(remoteRef).toEqual({ key: `parley/${metadata.name}`, property: secretKey });
});

test('LiveKit gets its key in the form that k8s:secrets prints', () => {
  const template = read('external-secrets/media.yaml').match(/keys: '(.*)'/)?.[1] ?? '';
  const data =
    generateKubernetesSecrets().find(({ namespace, name }) => namespace === 'parley-media' && name === 'livekit')
      ?.data ?? {};
  expect(template.replaceAll(/\{\{ index \. "(.*?)" \}\}/g, (_, key: string) => data[key] ?? '?')).toBe(data.keys);
});
