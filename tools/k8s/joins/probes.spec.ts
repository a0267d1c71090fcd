import { expect, test } from 'vitest';
import { inlineWorld, told } from '../inline.ts';
import { checkProbes } from './probes.ts';

const gateway = (live: string, grace: number, startup = 'startupProbe: {}') =>
  inlineWorld(`
kind: Deployment
metadata: { name: gateway, namespace: parley }
spec:
  template:
    metadata: { labels: { app.kubernetes.io/name: gateway, app.kubernetes.io/component: service } }
    spec:
      terminationGracePeriodSeconds: ${grace}
      containers:
        - name: service
          ${startup}
          livenessProbe:
            httpGet: { path: ${live}, port: 8080 }
          readinessProbe:
            httpGet: { path: /readyz, port: 8080 }
`);

test('liveness apart from readiness, and time to end', async () => {
  expect(await checkProbes(gateway('/healthz', 40))).toEqual([]);
});

test('liveness that asks readiness, no startup probe, no time to end', async () => {
  expect(told(await checkProbes(gateway('/readyz', 10, 'image: a')))).toEqual([
    '10 Deployment parley/gateway: container service has no startupProbe',
    '13 Deployment parley/gateway: the livenessProbe of container service asks /readyz, which is for readiness: a busy neighbour would have it killed (G12)',
    '8 Deployment parley/gateway: it takes 20 s to end and is given terminationGracePeriodSeconds 10',
  ]);
});
