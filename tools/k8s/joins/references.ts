import type { Finding } from '../finding.ts';
import { ofKind, type Manifest } from '../manifest.ts';
import { places } from '../paths.ts';
import type { World } from '../world.ts';
import { at, child, type Path } from '../yaml-file.ts';
import { idOf, knownObjects, type Known } from './known.ts';

/** A field that refers to another object. */
interface Reference {
  /** Pattern of the place, from the pod's spec for pods. */
  at: string;
  /** Kind it refers to; a field beside the name may say another. */
  to: string;
  /** The field of the name; absent: the place itself is the name. */
  name?: string;
  /** The field of the key. */
  key?: string;
}

const OF_PODS: Reference[] = [
  { at: 'serviceAccountName', to: 'ServiceAccount' },
  { at: '*.*.env.*.valueFrom.configMapKeyRef', to: 'ConfigMap', name: 'name', key: 'key' },
  { at: '*.*.env.*.valueFrom.secretKeyRef', to: 'Secret', name: 'name', key: 'key' },
  { at: '*.*.envFrom.*.configMapRef', to: 'ConfigMap', name: 'name' },
  { at: '*.*.envFrom.*.secretRef', to: 'Secret', name: 'name' },
  { at: 'volumes.*.configMap', to: 'ConfigMap', name: 'name' },
  { at: 'volumes.*.secret', to: 'Secret', name: 'secretName' },
  { at: 'volumes.*.projected.sources.*.configMap', to: 'ConfigMap', name: 'name' },
  { at: 'volumes.*.projected.sources.*.secret', to: 'Secret', name: 'name' },
  { at: 'volumes.*.persistentVolumeClaim', to: 'PersistentVolumeClaim', name: 'claimName' },
  { at: 'imagePullSecrets.*', to: 'Secret', name: 'name' },
  { at: 'priorityClassName', to: 'PriorityClass' },
];

const OF_KINDS: Record<string, Reference[]> = {
  Certificate: [{ at: 'spec.issuerRef', to: 'Issuer', name: 'name' }],
  Issuer: [
    { at: 'spec.acme.solvers.*.http01.gatewayHTTPRoute.parentRefs.*', to: 'Gateway', name: 'name', key: 'sectionName' },
    { at: 'spec.ca.secretName', to: 'Secret' },
  ],
  ClusterIssuer: [
    { at: 'spec.acme.solvers.*.http01.gatewayHTTPRoute.parentRefs.*', to: 'Gateway', name: 'name', key: 'sectionName' },
  ],
  Gateway: [
    { at: 'spec.listeners.*.tls.certificateRefs.*', to: 'Secret', name: 'name' },
    { at: 'metadata.annotations.cert-manager~io/issuer', to: 'Issuer' },
    { at: 'metadata.annotations.cert-manager~io/cluster-issuer', to: 'ClusterIssuer' },
  ],
  HTTPRoute: routes(),
  TLSRoute: routes(),
  TCPRoute: routes(),
  Cluster: [
    { at: 'spec.superuserSecret', to: 'Secret', name: 'name' },
    { at: 'spec.bootstrap.initdb.secret', to: 'Secret', name: 'name' },
    { at: 'spec.managed.roles.*.passwordSecret', to: 'Secret', name: 'name' },
    { at: 'spec.plugins.*.parameters.barmanObjectName', to: 'ObjectStore' },
    { at: 'spec.externalClusters.*.plugin.parameters.barmanObjectName', to: 'ObjectStore' },
    { at: 'spec.bootstrap.initdb.postInitSQLRefs.secretRefs.*', to: 'Secret', name: 'name', key: 'key' },
    { at: 'spec.bootstrap.initdb.postInitSQLRefs.configMapRefs.*', to: 'ConfigMap', name: 'name', key: 'key' },
    { at: 'spec.monitoring.customQueriesConfigMap.*', to: 'ConfigMap', name: 'name', key: 'key' },
  ],
  Database: [{ at: 'spec.cluster', to: 'Cluster', name: 'name' }],
  Pooler: [{ at: 'spec.cluster', to: 'Cluster', name: 'name' }],
  ScheduledBackup: [{ at: 'spec.cluster', to: 'Cluster', name: 'name' }],
  ObjectStore: [
    { at: 'spec.configuration.s3Credentials.*', to: 'Secret', name: 'name', key: 'key' },
    { at: 'spec.configuration.endpointCA', to: 'Secret', name: 'name', key: 'key' },
  ],
  ExternalSecret: [{ at: 'spec.secretStoreRef', to: 'SecretStore', name: 'name' }],
  RoleBinding: [
    { at: 'roleRef', to: 'Role', name: 'name' },
    { at: 'subjects.*', to: 'ServiceAccount', name: 'name' },
  ],
  StatefulSet: [{ at: 'spec.serviceName', to: 'Service' }],
};

function routes(): Reference[] {
  return [
    { at: 'spec.parentRefs.*', to: 'Gateway', name: 'name', key: 'sectionName' },
    { at: 'spec.rules.*.backendRefs.*', to: 'Service', name: 'name' },
  ];
}

/** Everything that is referred to is there, or made by an operator, or declared as brought. */
export function checkReferences(world: World): Finding[] {
  const known = knownObjects(world);
  const ofPods = world.workloads.flatMap(({ manifest, path }) =>
    OF_PODS.flatMap((reference) => check(manifest, path, reference, known)),
  );
  const ofKinds = world.manifests.flatMap((manifest) =>
    (OF_KINDS[manifest.kind] ?? []).flatMap((reference) => check(manifest, [], reference, known)),
  );
  return [...ofPods, ...ofKinds, ...mounts(world), ...namespaces(world)];
}

function check(manifest: Manifest, base: Path, reference: Reference, known: Known): Finding[] {
  const root = at(manifest.object, base);
  return places(root, reference.at).flatMap((place): Finding[] => {
    const path = [...base, ...place];
    const found = at(manifest.object, path);
    const kind = String(child(found, 'kind') ?? reference.to);
    const name = reference.name ? child(found, reference.name) : found;
    if (typeof name !== 'string' || name.startsWith('system-') || child(found, 'optional') === true) return [];
    const namespace = isClusterWide(kind) ? '' : String(child(found, 'namespace') ?? manifest.namespace);
    const where = reference.name ? [...path, reference.name] : path;
    const id = idOf(kind, namespace, name);
    if (!known.has(id)) return [manifest.finding(where, `it needs ${id}, which is not there${hint(kind)}`)];
    const keys = known.get(id);
    const wanted = wantedKeys(found, reference);
    return wanted
      .filter(([, key]) => keys && !keys.has(key))
      .map(([inner, key]) =>
        manifest.finding([...path, ...inner], `${id} has no ${key}; it has ${[...(keys ?? [])].join(', ')}`),
      );
  });
}

function wantedKeys(found: unknown, { key }: Reference): [Path, string][] {
  const one = key ? child(found, key) : undefined;
  const items = (child(found, 'items') ?? []) as { key: string }[];
  const listed = items.map((item, index): [Path, string] => [['items', index, 'key'], item.key]);
  return key && typeof one === 'string' ? [[[key], one], ...listed] : listed;
}

function isClusterWide(kind: string): boolean {
  return ['ClusterIssuer', 'ClusterSecretStore', 'PriorityClass', 'ClusterRole'].includes(kind);
}

function hint(kind: string): string {
  if (kind === 'Secret') return ': no Certificate, ExternalSecret or k8s:secrets makes it';
  return kind === 'ConfigMap' ? ': nothing renders it' : '';
}

/** Every mount has its volume. */
function mounts({ workloads }: World): Finding[] {
  return workloads.flatMap(({ manifest, pod, path }) =>
    places(pod, '*.*.volumeMounts.*').flatMap((place) => {
      const name = at(pod, [...place, 'name']);
      const claims = (at(manifest.object, ['spec', 'volumeClaimTemplates']) ?? []) as {
        metadata?: { name?: string };
      }[];
      const names = [
        ...(pod.volumes ?? []).map((volume) => volume.name),
        ...claims.map(({ metadata }) => metadata?.name),
      ];
      if (names.includes(String(name))) return [];
      return [
        manifest.finding(
          [...path, ...place, 'name'],
          `it mounts the volume ${String(name)}, which the pod does not have`,
        ),
      ];
    }),
  );
}

/** Every object's namespace is made by the overlay. */
function namespaces({ manifests }: World): Finding[] {
  const made = new Set(ofKind(manifests, 'Namespace').map(({ name }) => name));
  return manifests
    .filter(({ namespace }) => namespace && !made.has(namespace) && namespace !== 'kube-system')
    .map((manifest) => manifest.finding(['metadata', 'namespace'], `no Namespace ${manifest.namespace} is rendered`));
}
