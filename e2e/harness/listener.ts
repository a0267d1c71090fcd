import { expect, type Locator, type Page } from '@playwright/test';

interface Told extends Window {
  parleyTold: string[];
}

/** As far as somebody walks before they would give up. */
const MOST_STEPS = 40;

/**
 * Somebody who neither sees the page nor uses a mouse: they hear what live regions say, hear the name of what has focus, and press
 * keys. Stands for a screen reader, whose voice no test can hear.
 */
export class Listener {
  private constructor(private readonly page: Page) {}

  /** Begins to listen; from then on also behind reloads. */
  static async on(page: Page): Promise<Listener> {
    const listen = (): void => {
      const told: string[] = ((window as unknown as Told).parleyTold = []);
      const note = (): void => {
        for (const region of document.querySelectorAll('[aria-live]')) {
          const words = region.textContent?.trim() ?? '';
          if (words && told.at(-1) !== words) told.push(words);
        }
      };
      new MutationObserver(note).observe(document, { childList: true, subtree: true, characterData: true });
    };
    await page.addInitScript(listen);
    await page.evaluate(listen);
    return new Listener(page);
  }

  /** Waits until this was said since the page was loaded. */
  async hears(words: string | RegExp, timeout = 20_000): Promise<void> {
    const told = (): Promise<string[]> => this.page.evaluate(() => (window as unknown as Told).parleyTold);
    const isHeard = async (): Promise<boolean> =>
      (await told()).some((said) => (typeof words === 'string' ? said.includes(words) : words.test(said)));
    await expect.poll(isHeard, { timeout, message: `hears ${words}; heard: ${(await told()).join(' | ')}` }).toBe(true);
  }

  /** Walks by Tab until this has focus; within a toolbar, which is one stop, by the arrow keys. */
  async walksTo(element: Locator): Promise<void> {
    await element.waitFor();
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const key = await element.evaluate((one) => {
        if (one === document.activeElement) return undefined;
        return one.closest('[role=toolbar]')?.contains(document.activeElement) ? 'ArrowRight' : 'Tab';
      });
      if (!key) return;
      await this.page.keyboard.press(key);
    }
    throw new Error(`${element} cannot be reached by keys`);
  }

  /** Goes to something and presses it. */
  async presses(element: Locator): Promise<void> {
    await this.walksTo(element);
    await this.page.keyboard.press('Enter');
  }

  async types(element: Locator, words: string): Promise<void> {
    await this.walksTo(element);
    await this.page.keyboard.type(words);
  }

  async key(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }
}
