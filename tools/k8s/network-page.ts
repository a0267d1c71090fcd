import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE } from '../suites/suite.ts';
import { networkPage } from './edges/page.ts';
import type { Finding } from './finding.ts';
import { render } from './render.ts';
import { worldOf } from './world.ts';

/** Where the edges are told to people. */
export const NETWORK_PAGE = 'docs/operate/network.md';

/** The page as it must be, of every overlay. */
export async function renderNetworkPage(): Promise<string> {
  const overlays = readdirSync(join(WORKSPACE, 'deploy/k8s/overlays')).sort();
  const worlds = overlays.map(async (overlay): Promise<[string, ReturnType<typeof worldOf>]> => {
    const { manifests } = await render(join('deploy/k8s/overlays', overlay));
    return [overlay, worldOf(manifests)];
  });
  return networkPage(await Promise.all(worlds));
}

/** Whether the page still tells the truth. */
export async function checkNetworkPage(): Promise<Finding[]> {
  const file = join(WORKSPACE, NETWORK_PAGE);
  const there = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const wanted = await renderNetworkPage();
  if (there === wanted) return [];
  const lines = there.split('\n');
  const line = wanted.split('\n').findIndex((one, index) => one !== lines[index]) + 1;
  return [
    {
      file: NETWORK_PAGE,
      line,
      object: 'the page',
      problem: 'it is not what the manifests say; npm run k8s:edges writes it',
    },
  ];
}
