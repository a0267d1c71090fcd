import type { Logger } from '@parley/telemetry';
import { STAGE, StageBrowser, type BrowserOptions } from './browser.ts';
import { takeTab } from './capture-script.ts';
import { waitsToEnter } from './stage-signals.ts';

/** A warm browser that nobody takes is ended this long after it was last of use, in milliseconds. */
const WARM_MS = 10_000;
/** Its page has so long to load what the stage is made of. */
const LOAD_MS = 10_000;

/**
 * Where browsers come from. One can be had warm: started, and the stage page open in it, for the moment in which somebody else's part
 * has just been lost and every second counts.
 */
export class Browsers {
  private warm: Promise<StageBrowser> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: BrowserOptions,
    private readonly log: Logger,
  ) {}

  /** A browser: the warm one, or a new one with an empty page. */
  async take(): Promise<StageBrowser> {
    const warm = this.warm;
    this.forget();
    const browser = await warm?.catch(() => undefined);
    return browser?.isThere ? browser : StageBrowser.launch(this.options);
  }

  /** Has one ready for whatever may come in the next ten seconds. @param origin where the stage page is */
  prepare(origin: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.drop(), WARM_MS);
    if (this.warm) return;
    const warm = (this.warm = this.start(origin));
    // Another is made ready when it is asked for the next time.
    const lost = () => {
      if (this.warm === warm) this.warm = undefined;
    };
    warm.then(
      (browser) => browser.onGone(lost),
      (error: unknown) => {
        this.log.debug({ err: error }, 'no browser could be made ready');
        lost();
      },
    );
  }

  /** Ends what nobody has taken. */
  drop(): void {
    const warm = this.warm;
    this.forget();
    void warm?.then((browser) => browser.close()).catch(() => undefined);
  }

  private async start(origin: string): Promise<StageBrowser> {
    const browser = await StageBrowser.launch(this.options);
    void this.open(browser, origin).catch((error: unknown) => this.log.debug({ err: error }, 'no stage is ready'));
    return browser;
  }

  /** Without what lets it in, the page loads what it needs and waits. */
  private async open({ page }: StageBrowser, origin: string): Promise<void> {
    await page.goto(`${origin}/stage`, { timeout: LOAD_MS });
    await page.waitForFunction(waitsToEnter, undefined, { timeout: LOAD_MS, polling: 100 });
    await page.evaluate(takeTab, STAGE);
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.warm = undefined;
  }
}
