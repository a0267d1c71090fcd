import type { Manifest } from '../manifest.ts';
import { requiredSecrets, type RequiredSecret } from '../secrets.ts';
import { BROUGHT } from '../operators.ts';
import type { World } from '../world.ts';
import { at } from '../yaml-file.ts';

/** What can be referred to: `Kind namespace/name` with its keys, `undefined` when any key may be there. */
export type Known = Map<string, Set<string> | undefined>;

/** Everything that is rendered, and what operators and people make beside it. */
export function knownObjects({ manifests, services }: World): Known {
  const known: Known = new Map();
  for (const manifest of manifests) {
    known.set(idOf(manifest.kind, manifest.namespace, manifest.name), dataKeys(manifest));
    for (const [name, keys] of secretsMadeBy(manifest)) known.set(idOf('Secret', manifest.namespace, name), keys);
  }
  for (const { namespace, name } of services) known.set(idOf('Service', namespace, name), undefined);
  for (const { namespace, name, keys } of broughtSecrets()) known.set(idOf('Secret', namespace, name), new Set(keys));
  for (const id of BROUGHT) known.set(id, undefined);
  return known;
}

let brought: RequiredSecret[] | undefined;

/** Secrets whose values are not in the manifests. What cert-manager makes must have its Certificate there. */
function broughtSecrets(): RequiredSecret[] {
  brought ??= requiredSecrets().filter(({ source }) => source !== 'cert-manager');
  return brought;
}

/** How an object is named among those known. */
export function idOf(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

function dataKeys({ kind, object }: Manifest): Set<string> | undefined {
  if (kind === 'Gateway') {
    const listeners = (at(object, ['spec', 'listeners']) ?? []) as { name: string }[];
    return new Set(listeners.map(({ name }) => name));
  }
  if (kind !== 'ConfigMap' && kind !== 'Secret') return undefined;
  const fields = ['data', 'binaryData', 'stringData'].map((field) => object[field] ?? {});
  return new Set(fields.flatMap((field) => Object.keys(field as object)));
}

function secretsMadeBy(manifest: Manifest): [string, Set<string> | undefined][] {
  const { kind, object, name } = manifest;
  if (kind === 'Certificate')
    return [[String(at(object, ['spec', 'secretName'])), new Set(['tls.crt', 'tls.key', 'ca.crt'])]];
  if (kind !== 'ExternalSecret') return [];
  const target = String(at(object, ['spec', 'target', 'name']) ?? name);
  const data = (at(object, ['spec', 'data']) ?? []) as { secretKey: string }[];
  const template = Object.keys((at(object, ['spec', 'target', 'template', 'data']) ?? {}) as object);
  const isMerged = template.length === 0 || at(object, ['spec', 'target', 'template', 'mergePolicy']) === 'Merge';
  if (isMerged && at(object, ['spec', 'dataFrom']) !== undefined) return [[target, undefined]];
  return [[target, new Set([...template, ...(isMerged ? data.map(({ secretKey }) => secretKey) : [])])]];
}
