import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StepFailure } from './failure.mjs';

/**
 * The Node that everything but the bootstrap runs with; it comes with the packages.
 *
 * @param {string} workspace
 * @returns {string}
 */
export function node24(workspace) {
  const node = join(workspace, `node_modules/node-linux-${process.arch}/bin/node`);
  if (existsSync(node)) return node;
  throw new StepFailure('packages', `Node 24 is missing at ${node}`, {
    mend: 'npm left optional packages out (omit=optional in its configuration?): delete node_modules and start again',
  });
}
