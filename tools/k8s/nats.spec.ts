import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { BUS_USERS } from '../bootstrap/parts.mjs';
import { natsPermissions } from '../embedded/nats.ts';
import { chartUsers, CLUSTER_SIZE, natsConf, natsUsers } from './nats.ts';

const k8s = join(import.meta.dirname, '../../deploy/k8s');
const read = (path: string) => readFileSync(join(k8s, path), 'utf8');
interface Chart {
  config: { cluster: { replicas: number }; merge: { authorization: { users: object[] } } };
  container: { env: Record<string, object> };
}
const users = parse(read('charts/nats/users.yaml')) as Chart;

test('what is committed is what would be written now (npm run k8s:nats)', () => {
  expect(read('components/nats/nats.conf')).toBe(natsConf());
  expect(read('charts/nats/users.yaml')).toBe(chartUsers());
});

test('both hold the law as the embedded NATS has it', () => {
  const law = BUS_USERS.map((user) => ({ user, permissions: natsPermissions(user) }));
  const conf = JSON.parse(
    read('components/nats/nats.conf')
      .replace(/^#.*/, '')
      .replaceAll(/: (\$\w+|8G)/g, ': "$1"'),
  ) as Chart['config']['merge'];
  expect(conf.authorization.users).toMatchObject(law);
  expect(users.config.merge.authorization.users).toMatchObject(law);
  expect(natsUsers()).toHaveLength(BUS_USERS.length);
});

test('the pod gets every variable that its configuration reads, each after the one it refers to', () => {
  const pod = parseAllDocuments(read('components/nats/nats.yaml'))[0]?.toJS() as {
    spec: { template: { spec: { containers: { env: { name: string }[] }[] } } };
  };
  const env = pod.spec.template.spec.containers[0]?.env.map(({ name, ...rest }) => [name, rest] as const) ?? [];
  const expected = Object.entries(users.container.env).filter(([name]) => !name.startsWith('ROUTE_'));
  expect(env).toEqual([
    ['POD_NAME', { valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    ...expected.map(([name, rest]) => [name, rest]),
  ]);
  // The chart sorts them.
  const sorted = Object.keys(users.container.env).toSorted();
  for (const [name, { value = '' }] of Object.entries(users.container.env) as [string, { value?: string }][]) {
    const before = /\$\((\w+)\)/.exec(value)?.[1];
    if (before) expect(sorted.indexOf(before)).toBeLessThan(sorted.indexOf(name));
  }
});

test('the chart makes as many servers as the routes name', () => {
  expect((parse(read('charts/nats/values.yaml')) as Chart).config.cluster.replicas).toBe(CLUSTER_SIZE);
});

test.each(['nats', 'nats-cluster'])('components/%s lets exactly our processes in', (component) => {
  const policy = parse(read(`components/${component}/network-policy.yaml`)) as {
    spec: { ingress: { from: { podSelector: { matchExpressions: { values: string[] }[] } }[] }[] };
  };
  expect(policy.spec.ingress[0]?.from[0]?.podSelector.matchExpressions[0]?.values).toEqual(BUS_USERS);
});
