import type { Finding } from '../finding.ts';
import { isProvided } from '../operators.ts';
import type { World } from '../world.ts';
import { checkEnv } from './env.ts';
import { checkJobs } from './jobs.ts';
import { checkPorts } from './ports.ts';
import { checkProbes } from './probes.ts';
import { checkReferences } from './references.ts';
import { checkSecurity } from './security.ts';
import { checkSelectors } from './selectors.ts';

/**
 * What the API server lets pass: everything that joins one object to another. What stands for a chart’s objects is not
 * judged: it is as the chart has it.
 */
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
  const provided = new Set(world.manifests.filter(isProvided).map(({ file }) => file));
  return (await Promise.all(found)).flat().filter(({ file }) => !provided.has(file));
}
