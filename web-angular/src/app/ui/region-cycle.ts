import { Directive } from '@angular/core';

const focusable = 'h2[tabindex], a[href], button:not([disabled]), input, textarea, [tabindex="0"]';

/** F6 goes to the next region of the page, Shift and F6 to the one before. Regions carry `data-region`. */
@Directive({
  selector: '[parleyRegionCycle]',
  host: { '(document:keydown.f6)': 'go($event, 1)', '(document:keydown.shift.f6)': 'go($event, -1)' },
})
export class RegionCycle {
  protected go(event: Event, by: number): void {
    const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) =>
      region.checkVisibility(),
    );
    if (regions.length === 0) return;
    event.preventDefault();
    const at = regions.findIndex((region) => region.contains(document.activeElement));
    const start = at < 0 && by < 0 ? 0 : at;
    const next = regions[(start + by + regions.length) % regions.length];
    if (!next) return;
    const target = next.hasAttribute('tabindex') ? next : this.#entry(next);
    target.focus();
  }

  /** Where one was last in a toolbar, else the first thing that takes focus. */
  #entry(region: HTMLElement): HTMLElement {
    const seen = [...region.querySelectorAll<HTMLElement>(focusable)].filter(
      (element) => element.offsetParent !== null,
    );
    return region.querySelector<HTMLElement>('[data-roving][tabindex="0"]') ?? seen[0] ?? region;
  }
}
