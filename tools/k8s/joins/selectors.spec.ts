import { expect, test } from 'vitest';
import { inlineWorld, told } from '../inline.ts';
import { checkSelectors } from './selectors.ts';

const manifests = (app: string) =>
  inlineWorld(`
kind: Deployment
metadata: { name: chat, namespace: parley }
spec:
  selector: { matchLabels: { app: ${app} } }
  template:
    metadata: { labels: { app: chat } }
    spec:
      topologySpreadConstraints:
        - labelSelector: { matchLabels: { app: ${app} } }
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - labelSelector: { matchLabels: { app: ${app} } }
---
kind: Service
metadata: { name: chat, namespace: parley }
spec:
  selector: { app: ${app} }
---
kind: PodDisruptionBudget
metadata: { name: chat, namespace: parley }
spec:
  selector: { matchLabels: { app: ${app} } }
---
kind: HorizontalPodAutoscaler
metadata: { name: chat, namespace: parley }
spec:
  scaleTargetRef: { kind: Deployment, name: ${app} }
---
kind: NetworkPolicy
metadata: { name: chat, namespace: parley }
spec:
  podSelector: {}
  egress:
    - to:
        - podSelector: { matchLabels: { app: ${app} } }
`);

test('selectors that find pods, and the empty one', () => {
  expect(checkSelectors(manifests('chat'))).toEqual([]);
});

test('selectors that find none, each with its line', () => {
  expect(told(checkSelectors(manifests('chatt')))).toEqual([
    '19 Service parley/chat: its selector (app=chatt) matches no pod of parley',
    '24 PodDisruptionBudget parley/chat: its selector (app=chatt) matches no pod of parley',
    '37 NetworkPolicy parley/chat: its peer (app=chatt) matches no pod of parley',
    '29 HorizontalPodAutoscaler parley/chat: it scales Deployment chatt, which is not there',
    '5 Deployment parley/chat: its selector (app=chatt) does not match its own pods’ labels',
    '10 Deployment parley/chat: it is spread among pods (app=chatt) that are not its own',
    '14 Deployment parley/chat: its podAntiAffinity (app=chatt) matches no pod of parley',
  ]);
});
