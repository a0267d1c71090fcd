import type { Finding } from '../finding.ts';
import type { World } from '../world.ts';
import { checkEnv } from './env.ts';
import { checkJobs } from './jobs.ts';
import { checkPorts } from './ports.ts';
import { checkProbes } from './probes.ts';
import { checkReferences } from './references.ts';
import { checkSecurity } from './security.ts';
import { checkSelectors } from './selectors.ts';

/** What the API server lets pass: everything that joins one object to another. */
export async function checkJoins(world: World): Promise<Finding[]> {
  const found = [
    checkPorts(world),
    checkSelectors(world),
    checkReferences(world),
    checkEnv(world),
    checkSecurity(world),
    checkProbes(world),
    checkJobs(world),
  ];
  return (await Promise.all(found)).flat();
}
