import type { Browser, BrowserContext, Page } from 'playwright-core';

/** A page that is measured. */
export interface Target {
  name: string;
  url: string;
  /** Brings cookies and storage into a fresh context; nothing of the page may be loaded by it. */
  prepare?(context: BrowserContext): Promise<void>;
  /** Visible when the page is what it should be. */
  proof: string;
}

/** What one cold visit cost; milliseconds since the navigation began, bytes as compressed on the wire. */
export interface Visit {
  fcpMs: number;
  lcpMs: number;
  /** The element that was largest. */
  lcpElement: string;
  /** What long tasks took beyond 50 ms each, from first paint until the page was quiet for two seconds. */
  tbtMs: number;
  /** The same from the very beginning of the navigation: what TBT leaves out, because nothing is painted yet. */
  blockedMs: number;
  longestTaskMs: number;
  scripts: number;
  scriptBytes: number;
  /** Of these, what had arrived when the largest element was painted. */
  scriptBytesBeforeLcp: number;
  styleBytes: number;
  requests: number;
}

/** 1.6 Mbit/s down, 750 kbit/s up, 150 ms to the first byte of each answer. */
export const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
export const CPU_SLOWDOWN = 4;
/** A phone, as slow 4G goes with one. */
export const PHONE = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true };

const QUIET_MS = 2_000;

/** One visit in a context of its own, nothing cached. @throws Error when the page is not what it should be */
export async function visit(browser: Browser, target: Target, isThrottled: boolean): Promise<Visit> {
  const context = await browser.newContext(PHONE);
  try {
    await target.prepare?.(context);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    if (isThrottled) {
      await session.send('Network.emulateNetworkConditions', SLOW_4G);
      await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    }
    await page.addInitScript(observe);
    await page.goto(target.url, { waitUntil: 'load', timeout: 30_000 });
    await page.locator(target.proof).first().waitFor({ timeout: 20_000 });
    await page.waitForLoadState('networkidle', { timeout: 15_000 });
    await page.waitForTimeout(QUIET_MS);
    return await readOff(page);
  } finally {
    await context.close();
  }
}

interface Seen {
  lcp: number;
  element: string;
  tasks: { start: number; duration: number }[];
}

/** Runs in the page before anything of it. */
function observe(): void {
  const seen: Seen = { lcp: 0, element: '', tasks: [] };
  Object.assign(window, { seenByBench: seen });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const element = (entry as PerformanceEntry & { element?: Element }).element;
      seen.lcp = entry.startTime;
      seen.element = element
        ? `${element.tagName.toLowerCase()} “${(element.textContent ?? '').trim().slice(0, 40)}”`
        : '';
    }
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push({ start: startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
}

function readOff(page: Page): Promise<Visit> {
  return page.evaluate(() => {
    const seen = (window as unknown as { seenByBench: Seen }).seenByBench;
    const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const sum = (some: PerformanceResourceTiming[]) =>
      some.reduce((total, { encodedBodySize }) => total + encodedBodySize, 0);
    const ending = (end: string) => resources.filter(({ name }) => new URL(name).pathname.endsWith(end));
    const scripts = ending('.js');
    const uncompressed = scripts.filter(
      ({ decodedBodySize, encodedBodySize }) => decodedBodySize > 1_000 && encodedBodySize >= decodedBodySize,
    );
    if (uncompressed.length > 0) throw new Error(`not compressed: ${uncompressed.map(({ name }) => name).join(', ')}`);
    const fcp = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN;
    // Of a task that was under way at first paint only what came after it blocks anybody.
    const blockedAfter = (from: number) =>
      seen.tasks.reduce(
        (ms, { start, duration }) => ms + Math.max(0, start + duration - Math.max(start, from) - 50),
        0,
      );
    return {
      fcpMs: fcp,
      lcpMs: seen.lcp,
      lcpElement: seen.element,
      tbtMs: blockedAfter(fcp),
      blockedMs: blockedAfter(0),
      longestTaskMs: Math.max(0, ...seen.tasks.map(({ duration }) => duration)),
      scripts: scripts.length,
      scriptBytes: sum(scripts),
      scriptBytesBeforeLcp: sum(scripts.filter(({ responseEnd }) => responseEnd <= seen.lcp)),
      styleBytes: sum(ending('.css')),
      requests: resources.length + 1,
    };
  });
}
