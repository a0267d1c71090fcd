import { matches } from '../../labels.ts';
import { isServing } from '../live-objects.ts';
import { THREE_NODES } from '../nodes.ts';
import { until } from '../patience.ts';
import { prove, type Scenario } from '../scenario.ts';
import { ServingWatch } from '../serving-watch.ts';
import { documents } from '../kubectl.ts';
import type { Stage } from '../stage.ts';
import { DRAIN } from './drain.ts';

const NAMESPACE = 'default';
const NODE = THREE_NODES[0]?.name ?? '';
const LABELS = { app: 'pinned' };
const ABOUT = { name: 'pinned', namespace: NAMESPACE };

/**
 * That the proof of the drain can fail: two pods that can be nowhere but on the node that is drained. With a budget the
 * drain is refused; without it they go, and the same watch sees it.
 */
export const seesADip: Scenario = {
  name: 'drain can fail',
  shape: 'three zones',
  async run(stage) {
    const { kubectl } = stage.plane;
    await kubectl.must(['apply', '-f', '-'], documents([deployment(), budget()]));
    await until('the pinned pods are ready', () => serving(stage) === 2);
    const watch = new ServingWatch(stage.pods, [{ ...ABOUT, selector: { matchLabels: LABELS }, atLeast: 1 }]);
    const only = ['--pod-selector', 'app=pinned', NODE];
    const held = await kubectl.run([...DRAIN, '--timeout=3s', ...only]);
    prove([
      ...(held.stderr.includes('disruption budget') ? [] : [`the budget did not hold the drain: ${held.stderr}`]),
      ...(held.code !== 0 && serving(stage) === 1 ? [] : [`${serving(stage)} pods served under a budget of one`]),
    ]);
    await kubectl.must(['delete', '--namespace', NAMESPACE, 'pdb', 'pinned']);
    await kubectl.must([...DRAIN, '--timeout=30s', ...only]);
    const { dips } = watch.end();
    prove(dips.length === 1 ? [] : ['without a budget nothing was left, and the watch did not see it']);
    await kubectl.must(['uncordon', NODE]);
    await kubectl.must(['delete', '--namespace', NAMESPACE, 'deployment', 'pinned']);
    return 'pods pinned to the drained node: with a budget the drain is refused, without it the watch sees none serve';
  },
};

function serving({ pods }: Stage): number {
  return pods.all.filter((pod) => isServing(pod) && matches({ matchLabels: LABELS }, pod.metadata.labels ?? {})).length;
}

function deployment(): object {
  const containers = [{ name: 'pinned', image: 'registry.example/pinned:1' }];
  const spec = { nodeSelector: { 'kubernetes.io/hostname': NODE }, containers };
  const template = { metadata: { labels: LABELS }, spec };
  const selector = { matchLabels: LABELS };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: ABOUT, spec: { replicas: 2, selector, template } };
}

function budget(): object {
  const spec = { minAvailable: 1, selector: { matchLabels: LABELS } };
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: ABOUT, spec };
}
