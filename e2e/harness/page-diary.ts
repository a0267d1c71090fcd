import type { Page } from '@playwright/test';

/** What a page has seen, and when, in milliseconds since 1970: written down by the page itself, as a look from outside takes its time. */
export interface Seen {
  readonly what: 'told' | 'well' | 'sign' | 'unsigned' | 'alone' | 'accompanied' | 'unlisted' | 'listed' | 'frame';
  readonly at: number;
}

interface Diarist extends Window {
  parleyDiary: Seen[];
}

/**
 * Lets a page of a meeting keep a diary: when it is told that its connection is interrupted (`told`, `well`), that somebody else's is
 * (`sign`, `unsigned`), that nobody else is on the stage (`alone`, `accompanied`) or in the list of people (`unlisted`, `listed`), and
 * each frame that it shows of somebody else.
 */
export async function keepDiary(page: Page): Promise<void> {
  await page.evaluate(() => {
    const diary: Seen[] = ((window as unknown as Diarist).parleyDiary = []);
    const followed = new WeakSet<HTMLVideoElement>();
    const was = { told: false, sign: false, alone: false, unlisted: false };
    const note = (what: Seen['what']): void => void diary.push({ what, at: Date.now() });
    const follow = (video: HTMLVideoElement): void => {
      video.requestVideoFrameCallback(() => (note('frame'), follow(video)));
    };
    setInterval(() => {
      const told = document.querySelector('parley-connection-notice strong') !== null;
      const sign = document.querySelector('[data-local=false] parley-link-sign .sign') !== null;
      const alone = document.querySelector('[data-testid=tile][data-local=false]') === null;
      const unlisted = document.querySelectorAll('[data-testid=participant]').length <= 1;
      if (told !== was.told) note(told ? 'told' : 'well');
      if (sign !== was.sign) note(sign ? 'sign' : 'unsigned');
      if (alone !== was.alone) note(alone ? 'alone' : 'accompanied');
      if (unlisted !== was.unlisted) note(unlisted ? 'unlisted' : 'listed');
      Object.assign(was, { told, sign, alone, unlisted });
      for (const video of document.querySelectorAll<HTMLVideoElement>('[data-local=false] video'))
        if (!followed.has(video)) follow(followed.add(video) && video);
    }, 20);
  });
}

/** When a page first saw this after a moment, in milliseconds behind it; waits for it. */
export async function firstSeen(page: Page, what: Seen['what'], since: number, withinMs = 40_000): Promise<number> {
  const handle = await page.waitForFunction(
    ([what, since]) =>
      (window as unknown as Diarist).parleyDiary.find((one) => one.what === what && one.at > Number(since))?.at,
    [what, since] as const,
    { timeout: withinMs, polling: 100 },
  );
  return ((await handle.jsonValue()) as number) - since;
}
