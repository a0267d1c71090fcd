import { expect, test } from 'vitest';
import { inlineWorld, told } from '../inline.ts';
import { checkEdges } from './compare.ts';

const pods = (name: string, spec: string, annotations = '') => `
kind: Deployment
metadata: { name: ${name}, namespace: parley, annotations: { ${annotations} } }
spec:
  template:
    metadata: { labels: { app.kubernetes.io/name: ${name} } }
    spec:
      ${spec}
---`;
const service = (name: string, port: number) => `
kind: Service
metadata: { name: ${name}, namespace: parley }
spec: { selector: { app.kubernetes.io/name: ${name} }, ports: [{ port: ${port} }] }
---`;
const DENY = `
kind: NetworkPolicy
metadata: { name: names, namespace: parley }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  egress:
    - to: [{ namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}} }]
      ports: [{ port: 53 }, { port: 53, protocol: UDP }]
---`;
const rule = (own: string, direction: string, side: string, peer: string, port: number) => `
kind: NetworkPolicy
metadata: { name: ${own}-${direction}, namespace: parley }
spec:
  podSelector: { matchLabels: { app.kubernetes.io/name: ${own} } }
  policyTypes: [${direction === 'ingress' ? 'Ingress' : 'Egress'}]
  ${direction}:
    - ${side}:
        - ${peer}
      ports:
        - { port: ${port} }
---`;
const named = (name: string) => `podSelector: { matchLabels: { app.kubernetes.io/name: ${name} } }`;

const CHAT = pods('chat', 'containers: [{ name: a, env: [{ name: NATS_URL, value: "nats://chat:$(P)@nats:4222" }] }]');
const NATS = pods('nats', 'containers: [{ name: nats, ports: [{ containerPort: 4222 }] }]') + service('nats', 4222);
const OUT = rule('chat', 'egress', 'to', named('nats'), 4222);
const IN = rule('nats', 'ingress', 'from', named('chat'), 4222);

const check = (...parts: string[]) => told(checkEdges(inlineWorld(parts.join('').replace(/---$/, ''))));

test('an edge that is needed and allowed on both sides', () => {
  expect(check(CHAT, NATS, DENY, OUT, IN)).toEqual([]);
});

test('an edge that one side or both do not allow, at the variable', () => {
  const words =
    '8 Deployment parley/chat: NATS_URL needs the edge parley/chat → parley/nats:4222, and no network policy allows it';
  expect(check(CHAT, NATS, DENY, OUT)).toEqual([`${words} (ingress of parley/nats)`]);
  expect(check(CHAT, NATS, DENY, IN)).toEqual([`${words} (egress of parley/chat)`]);
  expect(check(CHAT, NATS, DENY)).toEqual([`${words} (egress of parley/chat, ingress of parley/nats)`]);
});

test('an edge that nobody needs, at the rule', () => {
  const idle = pods('chat', 'containers: []');
  expect(check(idle, NATS, DENY, OUT, IN)).toEqual([
    '40 NetworkPolicy parley/chat-egress: it allows parley/chat → parley/nats:4222, which no configuration needs',
    '51 NetworkPolicy parley/nats-ingress: it allows parley/chat → parley/nats:4222, which no configuration needs',
  ]);
});

test('another port than the one that is needed', () => {
  const wrong = rule('chat', 'egress', 'to', named('nats'), 6222);
  expect(check(CHAT, NATS, DENY, wrong, IN)).toEqual([
    '8 Deployment parley/chat: NATS_URL needs the edge parley/chat → parley/nats:4222, and no network policy allows it (egress of parley/chat)',
    '40 NetworkPolicy parley/chat-egress: it allows parley/chat → parley/nats:6222, which no configuration needs',
  ]);
});

test('pods that nothing protects, and a Service that is not there', () => {
  expect(check(CHAT)).toEqual([
    '8 Deployment parley/chat: NATS_URL speaks to nats, and there is no such Service',
    '3 Deployment parley/chat: no network policy denies ingress that nobody needs',
    '3 Deployment parley/chat: no network policy denies egress that nobody needs',
  ]);
});

test('pods on the hosts’ network are met by the nodes’ addresses', () => {
  const livekit = pods(
    'nats',
    'hostNetwork: true\n      containers: [{ name: nats, ports: [{ containerPort: 4222 }] }]',
  );
  const toNodes = rule('chat', 'egress', 'to', 'ipBlock: { cidr: 10.0.0.0/16 }', 4222);
  expect(check(CHAT, livekit, service('nats', 4222), DENY, toNodes)).toEqual([]);
  expect(check(CHAT, livekit, service('nats', 4222), DENY, OUT)).toEqual([
    '8 Deployment parley/chat: NATS_URL needs the edge parley/chat → parley/nats:4222, and no network policy allows it (egress of parley/chat)',
  ]);
});

test('what only a third party’s program knows is declared', () => {
  const cluster = pods('nats', 'containers: []', 'parley.example/talks-to: "nats:6222, internet:443"');
  const self = rule('nats', 'ingress', 'from', named('nats'), 6222) + rule('nats', 'egress', 'to', named('nats'), 6222);
  const store = rule('nats', 'egress', 'to', 'ipBlock: { cidr: 0.0.0.0/0 }', 443);
  expect(check(cluster, DENY, self, store)).toEqual([]);
  expect(check(pods('nats', 'containers: []', 'parley.example/talks-to: nowhere'), DENY)).toEqual([
    '3 Deployment parley/nats: parley.example/talks-to says nowhere, which is no workload, Service or place outside',
  ]);
});

test('routes come from the entrance', () => {
  const route = `
kind: HTTPRoute
metadata: { name: parley, namespace: parley }
spec: { rules: [{ backendRefs: [{ name: nats, port: 4222 }] }] }
---`;
  const entrance = 'namespaceSelector: { matchLabels: { parley.example/entrance: "true" } }';
  expect(check(NATS, route, DENY, rule('nats', 'ingress', 'from', entrance, 4222))).toEqual([]);
  expect(check(NATS, DENY, rule('nats', 'ingress', 'from', entrance, 4222))).toEqual([
    '32 NetworkPolicy parley/nats-ingress: it allows entrance → parley/nats:4222, which no configuration needs',
  ]);
});
