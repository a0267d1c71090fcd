import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { yamlFile, type YamlFile } from './yaml-file.ts';

/** What we read of a kustomization.yaml. */
export interface Kustomization {
  resources?: string[];
  components?: string[];
  patches?: { path?: string; patch?: string; target?: PatchTarget }[];
  images?: { name: string; newName?: string; newTag?: string }[];
  replicas?: { name: string; count: number }[];
  configMapGenerator?: Generator[];
  secretGenerator?: Generator[];
}

/** Which objects a patch is for. */
export interface PatchTarget {
  kind?: string;
  name?: string;
  namespace?: string;
  labelSelector?: string;
}

/** Makes a ConfigMap or Secret of literals and files. */
export interface Generator {
  name: string;
  literals?: string[];
  files?: string[];
  envs?: string[];
}

/** A kustomization and the file it is. */
export interface KustomizationFile {
  yaml: YamlFile;
  directory: string;
  content: Kustomization;
}

/** The kustomization of a directory and everything it is made of, in the order in which they are applied. */
export function kustomizationTree(directory: string): KustomizationFile[] {
  const file = join(directory, 'kustomization.yaml');
  if (!existsSync(file)) return [];
  const yaml = yamlFile(file);
  const content = (yaml.documents[0]?.toJS() ?? {}) as Kustomization;
  const below = [...(content.resources ?? []), ...(content.components ?? [])].map((entry) => resolve(directory, entry));
  const trees = below.filter((entry) => existsSync(entry) && statSync(entry).isDirectory()).flatMap(kustomizationTree);
  return [...trees, { yaml, directory: dirname(file), content }];
}
