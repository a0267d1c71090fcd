import { settled } from '../placed.ts';
import type { Scenario } from '../scenario.ts';

/** Everything fits on one node and becomes ready. */
export const ready: Scenario = {
  name: 'ready',
  shape: 'one node',
  async run(stage) {
    await settled(stage);
    return `${stage.workloads.all.length} workloads with every pod ready on one node`;
  },
};
