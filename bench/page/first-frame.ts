import type { Browser, BrowserContext } from 'playwright-core';

/** A page on which one joins. */
export interface Entrance {
  name: string;
  /** A fresh address: a token serves once. */
  address(): Promise<string>;
  /** Brings cookies and storage into a fresh context. */
  prepare?(context: BrowserContext): Promise<void>;
  /** Within which elements the pictures of others are. */
  stage: string;
}

/** Milliseconds until the first frame of somebody else was shown. */
export interface FirstFrame {
  /** Since the click on *Join*. */
  afterClick: number;
  /** Since the navigation began. */
  afterNavigation: number;
}

/** Long enough for everything that a page fetches ahead. */
const IDLE_MS = 1_500;

/** One visit in a context of its own. Warm: the page has been idle before the click. Cold: clicked as soon as one can. */
export async function firstFrame(browser: Browser, entrance: Entrance, isWarm: boolean): Promise<FirstFrame> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    await entrance.prepare?.(context);
    const page = await context.newPage();
    await page.addInitScript(watch, entrance.stage);
    await page.goto(await entrance.address(), { waitUntil: 'commit' });
    const join = page.getByRole('button', { name: 'Join', exact: true });
    await join.waitFor();
    if (isWarm) {
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(IDLE_MS);
    }
    await join.click();
    const seen = await page.waitForFunction(() => (window as unknown as Watched).firstFrame, undefined, {
      timeout: 30_000,
      polling: 100,
    });
    return (await seen.jsonValue()) as FirstFrame;
  } finally {
    await context.close();
  }
}

interface Watched {
  firstFrame?: FirstFrame;
}

/** Runs in the page before anything of it. */
function watch(stage: string): void {
  let clickedAt: number | undefined;
  const seen = new WeakSet<HTMLVideoElement>();
  addEventListener(
    'click',
    ({ target }) => {
      if ((target as Element).closest('button')?.textContent?.trim() === 'Join') clickedAt ??= performance.now();
    },
    true,
  );
  new MutationObserver(() => {
    for (const video of document.querySelectorAll<HTMLVideoElement>(`${stage} video`)) {
      if (seen.has(video)) continue;
      seen.add(video);
      video.requestVideoFrameCallback((now) => {
        const watched = window as unknown as Watched;
        if (clickedAt !== undefined) watched.firstFrame ??= { afterClick: now - clickedAt, afterNavigation: now };
      });
    }
  }).observe(document, { childList: true, subtree: true });
}
