/** Of a Kubernetes object what every kind has. */
export interface KubeObject {
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
export interface Pod extends KubeObject {
  spec: { nodeName?: string; hostNetwork?: boolean; containers: Container[]; initContainers?: Container[] };
  status?: { phase?: string; conditions?: Condition[] };
}

/** What makes pods: Deployment, StatefulSet. */
export interface Workload extends KubeObject {
  spec: {
    replicas?: number;
    selector: Selector;
    strategy?: { rollingUpdate?: { maxUnavailable?: number | string } };
    template: { metadata?: Partial<Metadata>; spec: Pod['spec'] };
  };
  status?: { replicas?: number; readyReplicas?: number; observedGeneration?: number; conditions?: Condition[] };
}

/** A Job, as far as migrations are concerned. */
export interface Job extends KubeObject {
  spec: { backoffLimit?: number; template: { metadata?: Partial<Metadata>; spec: Pod['spec'] } };
  status?: { conditions?: Condition[]; failed?: number; succeeded?: number };
}

/** A PodDisruptionBudget. */
export interface Budget extends KubeObject {
  spec: { selector?: Selector };
  status?: { currentHealthy: number; desiredHealthy: number; expectedPods: number; disruptionsAllowed: number };
}

/** matchLabels is all our manifests use of it; anything else is refused by `matches`. */
export interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: unknown[];
}

/** `Pod parley/chat-7d…` */
export function called({ kind, metadata: { namespace, name } }: KubeObject): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** Whether a condition of this type is True. */
export function isTrue(object: { status?: { conditions?: Condition[] } }, type: string): boolean {
  return object.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
}

/** Whether a pod takes work: ready, and not on its way out. */
export function isServing(pod: Pod): boolean {
  return isTrue(pod, 'Ready') && !pod.metadata.deletionTimestamp;
}

/** Whether a selector picks an object; an empty one picks every object. */
export function matches(selector: Selector, { metadata }: KubeObject): boolean {
  if (selector.matchExpressions?.length) throw new Error('matchExpressions are not read by the proof');
  return Object.entries(selector.matchLabels ?? {}).every(([name, value]) => metadata.labels?.[name] === value);
}
