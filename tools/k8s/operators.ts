import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE } from '../suites/suite.ts';
import { Manifest } from './manifest.ts';
import type { KubeObject } from './objects.ts';
import { yamlFile } from './yaml-file.ts';

/** What third parties make of our manifests and charts, as far as ours count on it. */

/** CloudNativePG's pods, as its documentation describes them. */
export const CLOUDNATIVE_PG = {
  api: 'postgresql.cnpg.io/',
  ports: [
    { name: 'postgresql', port: 5432 },
    { name: 'metrics', port: 9187 },
    { name: 'status', port: 8000 },
  ],
  labels: (cluster: string) => ({ 'cnpg.io/cluster': cluster, 'cnpg.io/podRole': 'instance' }),
  /** Services: the primary, the standbys, all of them. */
  services: ['rw', 'ro', 'r'],
  secrets: ['app', 'superuser', 'ca'],
  /** Each other, the API server (managed ones are anywhere at 443), the store of the backups. */
  talksTo: (cluster: string) => `${cluster}:5432, ${cluster}:8000, nodes:6443, internet:443`,
  reachedFrom: 'cnpg-system:5432, cnpg-system:8000',
};

/** What the operator of the cluster brings himself (docs/operate): `Kind namespace/name`. */
export const BROUGHT = ['ClusterIssuer /parley', 'ClusterSecretStore /parley'];

const CHARTS = join(WORKSPACE, 'deploy/k8s/charts');

/** Whether a manifest stands for what a chart makes. */
export function isProvided({ file }: Manifest): boolean {
  return file.endsWith('/provides.yaml');
}

/**
 * What the charts of an overlay make, from the `provides.yaml` beside their values. A chart of which the overlay renders
 * something itself is not in use there.
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
