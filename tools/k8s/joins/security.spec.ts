import { expect, test } from 'vitest';
import { inlineWorld, told } from '../inline.ts';
import { checkSecurity } from './security.ts';

const LABELS = ['enforce', 'warn', 'audit'].map((mode) => `pod-security.kubernetes.io/${mode}: restricted`).join(', ');

const job = (namespace: string, pod: string, container: string) =>
  inlineWorld(`
kind: Namespace
metadata: { name: parley, labels: { ${namespace} } }
---
kind: Job
metadata: { name: chat-migrate-1, namespace: parley }
spec:
  template:
    spec:
      serviceAccountName: chat-migrate
      automountServiceAccountToken: false
      securityContext: { ${pod} }
      containers:
        - name: migrate
          resources: { requests: { cpu: 1, memory: 1Gi }, limits: { memory: 1Gi } }
          ${container}
`);
const POD = 'runAsNonRoot: true, seccompProfile: { type: RuntimeDefault }';
const SAFE = 'allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] }';

test('a pod that holds to restricted', () => {
  expect(checkSecurity(job(LABELS, POD, `image: parley/chat:1.0.0\n          securityContext: { ${SAFE} }`))).toEqual(
    [],
  );
});

test('a pod that does not', () => {
  expect(told(checkSecurity(job(LABELS, 'runAsUser: 0', 'image: parley/chat:latest')))).toEqual([
    '12 Job parley/chat-migrate-1: container migrate: securityContext.runAsNonRoot must be true',
    '12 Job parley/chat-migrate-1: container migrate: securityContext.seccompProfile.type must be RuntimeDefault or Localhost',
    '14 Job parley/chat-migrate-1: container migrate: securityContext.allowPrivilegeEscalation must be false',
    '14 Job parley/chat-migrate-1: container migrate: securityContext.readOnlyRootFilesystem must be true',
    '14 Job parley/chat-migrate-1: container migrate: securityContext.capabilities.drop must drop ALL',
    '12 Job parley/chat-migrate-1: it runs as root',
    '16 Job parley/chat-migrate-1: the image of container migrate (parley/chat:latest) has no tag that stays',
  ]);
});

test('a namespace without its labels', () => {
  expect(told(checkSecurity(job('', POD, 'image: a:1')))).toEqual([
    '3 Namespace parley: the namespace lacks the label pod-security.kubernetes.io/enforce',
  ]);
});

test('tokens, resources and accounts, in any namespace', () => {
  const world = inlineWorld(`
kind: Deployment
metadata: { name: chat, namespace: media, labels: { app.kubernetes.io/name: chat } }
spec: { template: { metadata: { labels: { app.kubernetes.io/name: chat } }, spec: { serviceAccountName: chat, automountServiceAccountToken: false } } }
---
kind: Deployment
metadata: { name: auth, namespace: media }
spec:
  template:
    spec:
      serviceAccountName: chat
      containers:
        - name: service
          image: registry:5000/parley/auth
`);
  expect(told(checkSecurity(world))).toEqual([
    '10 Deployment media/auth: automountServiceAccountToken must be false',
    '13 Deployment media/auth: container service lacks resources.requests.cpu',
    '13 Deployment media/auth: container service lacks resources.requests.memory',
    '13 Deployment media/auth: container service lacks resources.limits.memory',
    '14 Deployment media/auth: the image of container service (registry:5000/parley/auth) has no tag that stays',
    '11 Deployment media/auth: it shares the service account chat with Deployment media/chat',
  ]);
});
