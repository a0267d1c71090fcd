import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of our go.mod: what a build runs in. */
export const MODULE = import.meta.dirname;

/** What a proof runs on, pinned; Kubernetes and etcd are pinned by go.mod, where Go reads them. */
export interface Versions {
  /** As `1.36.3`. */
  kubernetes: string;
  etcd: string;
  kwok: string;
}

/** Reads the pins. */
export function versions(): Versions {
  const goMod = readFileSync(join(MODULE, 'go.mod'), 'utf8');
  return {
    kubernetes: pinned(goMod, 'k8s.io/kubernetes'),
    etcd: pinned(goMod, 'go.etcd.io/etcd/server/v3'),
    kwok: '0.8.0',
  };
}

/** Programs of this version say so: clients ask the API server what it is, and an unset version is `v0.0.0-master`. */
export function linkerFlags({ kubernetes }: Versions): string {
  const [major = '', minor = ''] = kubernetes.split('.');
  const said = { gitVersion: `v${kubernetes}`, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const flags = Object.entries(said).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  return ['-s -w', ...flags].join(' ');
}

function pinned(goMod: string, module: string): string {
  const version = new RegExp(`^\\s*(?:require )?${module.replaceAll('.', '\\.')} v(\\S+)`, 'm').exec(goMod)?.[1];
  if (!version) throw new Error(`go.mod requires no ${module}`);
  return version;
}
