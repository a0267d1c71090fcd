import { setTimeout as pause } from 'node:timers/promises';
import { THREE_ZONES } from '../nodes.ts';
import { until } from '../patience.ts';
import { settled } from '../placed.ts';
import { prove, type Scenario } from '../scenario.ts';
import { describeDips, ServingWatch, type Floor } from '../serving-watch.ts';
import type { Stage } from '../stage.ts';

/** How a node is emptied: evictions through the API server, which asks the budgets. */
export const DRAIN = ['drain', '--ignore-daemonsets', '--delete-emptydir-data', '--force=false'];

/** Each of three nodes is drained in its turn, and no disruption budget is ever gone below. */
export const drain: Scenario = {
  name: 'drain',
  overlays: ['ha'],
  async run(stage) {
    await settled(stage);
    const floors = await budgetFloors(stage);
    const watch = new ServingWatch(stage.pods, floors);
    let evicted = 0;
    for (const { name } of THREE_ZONES) {
      const { stdout } = await stage.plane.kubectl.must([...DRAIN, '--timeout=90s', name]);
      evicted += stdout.match(/ evicted$/gm)?.length ?? 0;
      await stage.plane.kubectl.must(['uncordon', name]);
      await settled(stage);
    }
    const { dips, sights, states } = watch.end();
    prove([...describeDips(dips), ...(evicted > 0 ? [] : ['nothing was evicted, so nothing was tried'])]);
    const lowest = sights.map(({ name, lowest: seen, atLeast }) => `${name.split('/')[1]} ${seen}/${atLeast}`);
    return `three nodes, ${evicted} pods evicted, ${states} states looked at; fewest that served/at least: ${lowest.join(', ')}`;
  },
};

/** What each budget promises at present, as the real disruption controller counts it. */
export async function budgetFloors({ budgets }: Stage): Promise<Floor[]> {
  await until('every budget was counted', () => budgets.all.every(({ status }) => (status?.expectedPods ?? 0) > 0));
  await pause(0);
  return budgets.all.map(({ metadata: { name, namespace = '' }, spec, status }) => ({
    name: `budget ${namespace}/${name}`,
    namespace,
    selector: spec.selector ?? {},
    atLeast: status?.desiredHealthy ?? 0,
  }));
}
