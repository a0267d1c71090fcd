import { signal, Signal } from '@angular/core';
import { GraphError } from './graph-error';

/** Where a view stands with its data. `offline` and `failed` only when there is nothing to show yet. */
export type LoadState = 'loading' | 'ready' | 'failed' | 'offline';

/** Tells a view how its loading goes, and refuses to let a later failure hide what is already shown. */
export class Loading {
  readonly #state = signal<LoadState>('loading');
  readonly state: Signal<LoadState> = this.#state.asReadonly();

  /** Runs `load`; the first success makes the state `ready` for good. Gives whether it worked. */
  async run(load: () => Promise<void>): Promise<boolean> {
    if (this.#state() !== 'ready') this.#state.set('loading');
    try {
      await load();
      this.#state.set('ready');
      return true;
    } catch (error) {
      if (this.#state() !== 'ready')
        this.#state.set(error instanceof GraphError && error.code === 'OFFLINE' ? 'offline' : 'failed');
      return false;
    }
  }
}
