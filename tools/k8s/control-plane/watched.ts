import type { Api, WatchEvent } from './api.ts';
import type { LiveObject } from './live-objects.ts';

/** The objects of a kind as they are now, kept so by a watch: every state the API server went through is seen. */
export class Watched<T extends LiveObject> {
  readonly #objects = new Map<string, T>();
  readonly #listeners = new Set<() => void>();
  #stop: () => void = () => undefined;
  #isBroken = false;

  /** @param path of the kind in all namespaces: `/api/v1/pods` */
  static async open<T extends LiveObject>(api: Api, path: string): Promise<Watched<T>> {
    const watched = new Watched<T>();
    const { items, metadata } = await api.list<T>(path);
    for (const item of items) watched.#take({ type: 'ADDED', object: item });
    const onEvent = (event: WatchEvent<T>) => {
      watched.#take(event);
      for (const listener of watched.#listeners) listener();
    };
    watched.#stop = api.watch<T>(path, metadata.resourceVersion, onEvent, () => (watched.#isBroken = true));
    return watched;
  }

  /** @throws when the watch has ended by itself, so that nobody trusts what is old */
  get all(): T[] {
    if (this.#isBroken) throw new Error('a watch of the API server ended');
    return [...this.#objects.values()];
  }

  find(namespace: string, name: string): T | undefined {
    return this.all.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
  }

  /** Calls back after every change; returns what ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.#stop();
  }

  #take({ type, object }: WatchEvent<T>): void {
    if (type === 'ERROR') this.#isBroken = true;
    const { uid = '' } = object.metadata;
    if (type === 'DELETED') this.#objects.delete(uid);
    else if (type === 'ADDED' || type === 'MODIFIED') this.#objects.set(uid, object);
  }
}
