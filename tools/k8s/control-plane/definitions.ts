import { readFileSync } from 'node:fs';
import { crdFiles } from '../crds.ts';
import type { Kubectl } from './kubectl.ts';
import type { KubeObject } from '../objects.ts';

/**
 * Defines the custom resources that the manifests hold, from their operators' own files. No operator runs: what the API
 * server can say of such a resource, its schema and its rules, is all that is proven of it.
 *
 * @returns the kinds defined
 */
export async function defineCustomResources(kubectl: Kubectl, objects: KubeObject[]): Promise<string[]> {
  const wanted = new Set(objects.map(({ apiVersion, kind }) => `${apiVersion.split('/')[0]} ${kind}`));
  const files = (await crdFiles())
    .map(({ file }) => ({ file, defines: definedIn(readFileSync(file, 'utf8')) }))
    .filter(({ defines }) => wanted.has(defines));
  if (files.length === 0) return [];
  await kubectl.must(['apply', '--server-side', ...files.flatMap(({ file }) => ['--filename', file])]);
  await kubectl.must(['wait', '--for=condition=Established', '--timeout=30s', 'crd', '--all']);
  return files.map(({ defines }) => defines.split(' ')[1] ?? '').sort();
}

function definedIn(text: string): string {
  const group = /^ {2}group: (\S+)$/m.exec(text)?.[1] ?? '';
  const kind = /^ {4}kind: (\S+)$/m.exec(text)?.[1] ?? '';
  return `${group} ${kind}`;
}
