import type { Labels, LabelSelector } from './labels.ts';
import { matches } from './labels.ts';
import { ofKind, type Manifest } from './manifest.ts';
import type { Container, PodSpec } from './objects.ts';
import { at, type Path } from './yaml-file.ts';

/** A port that a pod listens on. */
export interface Port {
  name?: string;
  port: number;
}

/** Pods of one kind: those of a Deployment, of a Job. */
export interface Workload {
  /** What makes the pods. */
  manifest: Manifest;
  namespace: string;
  /** Name of the edges' graph: the label app.kubernetes.io/name, because a migration's name holds the release. */
  name: string;
  labels: Labels;
  ports: Port[];
  pod: PodSpec;
  /** Where the pod's spec is. */
  path: Path;
}

const TEMPLATES: Record<string, Path> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Everything that makes pods. */
export function workloadsOf(manifests: Manifest[]): Workload[] {
  return ofKind(manifests, ...Object.keys(TEMPLATES)).map((manifest): Workload => {
    const template = TEMPLATES[manifest.kind] ?? [];
    const pod = (at(manifest.object, [...template, 'spec']) ?? {}) as PodSpec;
    const labels = (at(manifest.object, [...template, 'metadata', 'labels']) ?? {}) as Labels;
    return { ...identity(manifest, labels), pod, path: [...template, 'spec'], ports: portsOf(pod) };
  });
}

function identity(manifest: Manifest, labels: Labels) {
  const name = labels['app.kubernetes.io/name'] ?? manifest.name;
  return { manifest, namespace: manifest.namespace, name, labels };
}

function portsOf(pod: PodSpec): Port[] {
  return containersOf(pod).flatMap(({ container }) =>
    (container.ports ?? []).map(({ name, containerPort }) => ({ name, port: containerPort })),
  );
}

/** A container and where it is in its pod. */
export interface PlacedContainer {
  container: Container;
  /** From the pod's spec. */
  path: Path;
  isInit: boolean;
}

/** Every container of a pod, those of the start first. */
export function containersOf(pod: PodSpec): PlacedContainer[] {
  const of = (list: Container[] | undefined, field: string, isInit: boolean) =>
    (list ?? []).map((container, index) => ({ container, path: [field, index], isInit }));
  return [...of(pod.initContainers, 'initContainers', true), ...of(pod.containers, 'containers', false)];
}

/** The workloads of a namespace whose pods a selector takes. */
export function selected(workloads: Workload[], namespace: string, selector: LabelSelector): Workload[] {
  return workloads.filter((workload) => workload.namespace === namespace && matches(selector, workload.labels));
}
