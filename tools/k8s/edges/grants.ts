import { matches, type Labels, type LabelSelector } from '../labels.ts';
import { ofKind, type Manifest } from '../manifest.ts';
import { selected, type Workload } from '../workloads.ts';
import { portNumber, type World } from '../world.ts';
import type { Path } from '../yaml-file.ts';
import { isOnHost, type Edge, type End, type Protocol } from './edge.ts';

/** Which way a rule of a policy looks. */
export type Direction = 'ingress' | 'egress';

/** One peer and one port of one rule of a policy. */
export interface Grant {
  policy: Manifest;
  direction: Direction;
  /** The pods that the policy is for. */
  own: Workload[];
  /** Peers that can be named: pods of ours, or what is outside. */
  peers: End[];
  /** The peer is a network, not a selector: whoever has an address in it. */
  isNetwork: boolean;
  port?: { port: string | number; endPort?: number };
  protocol: Protocol;
  /** Of the port, else the peer, else the rule. */
  path: Path;
}

interface Peer {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  ipBlock?: { cidr: string };
}

interface PolicySpec {
  podSelector?: LabelSelector;
  policyTypes?: string[];
  ingress?: PolicyRule[];
  egress?: PolicyRule[];
}

interface PolicyRule {
  from?: Peer[];
  to?: Peer[];
  ports?: { port?: string | number; endPort?: number; protocol?: Protocol }[];
}

/** Everything that the policies allow, one by one. */
export function grantsOf(world: World): Grant[] {
  return ofKind(world.manifests, 'NetworkPolicy').flatMap((policy) =>
    (['ingress', 'egress'] as const).flatMap((direction) =>
      (specOf(policy)[direction] ?? []).flatMap((rule, index) => ofRule(policy, direction, rule, index, world)),
    ),
  );
}

/** The pods that some policy denies a direction to, but for what is allowed. */
export function isolated(world: World, direction: Direction): Set<Workload> {
  const word = direction === 'ingress' ? 'Ingress' : 'Egress';
  const policies = ofKind(world.manifests, 'NetworkPolicy').filter((policy) => {
    const { policyTypes, egress } = specOf(policy);
    return policyTypes ? policyTypes.includes(word) : direction === 'ingress' || egress !== undefined;
  });
  return new Set(policies.flatMap((policy) => ownPods(policy, world)));
}

/** Whether a grant lets an edge pass on its own side. */
export function allows(grant: Grant, edge: Edge): boolean {
  const [own, other] = grant.direction === 'ingress' ? [edge.to, edge.from] : [edge.from, edge.to];
  if (typeof own === 'string' || !grant.own.includes(own) || grant.protocol !== edge.protocol) return false;
  const isPeer =
    grant.peers.includes(other) || (grant.peers.includes('nodes') && isOnHost(other)) || grant.peers.includes('anyone');
  return isPeer && fits(grant, edge);
}

function fits({ port: given }: Grant, { to, port }: Edge): boolean {
  if (!given) return true;
  if (typeof given.port === 'string') return typeof to !== 'string' && portNumber(to, given.port) === port;
  return port >= given.port && port <= (given.endPort ?? given.port);
}

function specOf(policy: Manifest): PolicySpec {
  return (policy.object.spec ?? {}) as PolicySpec;
}

function ownPods(policy: Manifest, { workloads }: World): Workload[] {
  return selected(workloads, policy.namespace, specOf(policy).podSelector ?? {});
}

function ofRule(policy: Manifest, direction: Direction, rule: PolicyRule, index: number, world: World): Grant[] {
  const side = direction === 'ingress' ? 'from' : 'to';
  const place = ['spec', direction, index];
  const own = ownPods(policy, world);
  const peers = rule[side]?.map((peer, at) => ({
    ...endsOf(peer, policy.namespace, world),
    path: [...place, side, at],
  }));
  return (peers ?? [{ peers: ['anyone'], isNetwork: true, path: place }]).flatMap(({ path, ...whom }): Grant[] => {
    const about = { policy, direction, own, ...whom };
    if (!rule.ports) return [{ ...about, protocol: 'TCP', path }];
    return rule.ports.map(({ port, endPort, protocol = 'TCP' }, at) => ({
      ...about,
      ...(port === undefined ? {} : { port: { port, endPort } }),
      protocol,
      path: rule[side]?.length === 1 || !rule[side] ? [...place, 'ports', at] : path,
    }));
  });
}

function endsOf(peer: Peer, namespace: string, world: World): { peers: End[]; isNetwork: boolean } {
  if (peer.ipBlock)
    return { peers: [/^(0\.0\.0\.0|::)\/0$/.test(peer.ipBlock.cidr) ? 'internet' : 'nodes'], isNetwork: true };
  const { podSelector = {}, namespaceSelector } = peer;
  if (!namespaceSelector)
    return { peers: notOnHost(selected(world.workloads, namespace, podSelector)), isNetwork: false };
  const ours = ofKind(world.manifests, 'Namespace').filter((one) => matches(namespaceSelector, labelsOf(one)));
  const pods = ours.flatMap(({ name }) => selected(world.workloads, name, podSelector));
  return { peers: ours.length > 0 ? notOnHost(pods) : [outside(namespaceSelector, podSelector)], isNetwork: false };
}

function notOnHost(workloads: Workload[]): Workload[] {
  return workloads.filter((workload) => !isOnHost(workload));
}

function labelsOf({ name, object }: Manifest): Labels {
  return { ...object.metadata.labels, 'kubernetes.io/metadata.name': name };
}

/** `parley.example/entrance` is the entrance; any other namespace goes by its name, and the one with kube-dns is dns. */
function outside({ matchLabels = {} }: LabelSelector, pods: LabelSelector): string {
  if (pods.matchLabels?.['k8s-app'] === 'kube-dns') return 'dns';
  const role = Object.keys(matchLabels).find((label) => label.startsWith('parley.example/'));
  return role?.split('/')[1] ?? matchLabels['kubernetes.io/metadata.name'] ?? 'elsewhere';
}
