import { checkEdges } from './edges/compare.ts';
import { settle, type Finding } from './finding.ts';
import { checkJoins } from './joins/joins.ts';
import type { Manifest } from './manifest.ts';
import { checkSchemas } from './schemas.ts';
import { worldOf } from './world.ts';

export { checkFixtures } from './fixtures.ts';
export { checkNetworkPage } from './network-page.ts';

/** Everything that can be said of an overlay without a server: its schemas, its joins and its edges. */
export async function checkOverlay(manifests: Manifest[]): Promise<Finding[]> {
  const world = worldOf(manifests);
  return settle([...(await checkSchemas(manifests)), ...(await checkJoins(world)), ...checkEdges(world)]);
}
