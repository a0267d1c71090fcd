import { WAITS } from '../kubelet-play.ts';
import { isTrue, type Pod } from '../live-objects.ts';
import { until } from '../patience.ts';
import { podsOf, settled } from '../placed.ts';
import { prove, type Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

/** No pod of a service is ready before the migrations of its image are done; Jobs were held back when this begins. */
export const migrationsFirst: Scenario = {
  name: 'migrations first',
  async run(stage) {
    const waiting = stage.workloads.all.filter(({ spec }) => spec.template.spec.initContainers?.some(isWaiting));
    prove(waiting.length > 0 ? [] : [`no workload has the init container ${WAITS}`]);
    const names = waiting.map(({ metadata }) => metadata.name);
    await until('the pods that wait are on their nodes', () => {
      const idle = waiting.filter((workload) => !podsOf(stage.pods.all, workload).some(waits));
      return idle.length === 0 || idle.map(({ metadata }) => metadata.name).join(', ');
    });
    await until('each migration runs', () =>
      names.every((name) => stage.jobs.all.some((job) => isOf(name, job.metadata.name))),
    );
    prove(early(stage, names));
    for (const [index, name] of names.entries()) {
      const done = names.slice(0, index + 1);
      stage.play.decide = (job) => (done.some((one) => isOf(one, job)) ? 'succeed' : 'hold');
      stage.play.look();
      await until(`${name} is ready once its migrations are done`, () => {
        const workload = stage.workloads.all.find((one) => one.metadata.name === name);
        return workload ? podsOf(stage.pods.all, workload).some((pod) => isTrue(pod, 'Ready')) : 'it is gone';
      });
      prove(early(stage, names.slice(index + 1)));
    }
    stage.play.decide = () => 'succeed';
    stage.play.look();
    await settled(stage);
    return `${names.join(', ')}: none ready while its Job ran, each ready after it; the wait of the init container is played`;
  },
};

/** Whether a Job is a service's migration. */
export function isOf(service: string, job: string): boolean {
  return job.startsWith(`${service}-migrate-`);
}

function early({ workloads, pods }: Stage, names: string[]): string[] {
  return workloads.all
    .filter(({ metadata }) => names.includes(metadata.name))
    .flatMap((workload) => podsOf(pods.all, workload))
    .filter((pod) => isTrue(pod, 'Ready'))
    .map(({ metadata }) => `${metadata.name} was ready before its migrations were done`);
}

function isWaiting({ name }: { name: string }): boolean {
  return name === WAITS;
}

function waits({ spec, status }: Pod): boolean {
  return Boolean(
    spec.nodeName && status?.conditions?.some(({ type, status: is }) => type === 'Initialized' && is === 'False'),
  );
}
