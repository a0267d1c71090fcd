import { Refusal, type Api } from './api.ts';
import { isTrue, type Job, type LiveObject, type Pod } from './live-objects.ts';
import type { Watched } from './watched.ts';

/** What becomes of a migration. */
export type Outcome = 'hold' | 'succeed' | 'fail';

/** The init container by which a pod waits for its image's migrations. */
export const WAITS = 'wait-for-migrations';

const MIGRATED = 'proof.parley.example/migrated';
const OUTCOME = 'proof.parley.example/outcome';

/**
 * What no kubelet does here: Jobs' pods end as the proof wants them to, and an init container that waits for migrations
 * ends when a Job of the same image has completed. (That the real command waits so is tested on a real Postgres.)
 */
export class KubeletPlay {
  /** The fate of a Job, by its name; those that are no migration succeed. */
  decide: (job: string) => Outcome = () => 'succeed';
  readonly #api: Api;
  readonly #pods: Watched<Pod>;
  readonly #jobs: Watched<Job>;
  /** Images whose migrations are in the database. */
  readonly #migrated = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #onFault: (fault: unknown) => void;

  constructor(api: Api, pods: Watched<Pod>, jobs: Watched<Job>, onFault: (fault: unknown) => void) {
    this.#api = api;
    this.#onFault = onFault;
    this.#pods = pods;
    this.#jobs = jobs;
    pods.onChange(() => this.look());
    jobs.onChange(() => this.look());
  }

  /** Looks at every pod anew; to be called after `decide` was changed. */
  look(): void {
    for (const job of this.#jobs.all.filter((one) => isTrue(one, 'Complete'))) {
      for (const { image } of job.spec.template.spec.containers) this.#migrated.add(image);
    }
    for (const pod of this.#pods.all) {
      const owner = pod.metadata.ownerReferences?.find(({ kind }) => kind === 'Job');
      const outcome = owner && this.decide(owner.name);
      if (outcome && outcome !== 'hold') this.#tell(pod, OUTCOME, outcome);
      const waits = pod.spec.initContainers?.find(({ name }) => name === WAITS);
      if (waits && this.#migrated.has(waits.image)) this.#tell(pod, MIGRATED, 'true');
    }
  }

  #tell(pod: LiveObject, annotation: string, value: string): void {
    const { uid = '', namespace, name } = pod.metadata;
    if (this.#asked.has(uid)) return;
    this.#asked.add(uid);
    this.#api
      .patch(`/api/v1/namespaces/${namespace}/pods/${name}`, { metadata: { annotations: { [annotation]: value } } })
      .catch((error: unknown) => {
        // It went meanwhile.
        if (!(error instanceof Refusal && error.status === 404)) this.#onFault(error);
      });
  }
}
