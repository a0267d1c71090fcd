import { isTrue, type LiveObject } from '../live-objects.ts';
import { until } from '../patience.ts';
import type { Scenario } from '../scenario.ts';

interface Autoscaler extends LiveObject {
  spec: { minReplicas?: number; metrics?: { pods?: { metric: { name: string } } }[] };
  status?: { desiredReplicas?: number; conditions?: { type: string; status: 'True' | 'False' | 'Unknown' }[] };
}

/** Each autoscaler finds what it scales and holds it at its least; metrics there are none to go by. */
export const autoscaled: Scenario = {
  name: 'autoscaled',
  shape: 'three zones',
  async run({ plane: { api } }) {
    const path = '/apis/autoscaling/v2/horizontalpodautoscalers';
    await until('each autoscaler has found its target', async () => {
      const { items } = await api.list<Autoscaler>(path);
      const lost = items.filter(
        (one) => !isTrue(one, 'AbleToScale') || (one.status?.desiredReplicas ?? 0) < least(one),
      );
      return lost.length === 0 || lost.map(({ metadata }) => metadata.name).join(', ');
    });
    const { items } = await api.list<Autoscaler>(path);
    const told = items.map((one) => `${one.metadata.name} held at ${least(one)}, to follow ${metrics(one)}`);
    return `${told.join('; ')}: no metrics API runs here, so nothing was scaled`;
  },
};

function least({ spec }: Autoscaler): number {
  return spec.minReplicas ?? 1;
}

function metrics({ spec }: Autoscaler): string {
  return (spec.metrics ?? []).map(({ pods }) => pods?.metric.name ?? 'a resource').join(', ');
}
