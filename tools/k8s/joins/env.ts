import type { Finding } from '../finding.ts';
import { ofKind } from '../manifest.ts';
import type { Container, EnvVar } from '../objects.ts';
import { MIGRATION_KEYS, serviceSettings, type ServiceSettings } from '../service-settings.ts';
import { containersOf, type Workload } from '../workloads.ts';
import type { World } from '../world.ts';
import type { Path } from '../yaml-file.ts';

/** What Node itself reads. */
const OF_NODE = ['NODE_ENV', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'TZ', 'UV_THREADPOOL_SIZE'];
const SECRET = /(PASSWORD|SECRET|PRIVATE_KEY|API_KEY|TOKEN|LIVEKIT_KEYS)$/;

/** Every process of ours is told all it must know and nothing it does not, and no secret stands in the open. */
export async function checkEnv(world: World): Promise<Finding[]> {
  const ours = await Promise.all(world.workloads.map((workload) => ofService(workload, world)));
  const all = world.workloads.flatMap((workload) => [...expansions(workload), ...secrets(workload)]);
  return [...ours.flat(), ...all];
}

async function ofService(workload: Workload, world: World): Promise<Finding[]> {
  const name = workload.name.replace(/-migrate$/, '');
  const settings = await serviceSettings(name);
  if (!settings) return [];
  return containersOf(workload.pod).flatMap(({ container, path }) => {
    const place = [...workload.path, ...path];
    if (container.name === 'service') return keys(workload, container, place, settings, world);
    if (!['migrate', 'wait-for-migrations'].includes(container.name)) return [];
    return keys(workload, container, place, migration(settings), world);
  });
}

function migration(settings: ServiceSettings): ServiceSettings {
  return { ...settings, keys: new Set(MIGRATION_KEYS), required: new Set(MIGRATION_KEYS) };
}

function keys(
  { manifest }: Workload,
  container: Container,
  place: Path,
  settings: ServiceSettings,
  world: World,
): Finding[] {
  const env = container.env ?? [];
  const used = new Set(env.flatMap(({ value }) => variablesIn(value)));
  const given = new Set(env.map(({ name }) => name));
  const missing = [...settings.required]
    .filter((key) => !given.has(key))
    .map((key) =>
      manifest.lack([...place, 'env'], `container ${container.name} is not told ${key}, which it must know`),
    );
  const found = env.flatMap((variable, index): Finding[] => {
    const { name } = variable;
    if (!settings.keys.has(name)) {
      if (used.has(name) || OF_NODE.includes(name)) return [];
      return [
        manifest.finding([...place, 'env', index, 'name'], `container ${container.name} does not know the key ${name}`),
      ];
    }
    const value = plainValue(variable, manifest.namespace, world);
    const objection = value === undefined ? undefined : settings.objection(name, value);
    return objection ? [manifest.finding([...place, 'env', index, 'name'], `${name} ${objection}`)] : [];
  });
  return [...missing, ...found];
}

/** A value that stands in the manifests as a whole; an empty one means the default. */
function plainValue({ value, valueFrom }: EnvVar, namespace: string, { manifests }: World): string | undefined {
  const ref = valueFrom?.configMapKeyRef;
  const map = ref && ofKind(manifests, 'ConfigMap').find((one) => one.name === ref.name && one.namespace === namespace);
  const text = value ?? (ref && map?.object.data?.[ref.key]);
  return text && variablesIn(text).length === 0 ? text : undefined;
}

/** Kubernetes leaves `$(NAME)` as it is when NAME comes later or nowhere. */
function expansions({ manifest, pod, path }: Workload): Finding[] {
  return containersOf(pod).flatMap(({ container, path: place }) =>
    (container.env ?? []).flatMap(({ name, value }, index, env) => {
      const before = new Set(env.slice(0, index).map((one) => one.name));
      return variablesIn(value)
        .filter((variable) => !before.has(variable) && (container.envFrom ?? []).length === 0)
        .map((variable) =>
          manifest.finding(
            [...path, ...place, 'env', index, 'value'],
            `${name} uses $(${variable}), which is not set before it`,
          ),
        );
    }),
  );
}

function secrets({ manifest, pod, path }: Workload): Finding[] {
  return containersOf(pod).flatMap(({ container, path: place }) =>
    (container.env ?? []).flatMap(({ name, value = '' }, index) => {
      const rest = value.replaceAll(/\$\([A-Za-z0-9_]+\)/g, '');
      const isSecret = SECRET.test(name) && /\w/.test(rest);
      const hasPassword = /\/\/[^/@:]*:[^/@$]+[^@]*@/.test(value);
      if (!isSecret && !hasPassword) return [];
      return [manifest.finding([...path, ...place, 'env', index, 'value'], `${name} holds a secret in the open`)];
    }),
  );
}

/** The names in `$(NAME)`; `$$(NAME)` is not one. */
export function variablesIn(value: string | undefined): string[] {
  return [...(value ?? '').matchAll(/(?<!\$)\$\(([A-Za-z_][\w.-]*)\)/g)].map(([, name = '']) => name);
}
