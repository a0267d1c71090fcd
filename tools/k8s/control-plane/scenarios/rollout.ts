import type { Workload } from '../live-objects.ts';
import { until } from '../patience.ts';
import { podsOf, settled } from '../placed.ts';
import { release } from '../release.ts';
import { prove, type Scenario } from '../scenario.ts';
import { describeDips, ServingWatch, type Floor } from '../serving-watch.ts';

const TAG = 'next';

/** A new release of a service takes the old one's place, and never fewer pods take work than its strategy allows. */
export const rollout: Scenario = {
  name: 'rollout',
  shape: 'three zones',
  async run(stage) {
    const services = ['chat', 'gateway'];
    const told: string[] = [];
    for (const service of services) {
      const before = stage.workloads.all.find(({ metadata }) => metadata.name === service);
      if (!before) throw new Error(`there is no ${service}`);
      const watch = new ServingWatch(stage.pods, [floorOf(before)]);
      await release(stage, service, TAG);
      await until(`${service} is replaced`, () => {
        const own = podsOf(stage.pods.all, before);
        const old = own.filter(({ spec }) => !spec.containers.every(({ image }) => image.endsWith(`:${TAG}`)));
        return old.length === 0 || `${old.length} old pods left`;
      });
      await settled(stage);
      const { dips, sights, states } = watch.end();
      prove(describeDips(dips));
      told.push(`${service} ×${before.spec.replicas ?? 1} never under ${sights[0]?.lowest} (${states} states)`);
    }
    return `${told.join(', ')}; complete`;
  },
};

/** What a Deployment's own strategy promises during a rollout. */
export function floorOf({ metadata: { name, namespace = '' }, spec }: Workload): Floor {
  const replicas = spec.replicas ?? 1;
  const { maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {};
  const away =
    typeof maxUnavailable === 'number' ? maxUnavailable : Math.floor((replicas * parseFloat(maxUnavailable)) / 100);
  return { name: `rollout of ${namespace}/${name}`, namespace, selector: spec.selector, atLeast: replicas - away };
}
