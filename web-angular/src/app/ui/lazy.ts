import { DestroyRef, Directive, effect, inject, input, Type, untracked, ViewContainerRef } from '@angular/core';

/**
 * Puts a component in its place whose code is fetched only then: for what the first view does without. `@defer` would do the same, and
 * its machinery alone is ten kilobytes of the first script. Code that does not come is asked for again when the browser is back online.
 */
@Directive({ selector: '[parleyLazy]', host: { '(window:online)': 'place()' } })
export class Lazy {
  readonly #container = inject(ViewContainerRef);
  #isGone = false;
  #isPlaced = false;

  /** Fetches the component. It has no inputs: what it needs it injects (bindings cost the first script more than that). */
  readonly parleyLazy = input.required<() => Promise<Type<unknown>>>();

  constructor() {
    inject(DestroyRef).onDestroy(() => (this.#isGone = true));
    effect(() => {
      this.parleyLazy();
      untracked(() => void this.place());
    });
  }

  protected async place(): Promise<void> {
    const component = await this.parleyLazy()().catch(() => undefined);
    if (!component || this.#isGone || this.#isPlaced) return;
    this.#isPlaced = true;
    this.#container.createComponent(component);
  }
}
