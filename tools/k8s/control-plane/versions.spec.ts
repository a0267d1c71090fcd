import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linkerFlags, MODULE, versions } from './versions.ts';

const goMod = readFileSync(join(MODULE, 'go.mod'), 'utf8');

test('every part of Kubernetes is of the release that go.mod requires', () => {
  const { kubernetes } = versions();
  const [, minor, patch] = kubernetes.split('.');
  const staging = [...goMod.matchAll(/^\s*(k8s\.io\/\S+) => (\S+) (\S+)$/gm)];
  expect(staging).toHaveLength(33);
  for (const [, from, to, version] of staging) {
    expect(to).toBe(from);
    expect(version).toBe(`v0.${minor}.${patch}`);
  }
});

test('etcd is of the version that this Kubernetes is made with', () => {
  const { etcd } = versions();
  expect(goMod).toContain(`go.etcd.io/etcd/client/v3 v${etcd} //`);
});

test('the programs are told their version', () => {
  expect(linkerFlags({ kubernetes: '1.36.3', etcd: '', kwok: '' })).toContain(
    '-X k8s.io/component-base/version.gitVersion=v1.36.3',
  );
});
