import type { Browser, BrowserContext, Page } from 'playwright-core';

/** What presses cost in a running meeting. */
export interface InCall {
  /** Milliseconds from a press to the next picture, the worst of all presses (fewer than 50: none is left out), in steps of 8. */
  inpMs: number;
  /** Presses that the browser timed. */
  presses: number;
  tiles: number;
  /** Pictures of others that moved while it was measured. */
  moving: number;
}

/** What people press in a meeting, by the name of the control. */
const PRESSES = ['People', 'More', 'Unmute', 'Mute', 'Raise hand', 'Lower hand'];
const ROUNDS_OF_PRESSES = 3;

/**
 * Joins with a page of 1920 × 1080, waits for the tiles, and presses what people press, with a real mouse.
 *
 * @param tiles of others, as many as one page of the stage shows
 * @throws Error when a tile does not move, or when nothing was timed
 */
export async function pressInCall(
  browser: Browser,
  address: string,
  tiles: number,
  prepare: (context: BrowserContext) => Promise<void>,
): Promise<InCall> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  try {
    await prepare(context);
    const page = await context.newPage();
    await page.addInitScript(timePresses);
    await page.goto(address);
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await page.getByRole('toolbar', { name: 'Meeting controls' }).waitFor({ timeout: 30_000 });
    await page.waitForFunction(
      (count) => document.querySelectorAll('[data-testid=tile] video').length >= count,
      tiles,
      {
        timeout: 60_000,
      },
    );
    await page.waitForTimeout(5_000);
    const moving = await movingIn(page);
    if (moving < tiles) throw new Error(`only ${moving} of ${tiles} pictures move`);
    for (let round = 0; round < ROUNDS_OF_PRESSES; round += 1) await pressAll(page);
    const durations = await page.evaluate(() => (window as unknown as { presses: Record<string, number> }).presses);
    const all = Object.values(durations);
    if (all.length < PRESSES.length) throw new Error(`the browser timed ${all.length} presses only`);
    return { inpMs: Math.max(...all), presses: all.length, tiles, moving };
  } finally {
    await context.close();
  }
}

async function pressAll(page: Page): Promise<void> {
  for (const name of PRESSES) {
    const button = page.getByRole('button', { name, exact: true }).first();
    if (!(await button.isVisible())) continue;
    await button.click();
    await page.waitForTimeout(400);
    if (name === 'More') await page.keyboard.press('Escape');
    await page.waitForTimeout(200);
  }
}

function movingIn(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const videos = [...document.querySelectorAll<HTMLVideoElement>('[data-testid=tile] video')];
    const frames = () => videos.map((video) => video.getVideoPlaybackQuality().totalVideoFrames);
    const before = frames();
    await new Promise((done) => setTimeout(done, 2_000));
    return frames().filter((count, index) => count > (before[index] ?? 0)).length;
  });
}

/** Runs in the page before anything of it: the longest event of each interaction. */
function timePresses(): void {
  const presses: Record<string, number> = {};
  Object.assign(window, { presses });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { interactionId, duration } = entry as PerformanceEntry & { interactionId: number };
      if (interactionId) presses[interactionId] = Math.max(presses[interactionId] ?? 0, duration);
    }
  }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
}
