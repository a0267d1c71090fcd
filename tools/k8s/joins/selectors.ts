import type { Finding } from '../finding.ts';
import { describe, isEmpty, matches, type LabelSelector } from '../labels.ts';
import { ofKind, type Manifest } from '../manifest.ts';
import { selected, type Workload } from '../workloads.ts';
import type { World } from '../world.ts';
import { at, type Path } from '../yaml-file.ts';

/** Where kinds keep the selector that must find pods. */
const SELECTORS: Record<string, { path: Path; isBare?: boolean }> = {
  Service: { path: ['spec', 'selector'], isBare: true },
  PodDisruptionBudget: { path: ['spec', 'selector'] },
  NetworkPolicy: { path: ['spec', 'podSelector'] },
  PodMonitor: { path: ['spec', 'selector'] },
};

/** Every selector finds pods of this overlay. */
export function checkSelectors(world: World): Finding[] {
  return [
    ...world.manifests.flatMap((manifest) => findsPods(manifest, world)),
    ...ofKind(world.manifests, 'NetworkPolicy').flatMap((manifest) => peers(manifest, world)),
    ...ofKind(world.manifests, 'HorizontalPodAutoscaler').flatMap((manifest) => target(manifest, world)),
    ...world.workloads.flatMap((workload) => [...ownPods(workload), ...spread(workload), ...affinity(workload, world)]),
  ];
}

function findsPods(manifest: Manifest, { workloads }: World): Finding[] {
  const where = SELECTORS[manifest.kind];
  const found = where && at(manifest.object, where.path);
  if (!where || found === undefined) return [];
  const selector = (where.isBare ? { matchLabels: found } : found) as LabelSelector;
  if (isEmpty(selector) || selected(workloads, manifest.namespace, selector).length > 0) return [];
  return [manifest.finding(where.path, `its selector (${describe(selector)}) matches no pod of ${manifest.namespace}`)];
}

interface Peer {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
}

function peers(manifest: Manifest, { workloads }: World): Finding[] {
  const spec = manifest.object.spec as Record<
    'ingress' | 'egress',
    Record<'from' | 'to', Peer[] | undefined>[] | undefined
  >;
  const of = (direction: 'ingress' | 'egress', side: 'from' | 'to') =>
    (spec[direction] ?? []).flatMap((rule, index) =>
      (rule[side] ?? []).flatMap(({ podSelector, namespaceSelector }, peer) => {
        if (!podSelector || namespaceSelector || isEmpty(podSelector)) return [];
        if (selected(workloads, manifest.namespace, podSelector).length > 0) return [];
        const problem = `its peer (${describe(podSelector)}) matches no pod of ${manifest.namespace}`;
        return [manifest.finding(['spec', direction, index, side, peer, 'podSelector'], problem)];
      }),
    );
  return [...of('ingress', 'from'), ...of('egress', 'to')];
}

function target(manifest: Manifest, { manifests }: World): Finding[] {
  const { kind, name } = (at(manifest.object, ['spec', 'scaleTargetRef']) ?? {}) as { kind?: string; name?: string };
  const isThere = manifests.some(
    (one) => one.kind === kind && one.name === name && one.namespace === manifest.namespace,
  );
  if (isThere) return [];
  return [manifest.finding(['spec', 'scaleTargetRef', 'name'], `it scales ${kind} ${name}, which is not there`)];
}

function ownPods({ manifest, labels }: Workload): Finding[] {
  const selector = at(manifest.object, ['spec', 'selector']) as LabelSelector | undefined;
  if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(manifest.kind) || !selector || matches(selector, labels))
    return [];
  return [
    manifest.finding(['spec', 'selector'], `its selector (${describe(selector)}) does not match its own pods’ labels`),
  ];
}

function spread({ manifest, pod, path, labels }: Workload): Finding[] {
  return (pod.topologySpreadConstraints ?? []).flatMap(({ labelSelector }, index) => {
    if (labelSelector && matches(labelSelector, labels)) return [];
    const problem = `it is spread among pods (${describe(labelSelector ?? {})}) that are not its own`;
    return [manifest.finding([...path, 'topologySpreadConstraints', index, 'labelSelector'], problem)];
  });
}

interface Term {
  labelSelector?: LabelSelector;
  podAffinityTerm?: { labelSelector?: LabelSelector };
}

function affinity({ manifest, pod, path, namespace }: Workload, { workloads }: World): Finding[] {
  return ['podAffinity', 'podAntiAffinity'].flatMap((field) =>
    ['requiredDuringSchedulingIgnoredDuringExecution', 'preferredDuringSchedulingIgnoredDuringExecution'].flatMap(
      (when) =>
        ((at(pod.affinity, [field, when]) ?? []) as Term[]).flatMap((term, index) => {
          const selector = term.podAffinityTerm?.labelSelector ?? term.labelSelector ?? {};
          if (selected(workloads, namespace, selector).length > 0) return [];
          const problem = `its ${field} (${describe(selector)}) matches no pod of ${namespace}`;
          return [manifest.finding([...path, 'affinity', field, when, index], problem)];
        }),
    ),
  );
}
