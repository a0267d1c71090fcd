import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE } from '../suites/suite.ts';
import { Manifest } from './manifest.ts';
import type { KubeObject } from './objects.ts';
import { yamlFile } from './yaml-file.ts';

/** What the operator of the cluster brings himself (docs/operate): `Kind namespace/name`. */
export const BROUGHT = ['ClusterIssuer /parley', 'ClusterSecretStore /parley'];

const CHARTS = join(WORKSPACE, 'deploy/k8s/charts');

/** Whether a manifest stands for what a chart or an operator makes. */
export function isProvided({ file }: Manifest): boolean {
  return file.endsWith('/provides.yaml');
}

/**
 * What the charts and operators of an overlay make, as far as ours counts on it: from the `provides.yaml` of each. One of
 * which the overlay renders something itself is not in use there.
 */
export function providedByCharts(manifests: Manifest[]): Manifest[] {
  const rendered = new Set(manifests.map(({ title }) => title));
  const charts = existsSync(CHARTS) ? readdirSync(CHARTS) : [];
  return charts.flatMap((chart) => {
    const file = join(CHARTS, chart, 'provides.yaml');
    const provided = existsSync(file) ? objectsIn(file) : [];
    return provided.some(({ title }) => rendered.has(title)) ? [] : provided;
  });
}

function objectsIn(file: string): Manifest[] {
  return yamlFile(file).documents.map((document) => new Manifest(document.toJS() as KubeObject, file, []));
}
