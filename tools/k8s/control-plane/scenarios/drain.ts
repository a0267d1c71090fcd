import { matches } from '../../labels.ts';
import type { Pod } from '../live-objects.ts';
import { MORE_NODES, removeNodes, THREE_NODES } from '../nodes.ts';
import { until } from '../patience.ts';
import { podsOf, settled } from '../placed.ts';
import { prove, type Scenario } from '../scenario.ts';
import { describeDips, ServingWatch, type Floor } from '../serving-watch.ts';
import type { Stage } from '../stage.ts';

/** How a node is emptied: evictions through the API server, which asks the budgets. */
export const DRAIN = ['drain', '--ignore-daemonsets', '--delete-emptydir-data', '--force=false'];

/**
 * Six nodes become three, and then each of the three is drained in its turn: no disruption budget is ever gone below.
 * Pods end within a second here; a real LiveKit would hold its node for as long as its meetings last.
 */
export const drain: Scenario = {
  name: 'drain',
  shape: 'three zones',
  async run(stage) {
    await settled(stage);
    const floors = await budgetFloors(stage);
    prove(unprotected(stage, floors));
    const watch = new ServingWatch(stage.pods, floors);
    let evicted = 0;
    const empty = async (name: string) => {
      const { stdout } = await stage.plane.kubectl.must([...DRAIN, '--timeout=90s', name]);
      evicted += stdout.match(/ evicted$/gm)?.length ?? 0;
      await settled(stage);
    };
    for (const { name } of MORE_NODES) await empty(name);
    await removeNodes(stage.plane.api, MORE_NODES);
    for (const { name } of THREE_NODES) {
      await empty(name);
      await stage.plane.kubectl.must(['uncordon', name]);
    }
    const { dips, sights, states } = watch.end();
    prove([...describeDips(dips), ...(evicted > 0 ? [] : ['nothing was evicted, so nothing was tried'])]);
    const lowest = sights.map(({ name, lowest: seen, atLeast }) => `${name.split('/')[1]} ${seen}/${atLeast}`);
    return `six nodes to three, then each of three: ${evicted} evictions, ${states} states; fewest that served/must: ${lowest.join(', ')}`;
  },
};

/** What each budget promises at present, as the real disruption controller counts it. */
export async function budgetFloors({ budgets }: Stage): Promise<Floor[]> {
  await until('every budget was counted', () => budgets.all.every(({ status }) => (status?.expectedPods ?? 0) > 0));
  return budgets.all.map(({ metadata: { name, namespace = '' }, spec, status }) => ({
    name: `budget ${namespace}/${name}`,
    namespace,
    selector: spec.selector ?? {},
    atLeast: status?.desiredHealthy ?? 0,
  }));
}

/** A drain may take all pods of what has no budget. */
function unprotected({ workloads, pods }: Stage, floors: Floor[]): string[] {
  const hasFloor = ({ metadata: { namespace, labels = {} } }: Pod) =>
    floors.some((floor) => floor.namespace === namespace && matches(floor.selector, labels));
  return workloads.all
    .filter((workload) => (workload.spec.replicas ?? 1) > 1 && !podsOf(pods.all, workload).every(hasFloor))
    .map(({ metadata, spec }) => `${metadata.name} has ${spec.replicas} pods and no disruption budget`);
}
