import { matches, type LabelSelector } from '../labels.ts';
import { isServing, type Pod } from './live-objects.ts';
import type { Watched } from './watched.ts';

/** How many pods of a kind must take work, whatever happens. */
export interface Floor {
  /** Named when there are fewer: `budget parley/chat`. */
  name: string;
  namespace: string;
  selector: LabelSelector;
  atLeast: number;
}

/** What was seen of one floor. */
export interface Sight extends Floor {
  lowest: number;
}

/** Counts the pods that take work after every single change the API server makes, not now and then. */
export class ServingWatch {
  readonly #pods: Watched<Pod>;
  readonly #sights: Sight[];
  readonly #stop: () => void;
  #states = 0;

  constructor(pods: Watched<Pod>, floors: Floor[]) {
    this.#pods = pods;
    this.#sights = floors.map((floor) => ({ ...floor, lowest: Infinity }));
    this.#stop = pods.onChange(() => this.#count());
    this.#count();
  }

  /** Ends the watch; the lowest count of each floor, and how many states were looked at. */
  end(): { sights: Sight[]; dips: Sight[]; states: number } {
    this.#stop();
    const dips = this.#sights.filter(({ lowest, atLeast }) => lowest < atLeast);
    return { sights: this.#sights, dips, states: this.#states };
  }

  #count(): void {
    this.#states += 1;
    const serving = this.#pods.all.filter(isServing);
    for (const sight of this.#sights) {
      const here = serving.filter(
        ({ metadata }) => metadata.namespace === sight.namespace && matches(sight.selector, metadata.labels ?? {}),
      );
      sight.lowest = Math.min(sight.lowest, here.length);
    }
  }
}

/** `budget parley/chat: 0 of at least 1` for each dip. */
export function describeDips(dips: Sight[]): string[] {
  return dips.map(({ name, lowest, atLeast }) => `${name}: ${lowest} took work, at least ${atLeast} must`);
}
