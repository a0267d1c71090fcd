import { expect, test } from 'vitest';
import { inlineWorld, told } from '../inline.ts';
import { checkPorts } from './ports.ts';

const manifests = (probe = 'http', service = 'http', backend = 8080, rule = 'http', scraped = 'metrics') =>
  inlineWorld(`
kind: Deployment
metadata: { name: chat, namespace: parley }
spec:
  template:
    metadata: { labels: { app: chat } }
    spec:
      containers:
        - name: service
          ports:
            - { name: http, containerPort: 8080 }
            - { name: metrics, containerPort: 9090 }
          readinessProbe:
            httpGet:
              port: ${probe}
---
kind: Service
metadata: { name: chat, namespace: parley }
spec:
  selector: { app: chat }
  ports:
    - port: 8080
      targetPort: ${service}
---
kind: HTTPRoute
metadata: { name: parley, namespace: parley }
spec:
  rules:
    - backendRefs:
        - name: chat
          port: ${backend}
---
kind: NetworkPolicy
metadata: { name: chat, namespace: parley }
spec:
  podSelector: { matchLabels: { app: chat } }
  ingress:
    - ports:
        - port: ${rule}
---
kind: PodMonitor
metadata: { name: chat, namespace: parley }
spec:
  selector: { matchLabels: { app: chat } }
  podMetricsEndpoints:
    - port: ${scraped}
`);

test('ports that are there', () => {
  expect(checkPorts(manifests())).toEqual([]);
  expect(checkPorts(manifests('8080', '9090'))).toEqual([]);
});

test('ports that are not there, each with its line', () => {
  expect(told(checkPorts(manifests('web', 'web', 80, 'web', 'prom')))).toEqual([
    '15 Deployment parley/chat: the readinessProbe of container service asks port web, which the container does not have',
    '23 Service parley/chat: port web is not there on the pods of Deployment parley/chat',
    '31 HTTPRoute parley/parley: its backend is port 80 of Service chat, which has 8080',
    '39 NetworkPolicy parley/chat: port web is not there on the pods of Deployment parley/chat',
    '46 PodMonitor parley/chat: port prom is not there on the pods of Deployment parley/chat',
  ]);
});
