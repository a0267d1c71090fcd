import type { Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until.ts';

/** The sizes of window that everything is looked at in. */
export const WINDOWS = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const LAID_OUT_WITHIN_MS = 4_000;
const SETTLE_MS = 400;

/** Looks at a running meeting in every size of window, keeps the pictures, and tells what is wrong with them. */
export class StageLook {
  readonly faults: string[] = [];

  constructor(private readonly journey: string) {}

  async at(step: string, page: Page): Promise<void> {
    const before = page.viewportSize();
    for (const size of WINDOWS) {
      await page.setViewportSize(size);
      await until(async () => (await page.evaluate(stageFaults)).length === 0, LAID_OUT_WITHIN_MS);
      await page.waitForTimeout(SETTLE_MS);
      const found = await page.evaluate(stageFaults);
      this.faults.push(...found.map((fault) => `${step} ${size.width}×${size.height}: ${fault}`));
      await this.keep(`${step}-${size.width}`, page);
    }
    if (before) await page.setViewportSize(before);
  }

  /** One picture as it is. */
  async keep(name: string, page: Page): Promise<void> {
    const folder = join(import.meta.dirname, '../artifacts', this.journey);
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
}

/** What is outside the window, lies on something else, or is cut off: nothing, if all is well. */
function stageFaults(): string[] {
  const faults: string[] = [];
  const seen = (selector: string): HTMLElement[] =>
    [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility());
  const isOut = ({ left, right, top, bottom }: DOMRect): boolean =>
    left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
  for (const element of seen('button, h1, [data-testid=tile], [data-testid=screen], .notice, .pages')) {
    const box = element.getBoundingClientRect();
    const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
    if (box.width > 1 && isOut(box)) faults.push(`${element.tagName} ${name} is outside`);
  }
  const places = seen('.place:not(.floating)').map((element) => ({ element, box: element.getBoundingClientRect() }));
  places.forEach(({ box, element }, index) => {
    if (places.slice(index + 1).some(({ box: other }) => isOver(box, other)))
      faults.push(`${element.textContent?.trim().slice(0, 20)} lies on another`);
    for (const part of element.querySelectorAll('.plate, .actions, .button, h2')) {
      const inner = part.getBoundingClientRect();
      const isCut = inner.left < box.left - 1 || inner.right > box.right + 1 || inner.bottom > box.bottom + 1;
      if (inner.width > 1 && isCut)
        faults.push(`${part.className} of ${element.textContent?.trim().slice(0, 20)} is cut off`);
    }
  });
  const bar = document.querySelector('parley-bar')?.getBoundingClientRect();
  if (bar && places.some(({ box }) => box.bottom > bar.top + 1)) faults.push('a tile lies under the bar');
  if (document.documentElement.scrollWidth > innerWidth + 1) faults.push('the page is wider than the window');
  return faults;

  function isOver(a: DOMRect, b: DOMRect): boolean {
    return a.right > b.left + 1 && b.right > a.left + 1 && a.bottom > b.top + 1 && b.bottom > a.top + 1;
  }
}
