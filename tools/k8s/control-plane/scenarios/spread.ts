import type { Pod, Workload } from '../live-objects.ts';
import { MORE_NODES, THREE_NODES } from '../nodes.ts';
import { podsOf, settled } from '../placed.ts';
import { prove, type Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

/** Every pod is admitted, placed and ready; copies stand on different nodes and in different zones. */
export const spread: Scenario = {
  name: 'spread',
  shape: 'three zones',
  async run(stage) {
    await settled(stage);
    const { workloads, pods } = stage;
    const many = workloads.all.filter(({ spec }) => (spec.replicas ?? 1) > 1);
    const single = workloads.all.filter(({ spec }) => (spec.replicas ?? 1) === 1).map(({ metadata }) => metadata.name);
    prove([...(await refused(stage)), ...many.flatMap((workload) => crowded(workload, podsOf(pods.all, workload)))]);
    const counts = many.map(({ metadata, spec }) => `${metadata.name} ×${spec.replicas}`);
    const alone = single.length > 0 ? `; one of ${single.join(', ')}` : '';
    return `two nodes in each of three zones: ${counts.join(', ')}, no two of a kind on a node or, up to three, in a zone${alone}`;
  },
};

/** Pods that admission refused: the API server tells the controller, which writes an event. */
async function refused({ plane: { api } }: Stage): Promise<string[]> {
  interface Event {
    reason: string;
    message: string;
    involvedObject: { kind: string; name: string };
  }
  const { items } = await api.list<Event>('/api/v1/events');
  return items
    .filter(({ reason }) => reason === 'FailedCreate')
    .map(({ message, involvedObject: { kind, name } }) => `${kind} ${name}: ${message}`);
}

function crowded({ metadata: { name } }: Workload, pods: Pod[]): string[] {
  const nodes = new Map<string, number>();
  for (const { spec } of pods) nodes.set(spec.nodeName ?? '', (nodes.get(spec.nodeName ?? '') ?? 0) + 1);
  const problems = [...nodes].filter(([, count]) => count > 1).map(([node, count]) => `${count} of ${name} on ${node}`);
  const zones = new Set(
    [...nodes.keys()].map((node) => [...THREE_NODES, ...MORE_NODES].find((place) => place.name === node)?.zone),
  );
  const reachable = Math.min(pods.length, THREE_NODES.length);
  if (zones.size < reachable)
    problems.push(`${pods.length} of ${name} in ${zones.size} of ${THREE_NODES.length} zones`);
  return problems;
}
