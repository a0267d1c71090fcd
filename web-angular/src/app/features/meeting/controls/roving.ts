import { afterEveryRender, Directive, ElementRef, inject } from '@angular/core';

/** Makes the buttons marked `data-roving` one stop of the Tab key; arrows, Home and End go between them. */
@Directive({
  selector: '[parleyRoving]',
  host: { '(keydown)': 'move($event)', '(focusin)': 'mark($event.target)' },
})
export class Roving {
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  #current: Element | null = null;

  constructor() {
    afterEveryRender(() => this.#settle());
  }

  protected mark(target: EventTarget | null): void {
    this.#current = target instanceof Element ? target.closest('[data-roving]') : null;
    this.#settle();
  }

  protected move(event: KeyboardEvent): void {
    const isRtl = getComputedStyle(this.#host).direction === 'rtl';
    const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const stops = this.#stops();
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const next = Number.isFinite(step) ? (at + step + stops.length) % stops.length : step < 0 ? 0 : stops.length - 1;
    stops[next]?.focus();
  }

  #settle(): void {
    const stops = this.#stops();
    const current = stops.find((stop) => stop === this.#current) ?? stops[0];
    for (const stop of stops) stop.tabIndex = stop === current ? 0 : -1;
  }

  #stops(): HTMLElement[] {
    return [...this.#host.querySelectorAll<HTMLElement>('[data-roving]')].filter((stop) => stop.offsetParent !== null);
  }
}
