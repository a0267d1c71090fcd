import { ofKind, type Manifest } from './manifest.ts';
import { providedByCharts } from './operators.ts';
import { selected, workloadsOf, type Workload } from './workloads.ts';

/** A Service that can be called by its name, ours or an operator's. */
export interface ServiceDoor {
  namespace: string;
  name: string;
  ports: { name?: string; port: number; targetPort: string | number }[];
  /** The pods behind it. */
  workloads: Workload[];
}

/** An overlay as the checks see it. */
export interface World {
  /** What is rendered, and what charts make beside it. */
  manifests: Manifest[];
  workloads: Workload[];
  services: ServiceDoor[];
}

interface ServiceSpec {
  selector?: Record<string, string>;
  ports?: { name?: string; port: number; targetPort?: string | number }[];
}

/**
 * Reads an overlay once for all checks.
 *
 * @param provided what charts and operators make beside it
 */
export function worldOf(rendered: Manifest[], provided = providedByCharts(rendered)): World {
  const manifests = [...rendered, ...provided];
  const workloads = workloadsOf(manifests);
  const services = ofKind(manifests, 'Service').map(({ object, namespace, name }): ServiceDoor => {
    const { selector, ports } = (object.spec ?? {}) as ServiceSpec;
    const behind = selector ? selected(workloads, namespace, { matchLabels: selector }) : [];
    const doors = (ports ?? []).map((port) => ({ ...port, targetPort: port.targetPort ?? port.port }));
    return { namespace, name, ports: doors, workloads: behind };
  });
  return { manifests, workloads, services };
}

/** The number of a port that is named or numbered; undefined when the pods have none of that name. */
export function portNumber(workload: Workload, port: string | number): number | undefined {
  if (typeof port === 'number') return port;
  return workload.ports.find(({ name }) => name === port)?.port;
}

/** Whether pods listen on a port that is named or numbered. */
export function hasPort(workload: Workload, port: string | number): boolean {
  return workload.ports.some((one) => one.name === port || one.port === port);
}
