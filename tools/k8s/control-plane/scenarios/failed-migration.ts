import { setTimeout as pause } from 'node:timers/promises';
import { isServing, isTrue } from '../live-objects.ts';
import { until } from '../patience.ts';
import { podsOf, settled } from '../placed.ts';
import { release } from '../release.ts';
import { prove, type Scenario } from '../scenario.ts';
import { describeDips, ServingWatch } from '../serving-watch.ts';
import { floorOf } from './rollout.ts';
import { isOf } from './migrations-first.ts';

const SERVICE = 'chat';
const BROKEN = 'broken';
/** Long enough for a rollout that does not wait to be over: pods here are ready within a second. */
const WATCHED_MS = 4000;

/** A migration that fails stops the new release, and the old one goes on serving; a mended release then takes over. */
export const failedMigration: Scenario = {
  name: 'failed migration',
  shape: 'three zones',
  async run(stage) {
    const before = stage.workloads.all.find(({ metadata }) => metadata.name === SERVICE);
    if (!before) throw new Error(`there is no ${SERVICE}`);
    const isNew = (image: string) => image.endsWith(`:${BROKEN}`);
    const watch = new ServingWatch(stage.pods, [floorOf(before)]);
    stage.play.decide = (job) => (isOf(SERVICE, job) && job.endsWith(BROKEN) ? 'fail' : 'succeed');
    await release(stage, SERVICE, BROKEN, 0);
    await until('the migration has failed', () =>
      stage.jobs.all.some((job) => job.metadata.name.endsWith(BROKEN) && isTrue(job, 'Failed')),
    );
    await pause(WATCHED_MS);
    const pods = podsOf(stage.pods.all, before);
    const [newer, older] = [true, false].map((wanted) =>
      pods.filter(({ spec }) => spec.containers.some(({ image }) => isNew(image)) === wanted),
    );
    const { dips } = watch.end();
    prove([
      ...describeDips(dips),
      ...(newer?.length ? [] : [`no pod of the new release waits`]),
      ...(newer ?? []).filter(isServing).map(({ metadata }) => `${metadata.name} serves without its migrations`),
    ]);
    const serving = older?.filter(isServing).length ?? 0;
    await release(stage, SERVICE, 'mended');
    await settled(stage);
    return `${serving} old pods of ${SERVICE} served on while ${newer?.length} new one waited; a mended release took over`;
  },
};
