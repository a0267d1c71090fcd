import type { LabelSelector } from '../labels.ts';

/** Of an object in a control plane what every kind has. */
export interface LiveObject {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
}

/** As the API server keeps it. */
export interface Metadata {
  name: string;
  namespace?: string;
  uid?: string;
  generation?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: { kind: string; name: string; uid: string }[];
  deletionTimestamp?: string;
}

interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
}

interface Container {
  name: string;
  image: string;
}

/** The fields of a pod that the proof reads. */
export interface Pod extends LiveObject {
  spec: { nodeName?: string; hostNetwork?: boolean; containers: Container[]; initContainers?: Container[] };
  status?: { phase?: string; conditions?: Condition[] };
}

/** What makes pods: Deployment, StatefulSet. */
export interface Workload extends LiveObject {
  spec: {
    replicas?: number;
    selector: LabelSelector;
    strategy?: { rollingUpdate?: { maxUnavailable?: number | string } };
    template: { metadata?: Partial<Metadata>; spec: Pod['spec'] };
  };
  status?: {
    replicas?: number;
    readyReplicas?: number;
    updatedReplicas?: number;
    observedGeneration?: number;
    conditions?: Condition[];
  };
}

/** A Job, as far as migrations are concerned. */
export interface Job extends LiveObject {
  spec: { backoffLimit?: number; template: { metadata?: Partial<Metadata>; spec: Pod['spec'] } };
  status?: { conditions?: Condition[]; failed?: number; succeeded?: number };
}

/** A PodDisruptionBudget. */
export interface Budget extends LiveObject {
  spec: { selector?: LabelSelector };
  status?: { currentHealthy: number; desiredHealthy: number; expectedPods: number; disruptionsAllowed: number };
}

/** `Pod parley/chat-7d…` */
export function called({ kind, metadata: { namespace, name } }: LiveObject): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** Whether a condition of this type is True. */
export function isTrue(object: { status?: { conditions?: Condition[] } }, type: string): boolean {
  return (
    object.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false
  );
}

/** Whether a pod takes work: ready, and not on its way out. */
export function isServing(pod: Pod): boolean {
  return isTrue(pod, 'Ready') && !pod.metadata.deletionTimestamp;
}
