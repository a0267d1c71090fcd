import { serviceSettings } from '../service-settings.ts';
import type { Finding } from '../finding.ts';
import type { Container } from '../objects.ts';
import { containersOf, type Workload } from '../workloads.ts';
import type { World } from '../world.ts';
import type { Path } from '../yaml-file.ts';

const DEFAULT_GRACE_SECONDS = 30;

/** Liveness looks at nothing else than readiness does (G12), what starts has time, and what ends has it too. */
export async function checkProbes({ workloads }: World): Promise<Finding[]> {
  const running = workloads.filter(({ manifest }) => !['Job', 'CronJob'].includes(manifest.kind));
  const ends = await Promise.all(running.map(end));
  return [...running.flatMap(probes), ...ends.flat()];
}

function probes(workload: Workload): Finding[] {
  const { manifest, pod, path, labels } = workload;
  const isService = labels['app.kubernetes.io/component'] === 'service';
  const wanted = isService
    ? (['startupProbe', 'livenessProbe', 'readinessProbe'] as const)
    : (['livenessProbe', 'readinessProbe'] as const);
  const [main] = pod.containers ?? [];
  const missing = wanted
    .filter((probe) => main && !main[probe])
    .map((probe) => manifest.lack([...path, 'containers', 0, probe], `container ${main?.name} has no ${probe}`));
  const same = containersOf(pod).flatMap(({ container, path: place }) => {
    const live = container.livenessProbe?.httpGet?.path;
    const ready = container.readinessProbe?.httpGet?.path;
    const problem = `the livenessProbe of container ${container.name} asks ${live}, which is for readiness: a busy neighbour would have it killed (G12)`;
    const at: Path = [...path, ...place, 'livenessProbe', 'httpGet', 'path'];
    return live !== undefined && (live === ready || live === '/readyz') ? [manifest.finding(at, problem)] : [];
  });
  return [...missing, ...same];
}

/** A service is given the time it takes to end. */
async function end({ manifest, pod, path, name }: Workload): Promise<Finding[]> {
  const settings = await serviceSettings(name);
  const service = pod.containers?.find((container) => container.name === 'service');
  if (!settings || !service) return [];
  const seconds = (key: string) => Number(valueOf(service, key) ?? settings.defaults[key] ?? 0);
  const drain = seconds('DRAIN_SECONDS') + (seconds('SHUTDOWN_GRACE_MS') + seconds('SHUTDOWN_SPREAD_MS')) / 1_000;
  const grace = pod.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  if (drain <= grace) return [];
  const problem = `it takes ${drain} s to end and is given terminationGracePeriodSeconds ${grace}`;
  return [manifest.finding([...path, 'terminationGracePeriodSeconds'], problem)];
}

function valueOf(container: Container, key: string): string | undefined {
  return container.env?.find(({ name }) => name === key)?.value;
}
