import type { Labels, LabelSelector } from './labels.ts';

/** What our checks read of Kubernetes' objects. Nothing is sure to be there: a broken manifest must still be read. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  spec?: Record<string, unknown>;
  data?: Record<string, string>;
  [field: string]: unknown;
}

/** Name, namespace and what is written on an object. */
export interface Metadata {
  name: string;
  namespace?: string;
  labels?: Labels;
  annotations?: Labels;
}

/** A pod as a template has it. */
export interface PodSpec {
  serviceAccountName?: string;
  automountServiceAccountToken?: boolean;
  hostNetwork?: boolean;
  terminationGracePeriodSeconds?: number;
  securityContext?: Record<string, unknown>;
  initContainers?: Container[];
  containers?: Container[];
  volumes?: Volume[];
  topologySpreadConstraints?: { labelSelector?: LabelSelector }[];
  affinity?: Record<string, unknown>;
}

/** A container, init container or sidecar. */
export interface Container {
  name: string;
  image?: string;
  command?: string[];
  args?: string[];
  env?: EnvVar[];
  envFrom?: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  ports?: { name?: string; containerPort: number; protocol?: string }[];
  startupProbe?: Probe;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  lifecycle?: Record<string, unknown>;
  resources?: { requests?: Labels; limits?: Labels };
  securityContext?: Record<string, unknown>;
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean }[];
}

/** One variable of a container's environment. */
export interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: { configMapKeyRef?: KeyRef; secretKeyRef?: KeyRef; fieldRef?: object };
}

/** A key of a ConfigMap or Secret. */
export interface KeyRef {
  name: string;
  key: string;
  optional?: boolean;
}

/** How the kubelet asks a container. */
export interface Probe {
  httpGet?: { path?: string; port: string | number };
  tcpSocket?: { port: string | number };
  grpc?: { port: number };
  exec?: object;
}

/** A volume of a pod. */
export interface Volume {
  name: string;
  configMap?: { name?: string; items?: { key: string }[]; optional?: boolean };
  secret?: { secretName?: string; items?: { key: string }[]; optional?: boolean };
  persistentVolumeClaim?: { claimName: string };
  projected?: { sources?: { configMap?: { name?: string }; secret?: { name?: string } }[] };
}
