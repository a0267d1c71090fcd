import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { barriersOn } from './barriers.ts';
import { until } from './until.ts';

/** Heights by widths, in CSS pixels. */
type Sizes = Readonly<Record<number, number>>;
const WIDTHS: Sizes = { 360: 740, 1280: 800 };
const THEMES = ['light', 'dark'] as const;
/** Each width and each theme is judged once: a barrier seldom needs both. */
const JUDGED = new Set(['dark 360', 'light 1280']);
const SETTLE_MS = 250;
const LAID_OUT_WITHIN_MS = 3_000;

/** Screenshots of a journey's steps, in both themes, on a phone and on a laptop; kept under e2e/artifacts. */
export class Gallery {
  #step = 0;
  /** Pictures in which something is cut off, and what keeps people out (axe); a journey ends with none. */
  readonly faults: string[] = [];

  constructor(
    private readonly journey: string,
    private readonly sizes: Sizes = WIDTHS,
  ) {}

  /** One picture per theme and width of every page given; afterwards each page is as it was. */
  async show(step: string, pages: Record<string, Page>): Promise<void> {
    this.#step += 1;
    const name = `${String(this.#step).padStart(2, '0')}-${step}`;
    for (const [who, page] of Object.entries(pages)) {
      const size = page.viewportSize();
      for (const [width, height] of Object.entries(this.sizes)) {
        await page.setViewportSize({ width: Number(width), height });
        for (const colorScheme of THEMES) {
          await page.emulateMedia({ colorScheme });
          await page.waitForTimeout(SETTLE_MS);
          const file = `${name}-${who}-${colorScheme}-${width}.png`;
          // A page that has just been given another size may take a moment to lay itself out again.
          await until(async () => !(await page.evaluate(isCutOff)), LAID_OUT_WITHIN_MS);
          if (await page.evaluate(isCutOff)) this.faults.push(`${file}: cut off`);
          if (JUDGED.has(`${colorScheme} ${width}`))
            this.faults.push(...(await barriersOn(page)).map((barrier) => `${file}: ${barrier}`));
          await page.screenshot({ path: join(import.meta.dirname, '../artifacts', this.journey, file) });
        }
      }
      await page.emulateMedia({ colorScheme: null });
      if (size) await page.setViewportSize(size);
    }
  }
}

/** Whether anything that can be seen reaches beyond the screen's side; what scrolls sideways within itself does not. */
function isCutOff(): boolean {
  return [...document.querySelectorAll('button, a, input, h1, h2, textarea, select, video')].some((element) => {
    const box = element.getBoundingClientRect();
    return (
      box.width > 1 && box.height > 1 && element.checkVisibility() && (box.right > innerWidth + 1 || box.left < -1)
    );
  });
}
