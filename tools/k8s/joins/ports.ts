import type { Finding } from '../finding.ts';
import type { LabelSelector } from '../labels.ts';
import { ofKind, type Manifest } from '../manifest.ts';
import type { Probe } from '../objects.ts';
import { containersOf, selected, type Workload } from '../workloads.ts';
import { hasPort, type World } from '../world.ts';
import { at, type Path } from '../yaml-file.ts';

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;

/** Every port that something names exists on the pods it is about; Kubernetes itself lets all of this pass. */
export function checkPorts(world: World): Finding[] {
  return [
    ...world.workloads.flatMap(probes),
    ...ofKind(world.manifests, 'Service').flatMap((manifest) => services(manifest, world)),
    ...ofKind(world.manifests, 'HTTPRoute', 'TLSRoute', 'TCPRoute', 'GRPCRoute').flatMap((one) => routes(one, world)),
    ...ofKind(world.manifests, 'NetworkPolicy').flatMap((manifest) => policies(manifest, world)),
    ...ofKind(world.manifests, 'PodMonitor').flatMap((manifest) => monitors(manifest, world)),
  ];
}

function probes({ manifest, pod, path }: Workload): Finding[] {
  return containersOf(pod).flatMap(({ container, path: place }) =>
    PROBES.flatMap((field) => {
      const probe: Probe = container[field] ?? {};
      const how = (['httpGet', 'tcpSocket', 'grpc'] as const).find((one) => probe[one]);
      const port = how && probe[how]?.port;
      const isThere = (container.ports ?? []).some(
        ({ name, containerPort }) => name === port || containerPort === port,
      );
      if (!how || port === undefined || isThere) return [];
      const problem = `the ${field} of container ${container.name} asks port ${port}, which the container does not have`;
      return [manifest.finding([...path, ...place, field, how, 'port'], problem)];
    }),
  );
}

function services(manifest: Manifest, { workloads }: World): Finding[] {
  const spec = manifest.object.spec as {
    selector?: Record<string, string>;
    ports?: { port: number; targetPort?: string | number }[];
  };
  if (!spec.selector) return [];
  const behind = selected(workloads, manifest.namespace, { matchLabels: spec.selector });
  return (spec.ports ?? []).flatMap(({ port, targetPort }, index) => {
    const path: Path = ['spec', 'ports', index, targetPort === undefined ? 'port' : 'targetPort'];
    return missing(manifest, path, targetPort ?? port, behind);
  });
}

interface BackendRef {
  name: string;
  namespace?: string;
  kind?: string;
  port?: number;
}

function routes(manifest: Manifest, { services }: World): Finding[] {
  const rules = (at(manifest.object, ['spec', 'rules']) ?? []) as { backendRefs?: BackendRef[] }[];
  return rules.flatMap(({ backendRefs = [] }, rule) =>
    backendRefs.flatMap(({ name, namespace, kind, port }, index) => {
      const door = services.find((one) => one.name === name && one.namespace === (namespace ?? manifest.namespace));
      if (!door || (kind ?? 'Service') !== 'Service' || door.ports.some((one) => one.port === port)) return [];
      const problem = `its backend is port ${port} of Service ${name}, which has ${door.ports.map((one) => one.port).join(', ')}`;
      return [manifest.finding(['spec', 'rules', rule, 'backendRefs', index, 'port'], problem)];
    }),
  );
}

interface PolicyRule {
  ports?: { port?: string | number }[];
  to?: { podSelector?: LabelSelector; namespaceSelector?: LabelSelector }[];
}

/** Named ports only: numbered ones are what the edges are about. */
function policies(manifest: Manifest, { workloads }: World): Finding[] {
  const spec = manifest.object.spec as { podSelector?: LabelSelector; ingress?: PolicyRule[]; egress?: PolicyRule[] };
  const own = selected(workloads, manifest.namespace, spec.podSelector ?? {});
  const of = (direction: 'ingress' | 'egress', pods: (rule: PolicyRule) => Workload[]) =>
    (spec[direction] ?? []).flatMap((rule, index) =>
      (rule.ports ?? []).flatMap(({ port }, at) =>
        typeof port === 'string'
          ? missing(manifest, ['spec', direction, index, 'ports', at, 'port'], port, pods(rule))
          : [],
      ),
    );
  const peers = ({ to = [] }: PolicyRule) =>
    to.flatMap(({ podSelector, namespaceSelector }) =>
      podSelector && !namespaceSelector ? selected(workloads, manifest.namespace, podSelector) : [],
    );
  return [...of('ingress', () => own), ...of('egress', peers)];
}

function monitors(manifest: Manifest, { workloads }: World): Finding[] {
  const spec = manifest.object.spec as { selector?: LabelSelector; podMetricsEndpoints?: { port?: string }[] };
  const pods = selected(workloads, manifest.namespace, spec.selector ?? {});
  return (spec.podMetricsEndpoints ?? []).flatMap(({ port }, index) =>
    port === undefined ? [] : missing(manifest, ['spec', 'podMetricsEndpoints', index, 'port'], port, pods),
  );
}

function missing(manifest: Manifest, path: Path, port: string | number, pods: Workload[]): Finding[] {
  const without = pods.filter((workload) => !hasPort(workload, port));
  if (without.length === 0) return [];
  const names = without.map((workload) => workload.manifest.title).join(', ');
  return [manifest.finding(path, `port ${port} is not there on the pods of ${names}`)];
}
