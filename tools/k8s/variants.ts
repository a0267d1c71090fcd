import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { WORKSPACE } from '../suites/suite.ts';
import type { Kustomization } from './kustomization.ts';
import { render, type Rendering } from './render.ts';

/** A change that docs/operate has an operator make to an overlay. */
export interface Variant {
  name: string;
  /** The component that is put in, and the one it comes after. */
  component: string;
  after: string;
  /** Entries for site.yaml. */
  site: Record<string, string>;
}

/** Components that are there to be chosen, and that no overlay of ours has chosen. */
export const VARIANTS: Variant[] = [
  {
    name: 'recording',
    component: 'recorder',
    after: 'routes',
    site: { 'recordings-endpoint': 'https://s3.example', 'recordings-bucket': 'parley-recordings' },
  },
  {
    name: 'files',
    component: 'files',
    after: 'routes',
    site: { 'files-endpoint': 'https://s3.example', 'files-bucket': 'parley-files' },
  },
  { name: 'external secrets', component: 'external-secrets', after: 'routes', site: {} },
  {
    name: 'restore',
    component: 'postgres-restore',
    after: 'postgres-ha',
    site: { 'restore-time': '2026-01-31 12:00:00+00', 'restore-from': 'postgres', 'restore-to': 'postgres-2' },
  },
];

/** The overlay as the variant has it; undefined where the component that it comes after is not in the overlay. */
export async function renderVariant(
  overlay: string,
  { component, after, site }: Variant,
): Promise<Rendering | undefined> {
  const source = realpathSync(join(WORKSPACE, overlay));
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'parley-variant-')));
  try {
    cpSync(source, directory, { recursive: true });
    const kustomization = read<Kustomization>(directory, 'kustomization.yaml');
    const components = kustomization.components ?? [];
    const place = components.findIndex((entry) => entry.endsWith(`/${after}`));
    if (place < 0) return undefined;
    const moved = (entry: string) => (entry.startsWith('../') ? relative(directory, resolve(source, entry)) : entry);
    const chosen = components.toSpliced(place + 1, 0, `../../components/${component}`).map(moved);
    const resources = kustomization.resources?.map(moved);
    write(directory, 'kustomization.yaml', { ...kustomization, resources, components: chosen });
    const known = read<{ data: object }>(directory, 'site.yaml');
    write(directory, 'site.yaml', { ...known, data: { ...known.data, ...site } });
    return await render(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function read<T>(directory: string, file: string): T {
  return parse(readFileSync(join(directory, file), 'utf8')) as T;
}

function write(directory: string, file: string, content: object): void {
  writeFileSync(join(directory, file), stringify(content));
}
