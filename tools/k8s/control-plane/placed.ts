import { matches } from '../labels.ts';
import { isTrue, type Pod, type Workload } from './live-objects.ts';
import { until } from './patience.ts';
import type { Stage } from './stage.ts';

/** The pods of a workload. */
export function podsOf(pods: Pod[], { metadata, spec }: Workload): Pod[] {
  return pods.filter(
    (pod) => pod.metadata.namespace === metadata.namespace && matches(spec.selector, pod.metadata.labels ?? {}),
  );
}

/** Waits until every workload has all the pods it wants, of its newest version, and all are ready. */
export async function settled(stage: Stage, patienceMs = 60_000): Promise<void> {
  await until('every pod is ready', () => (stage.check(), missing(stage)), { patienceMs });
}

function missing({ workloads, pods }: Stage): true | string {
  const short = workloads.all.flatMap((workload) => {
    const { metadata, spec, status } = workload;
    const wanted = spec.replicas ?? 1;
    const own = podsOf(pods.all, workload);
    const isDone =
      status?.observedGeneration === metadata.generation &&
      (status?.updatedReplicas ?? 0) === wanted &&
      own.length === wanted &&
      own.every((pod) => isTrue(pod, 'Ready'));
    return isDone
      ? []
      : [`${metadata.name} ${own.filter((pod) => isTrue(pod, 'Ready')).length} of ${wanted}${why(own)}`];
  });
  return short.length === 0 || short.join(', ');
}

function why(pods: Pod[]): string {
  const unplaced = pods
    .flatMap(({ status }) => status?.conditions ?? [])
    .find(({ reason }) => reason === 'Unschedulable');
  return unplaced?.message ? `: ${unplaced.message}` : '';
}
