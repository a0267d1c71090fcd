import { afterEveryRender, Directive, ElementRef, inject } from '@angular/core';

const stops = 'button:not([disabled]), a[href], input, select';

/**
 * Keeps focus in the meeting when what had it is gone: somebody was removed, or has left. It goes to the neighbour in the same
 * region, else to the region itself.
 */
@Directive({ selector: '[parleyFocusKeeper]', host: { '(focusin)': 'note($event.target)' } })
export class FocusKeeper {
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  #last: { readonly element: Element; readonly region: HTMLElement; readonly place: number } | undefined;

  constructor() {
    afterEveryRender(() => this.#mend());
  }

  protected note(target: EventTarget | null): void {
    const region = target instanceof Element ? target.closest<HTMLElement>('[data-region]') : null;
    this.#last = undefined;
    if (!region || !(target instanceof Element)) return;
    this.#last = { element: target, region, place: [...region.querySelectorAll(stops)].indexOf(target) };
  }

  #mend(): void {
    if (!this.#last || this.#last.element.isConnected || document.activeElement !== document.body) return;
    const { region, place } = this.#last;
    this.#last = undefined;
    const within = [...region.querySelectorAll<HTMLElement>(stops)].filter((stop) => stop.offsetParent !== null);
    const next = within[Math.min(Math.max(place, 0), within.length - 1)] ?? region;
    (next.isConnected ? next : this.#host.querySelector<HTMLElement>('h1'))?.focus();
  }
}
