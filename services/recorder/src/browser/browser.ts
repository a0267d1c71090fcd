import { enterStage } from './stage-signals.ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** The size of the stage and of what is recorded of it, in px. */
export const STAGE = { width: 1280, height: 720 };
/** Milliseconds that Chromium may take to start, and to end by itself. */
const START_MS = 20_000;
const END_MS = 3_000;

/** What the capture of a tab without anybody at the keys needs. `--use-fake-ui-for-media-stream` would break it (NotReadableError). */
const FLAGS = [
  '--auto-accept-this-tab-capture',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--hide-scrollbars',
];

/** Which Chromium, and how. */
export interface BrowserOptions {
  readonly executablePath: string;
  readonly hasSandbox: boolean;
  /** Takes certificates that nobody vouches for. */
  readonly takesAnyCertificate: boolean;
}

/** One page in a Chromium of its own, with nothing in its profile. It ends with us, even when we are killed: it reads our pipe. */
export class StageBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly pid: number,
  ) {}

  static async launch({ executablePath, hasSandbox, takesAnyCertificate }: BrowserOptions): Promise<StageBrowser> {
    const { chromium } = await import('playwright-core');
    const browser = await chromium.launch({
      executablePath,
      headless: true,
      chromiumSandbox: hasSandbox,
      args: FLAGS,
      // Playwright would have the recording silent.
      ignoreDefaultArgs: ['--mute-audio'],
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      timeout: START_MS,
    });
    try {
      const session = await browser.newBrowserCDPSession();
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      const pid = processInfo.find(({ type }) => type === 'browser')?.id ?? 0;
      const context = await browser.newContext({
        viewport: STAGE,
        deviceScaleFactor: 1,
        locale: 'en-GB',
        ignoreHTTPSErrors: takesAnyCertificate,
      });
      return new StageBrowser(browser, context, await context.newPage(), pid);
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  get isThere(): boolean {
    return this.browser.isConnected() && !this.page.isClosed();
  }

  /** Calls once when the browser or its page is gone, whoever ended it. */
  onGone(gone: () => void): void {
    this.browser.once('disconnected', gone);
    this.page.once('crash', gone);
    this.page.once('close', gone);
  }

  /**
   * Opens the stage: the page that is there is sent in if it waits for that, with nothing loaded anew; else the address is loaded.
   * @param url holds a credential: no error of the browser's that names it is passed on
   */
  async open(url: string, timeoutMs: number): Promise<void> {
    const isThere = this.page.url().startsWith(`${new URL(url).origin}/`);
    if (isThere && (await this.page.evaluate(enterStage, url).catch(() => false))) return;
    await this.page.goto(url, { timeout: timeoutMs, waitUntil: 'commit' }).catch(() => {
      throw new Error('the stage page does not answer');
    });
  }

  /** Lets the page call us by a name. */
  async offer(name: string, called: (...words: string[]) => Promise<void> | void): Promise<void> {
    await this.context.exposeFunction(name, called);
  }

  /** Ends it: asked first, then by its pid. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const impatient = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        try {
          if (this.pid) process.kill(this.pid, 'SIGKILL');
        } catch {
          // It has just gone.
        }
        resolve();
      }, END_MS);
    });
    await Promise.race([this.browser.close().catch(() => undefined), impatient]);
    clearTimeout(timer);
  }
}
