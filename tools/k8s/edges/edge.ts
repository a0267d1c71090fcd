import type { Place } from '../finding.ts';
import type { Manifest } from '../manifest.ts';
import type { Workload } from '../workloads.ts';

/**
 * One end of an edge: pods of ours, or the name of what is outside: `entrance` (what implements the Gateway API),
 * `monitoring`, `dns`, `nodes` (their own addresses), `internet`, `anyone`, or a namespace that is not ours.
 */
export type End = Workload | string;

/** TCP unless it is said. */
export type Protocol = 'TCP' | 'UDP';

/** Somebody speaks to a port of somebody. */
export interface Edge {
  from: End;
  to: End;
  port: number;
  protocol: Protocol;
}

/** An edge that the configuration asks for. */
export interface Need extends Edge {
  /** The object whose configuration says so, and the line. */
  manifest: Manifest;
  place: Place;
  /** `NATS_URL`, `livekit.yaml`. */
  source: string;
}

/** `parley/chat` for pods, the name for what is outside. */
export function endName(end: End): string {
  return typeof end === 'string' ? end : `${end.namespace}/${end.name}`;
}

/** The same for the same edge. */
export function edgeKey({ from, to, port, protocol }: Edge): string {
  return `${endName(from)} → ${endName(to)}:${port}${protocol === 'UDP' ? '/UDP' : ''}`;
}

/** Whether pods share their node's addresses: no pod selector finds them, and most network plugins hold no policy to them. */
export function isOnHost(end: End): boolean {
  return typeof end !== 'string' && end.pod.hostNetwork === true;
}
