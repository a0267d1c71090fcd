import type { KnownCaller } from '@parley/identity';
import DataLoader from 'dataloader';
import type { SubgraphContext } from './subgraph-context.ts';

/** For each key, in the order of the keys; null or an error of its own where there is nothing. */
export type ReadMany<K, V> = (viewer: KnownCaller, keys: readonly K[]) => Promise<ArrayLike<V | Error>>;

/**
 * What the resolvers of one request ask for is read together, once. A request has one caller, so nothing read for one person is
 * shown to another.
 */
export class LoaderPerRequest<K, V> {
  private readonly loaders = new WeakMap<SubgraphContext, DataLoader<K, V>>();

  constructor(private readonly read: ReadMany<K, V>) {}

  /** What stands under this key for whoever asks. Null for somebody who is not signed in. */
  async load(context: SubgraphContext, key: K): Promise<V | null> {
    return (await this.of(context)?.load(key)) ?? null;
  }

  /** From now on the rest of this request finds this there. */
  prime(context: SubgraphContext, key: K, value: V): void {
    this.of(context)?.clear(key).prime(key, value);
  }

  private of(context: SubgraphContext): DataLoader<K, V> | undefined {
    const viewer = context.caller.user;
    const there = this.loaders.get(context);
    if (there || !viewer) return there;
    const made = new DataLoader<K, V>((keys) => this.read(viewer, keys));
    this.loaders.set(context, made);
    return made;
  }
}

/** What was found, in the order in which it was asked for; null for what was not. */
export function inOrder<K, V>(keys: readonly K[], found: Iterable<readonly [K, V]>): (V | null)[] {
  const byKey = new Map(found);
  return keys.map((key) => byKey.get(key) ?? null);
}
