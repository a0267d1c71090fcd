import type { Finding } from '../finding.ts';
import { ofKind, type Manifest } from '../manifest.ts';
import { containersOf, type PlacedContainer, type Workload } from '../workloads.ts';
import type { World } from '../world.ts';
import { at, type Path } from '../yaml-file.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** A rule for a container or pod: the field, what is wrong with it, and when. */
interface Rule {
  field: Path;
  problem: string;
  isBroken(value: unknown): boolean;
}

/** What Pod Security `restricted` asks of each container (and our own read-only root). */
const OF_CONTAINERS: Rule[] = [
  {
    field: ['securityContext', 'allowPrivilegeEscalation'],
    problem: 'must be false',
    isBroken: (value) => value !== false,
  },
  {
    field: ['securityContext', 'readOnlyRootFilesystem'],
    problem: 'must be true',
    isBroken: (value) => value !== true,
  },
  { field: ['securityContext', 'privileged'], problem: 'must not be true', isBroken: (value) => value === true },
  {
    field: ['securityContext', 'capabilities', 'drop'],
    problem: 'must drop ALL',
    isBroken: (value) => !includes(value, 'ALL'),
  },
  {
    field: ['securityContext', 'capabilities', 'add'],
    problem: 'may add NET_BIND_SERVICE only',
    isBroken: (value) => ((value ?? []) as string[]).some((one) => one !== 'NET_BIND_SERVICE'),
  },
];

/** What it asks of a pod or else of each container. */
const OF_EITHER: Rule[] = [
  { field: ['securityContext', 'runAsNonRoot'], problem: 'must be true', isBroken: (value) => value !== true },
  {
    field: ['securityContext', 'seccompProfile', 'type'],
    problem: 'must be RuntimeDefault or Localhost',
    isBroken: (value) => value !== 'RuntimeDefault' && value !== 'Localhost',
  },
];

const OF_PODS: Rule[] = ['hostNetwork', 'hostPID', 'hostIPC'].map((field) => ({
  field: [field],
  problem: 'must not be true',
  isBroken: (value) => value === true,
}));

const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** Pods hold to their namespace's Pod Security and to the house's rules; every namespace says which standard it has. */
export function checkSecurity(world: World): Finding[] {
  const restricted = new Set(
    ofKind(world.manifests, 'Namespace')
      .filter((manifest) => at(manifest.object, ['metadata', 'labels', ENFORCE]) === 'restricted')
      .map(({ name }) => name),
  );
  return [
    ...ofKind(world.manifests, 'Namespace').flatMap(labels),
    ...world.workloads.filter(({ namespace }) => restricted.has(namespace)).flatMap(standard),
    ...world.workloads.flatMap(house),
    ...accounts(world.workloads),
  ];
}

function labels(manifest: Manifest): Finding[] {
  const given = manifest.object.metadata.labels ?? {};
  const level = given[ENFORCE];
  const modes = level === 'restricted' ? ['warn', 'audit'] : [];
  const missing = [ENFORCE, ...modes.map((mode) => `pod-security.kubernetes.io/${mode}`)].filter(
    (label) => given[label] === undefined || given[label] !== (label === ENFORCE ? given[label] : level),
  );
  return missing.map((label) =>
    manifest.finding(['metadata', 'labels', label], `the namespace lacks the label ${label}`),
  );
}

function standard(workload: Workload): Finding[] {
  const { manifest, pod, path } = workload;
  const all = containersOf(pod);
  const broken = (rules: Rule[], of: unknown, place: Path, what: string) =>
    rules
      .filter(({ field, isBroken }) => isBroken(at(of, field)))
      .map(({ field, problem }) =>
        manifest.finding([...path, ...place, ...field], `${what}: ${field.join('.')} ${problem}`),
      );
  const either = OF_EITHER.flatMap((rule) => all.flatMap((one) => eitherOf(rule, workload, one)));
  const volumes = (pod.volumes ?? []).flatMap((volume, index) => {
    const type = Object.keys(volume).find((key) => key !== 'name') ?? 'emptyDir';
    if (VOLUMES.includes(type)) return [];
    return [
      manifest.finding(
        [...path, 'volumes', index],
        `volume ${volume.name}: ${type} is not allowed in a restricted namespace`,
      ),
    ];
  });
  const users = [
    { context: pod.securityContext, place: [] as Path },
    ...all.map((one) => ({ context: one.container.securityContext, place: one.path })),
  ];
  const roots = users
    .filter(({ context }) => context?.runAsUser === 0)
    .map(({ place }) => manifest.finding([...path, ...place, 'securityContext', 'runAsUser'], 'it runs as root'));
  const inContainers = all.flatMap(({ container, path: place }) =>
    broken(OF_CONTAINERS, container, place, `container ${container.name}`),
  );
  return [...broken(OF_PODS, pod, [], 'the pod'), ...either, ...inContainers, ...volumes, ...roots];
}

function eitherOf(
  { field, isBroken, problem }: Rule,
  { manifest, pod, path }: Workload,
  one: PlacedContainer,
): Finding[] {
  const own = at(one.container, field);
  if (!isBroken(own ?? at(pod, field))) return [];
  const place = own === undefined ? [] : one.path;
  return [
    manifest.finding([...path, ...place, ...field], `container ${one.container.name}: ${field.join('.')} ${problem}`),
  ];
}

/** The house's rules, in every namespace. */
function house({ manifest, pod, path }: Workload): Finding[] {
  const token =
    pod.automountServiceAccountToken === false
      ? []
      : [manifest.finding([...path, 'automountServiceAccountToken'], 'automountServiceAccountToken must be false')];
  const containers = containersOf(pod).flatMap(({ container, path: place }) => {
    const { name, resources, image = '' } = container;
    const wanted: [Path, unknown][] = [
      [['resources', 'requests', 'cpu'], resources?.requests?.cpu],
      [['resources', 'requests', 'memory'], resources?.requests?.memory],
      [['resources', 'limits', 'memory'], resources?.limits?.memory],
    ];
    const missing = wanted
      .filter(([, value]) => value === undefined)
      .map(([field]) => manifest.finding([...path, ...place, ...field], `container ${name} lacks ${field.join('.')}`));
    const isPinned = /(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(image.split('/').at(-1) ?? '');
    const words = `the image of container ${name} (${image}) has no tag that stays`;
    return isPinned ? missing : [...missing, manifest.finding([...path, ...place, 'image'], words)];
  });
  return [...token, ...containers];
}

function accounts(workloads: Workload[]): Finding[] {
  return workloads.flatMap((workload) => {
    const { manifest, pod, path, namespace } = workload;
    const account = pod.serviceAccountName ?? 'default';
    const place = [...path, 'serviceAccountName'];
    if (account === 'default') return [manifest.finding(place, 'it has no service account of its own')];
    if (account === workload.name) return [];
    const other = workloads.find(
      (one) =>
        one !== workload &&
        one.namespace === namespace &&
        one.name !== workload.name &&
        one.pod.serviceAccountName === account,
    );
    return other
      ? [manifest.finding(place, `it shares the service account ${account} with ${other.manifest.title}`)]
      : [];
  });
}

function includes(value: unknown, wanted: string): boolean {
  return Array.isArray(value) && value.includes(wanted);
}
