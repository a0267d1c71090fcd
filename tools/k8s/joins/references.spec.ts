import { expect, test } from 'vitest';
import { inlineWorld, told } from '../inline.ts';
import { checkReferences } from './references.ts';

const NAMESPACE = `
kind: Namespace
metadata: { name: parley }
---
kind: ServiceAccount
metadata: { name: chat, namespace: parley }
---
kind: ConfigMap
metadata: { name: settings, namespace: parley }
data: { LOG_LEVEL: info }
---
kind: ExternalSecret
metadata: { name: made, namespace: parley }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: parley }
  data:
    - secretKey: password
---`;

const pod = (account: string, map: string, secret: string, key: string) =>
  inlineWorld(`${NAMESPACE}
kind: Deployment
metadata: { name: chat, namespace: parley }
spec:
  template:
    spec:
      serviceAccountName: ${account}
      containers:
        - name: service
          env:
            - { name: A, valueFrom: { configMapKeyRef: { name: ${map}, key: LOG_LEVEL } } }
            - name: B
              valueFrom:
                secretKeyRef:
                  name: ${secret}
                  key: ${key}
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
      volumes:
        - { name: tmp, emptyDir: {} }
`);

test('what is rendered, made by an operator or by k8s:secrets is there', () => {
  expect(checkReferences(pod('chat', 'settings', 'made', 'password'))).toEqual([]);
  expect(checkReferences(pod('chat', 'settings', 'postgres-chat', 'username'))).toEqual([]);
});

test('what nobody makes is named with its line', () => {
  expect(told(checkReferences(pod('nobody', 'nothing', 'none', 'password')))).toEqual([
    '24 Deployment parley/chat: it needs ServiceAccount parley/nobody, which is not there',
    '28 Deployment parley/chat: it needs ConfigMap parley/nothing, which is not there: nothing renders it',
    '32 Deployment parley/chat: it needs Secret parley/none, which is not there: no Certificate, ExternalSecret or k8s:secrets makes it',
  ]);
  expect(told(checkReferences(pod('chat', 'settings', 'chat', 'password')))).toEqual([
    '33 Deployment parley/chat: Secret parley/chat has no password; it has live-secret',
  ]);
});

test('a mount without its volume, an object without its namespace', () => {
  const world = inlineWorld(`
kind: Job
metadata: { name: a, namespace: elsewhere }
spec:
  template:
    spec:
      containers:
        - name: a
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
`);
  expect(told(checkReferences(world))).toEqual([
    '10 Job elsewhere/a: it mounts the volume tmp, which the pod does not have',
    '3 Job elsewhere/a: no Namespace elsewhere is rendered',
  ]);
});

test('a certificate needs its issuer, a route its listener', () => {
  const world = (issuer: string, listener: string) =>
    inlineWorld(`${NAMESPACE}
kind: Certificate
metadata: { name: tls, namespace: parley }
spec:
  secretName: parley-tls
  issuerRef: { kind: ClusterIssuer, name: ${issuer} }
---
kind: Gateway
metadata: { name: parley, namespace: parley }
spec:
  listeners:
    - { name: https, tls: { certificateRefs: [{ kind: Secret, name: parley-tls }] } }
---
kind: HTTPRoute
metadata: { name: parley, namespace: parley }
spec:
  parentRefs:
    - { name: parley, sectionName: ${listener} }
`);
  expect(checkReferences(world('parley', 'https'))).toEqual([]);
  expect(told(checkReferences(world('other', 'http')))).toEqual([
    '23 Certificate parley/tls: it needs ClusterIssuer /other, which is not there',
    '35 HTTPRoute parley/parley: Gateway parley/parley has no http; it has https',
  ]);
});
