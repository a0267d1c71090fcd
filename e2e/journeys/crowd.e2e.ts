import { expect, test, type Page } from '@playwright/test';
import { cameraSent, pictureIn, picturesComing, rateIn, soundHeard } from '../harness/media-probe.ts';
import { Person } from '../harness/person.ts';
import { slowness } from '../harness/slowness.ts';
import { stack } from '../harness/stack.ts';
import { StageLook } from '../harness/stage-look.ts';
import { StandIn } from '../harness/stand-in.ts';

const PATIENT = { timeout: 45_000 };
/** Turning a page, until the first frame: a second here, where 24 encoders, the server and the browser share two cores. */
const TURNED_WITHIN_MS = 3_000;
/** Cumulative layout shift while 24 join. 0.02 is the goal; 0.012 to 0.023 was measured where everything shares two cores. */
const JUMPS_AT_MOST = 0.04;
const LONG = 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh of the Very Long Names';

test.use({ actionTimeout: 30_000 });

const standIns: StandIn[] = [];
test.afterEach(async () => {
  await Promise.all(standIns.splice(0).map((one) => one.leave()));
  await Person.sendAllAway();
});

/** Ada in a meeting that guests may join, with so many others. */
async function meetingOf(ada: Person, names: readonly string[]): Promise<StandIn[]> {
  await ada.signUp();
  const link = await ada.makeMeeting();
  await watchShifts(ada.page);
  await ada.page.goto(link);
  await ada.join();
  await ada.openToGuests();
  const code = link.slice(link.lastIndexOf('/') + 1);
  for (const name of names) {
    const one = await StandIn.join(stack(), code, name);
    standIns.push(one);
    await one.show();
  }
  return standIns;
}

/** As the Layout Instability API has it, and TypeScript not. */
interface Shift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

/** How much the page jumps, as browsers count it (CLS): the worst 5 s of shifts that come within a second of one another. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const window = { from: 0, last: 0, sum: 0 };
    const jumped: string[] = [];
    Object.assign(globalThis, { parleyShift: 0, parleyJumped: jumped });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Shift[]) {
        if (entry.hadRecentInput) continue;
        const parts = entry.sources.map(({ node, previousRect: a, currentRect: b }) => {
          const { className = '' } = (node ?? {}) as Element;
          return `${node?.nodeName}.${className} ${[a, b].map((r) => [r.x, r.y, r.width, r.height].map(Math.round)).join(' → ')}`;
        });
        jumped.push(`${entry.value.toFixed(4)}: ${parts.join(' | ')}`);
        const isApart = entry.startTime - window.last > 1000 || entry.startTime - window.from > 5000;
        if (isApart) Object.assign(window, { from: entry.startTime, sum: 0 });
        window.last = entry.startTime;
        window.sum += entry.value;
        const all = globalThis as unknown as { parleyShift: number };
        all.parleyShift = Math.max(all.parleyShift, window.sum);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}
const shiftOf = (page: Page) => page.evaluate(() => (window as unknown as { parleyShift: number }).parleyShift);
const jumpsOf = (page: Page) => page.evaluate(() => (window as unknown as { parleyJumped: string[] }).parleyJumped);
const named = (count: number) =>
  Array.from({ length: count }, (_, n) => (n === 1 ? LONG : n === 2 ? 'عائشة بنت محمد' : `Guest ${n + 1}`));

test('two: one fills the stage, the other floats and is carried by keys', async ({ browser }) => {
  test.setTimeout(300_000);
  const ada = await Person.arrive(browser, 'Ada Lovelace');
  const [other] = await meetingOf(ada, [LONG]);
  if (!other) throw new Error('nobody came');
  const video = ada.tileOf(other).locator('video');
  await expect.poll(async () => (await pictureIn(video)).framesDecoded, PATIENT).toBeGreaterThan(5);
  // Ada's camera can be had in several sizes; as nobody looks, none is sent.
  expect((await cameraSent(ada.page)).sizes).toBeGreaterThanOrEqual(2);
  const idle = async () => {
    const { frames } = await cameraSent(ada.page);
    await ada.page.waitForTimeout(1000);
    return (await cameraSent(ada.page)).frames - frames;
  };
  await expect.poll(idle, PATIENT).toBe(0);
  const look = new StageLook('crowd');
  await look.at('two', ada.page);
  const mine = ada.page.getByRole('group', { name: /^Your picture/ });
  await mine.focus();
  await ada.page.keyboard.press('ArrowUp');
  await expect.poll(async () => (await mine.boundingBox())?.y ?? 999).toBeLessThan(100);
  await ada.choose('Grid');
  await expect(mine).toHaveCount(0);
  await look.at('two-grid', ada.page);
  await ada.page.reload();
  await ada.join();
  await expect(ada.tileOf(other)).toBeVisible(PATIENT);
  await expect(mine).toHaveCount(0);
  await ada.choose('Automatic');
  await expect(mine).toBeVisible();
  expect(look.faults).toEqual([]);
  expect(ada.complaints).toEqual([]);
});

test('six: pins, the spotlight, two screens with sound, and doing without', async ({ browser }) => {
  test.setTimeout(600_000);
  const ada = await Person.arrive(browser, 'Ada Lovelace');
  const [interpreter, long, arabic, sharer, other] = await meetingOf(ada, named(5));
  if (!interpreter || !long || !arabic || !sharer || !other) throw new Error('somebody did not come');
  const { page } = ada;
  const look = new StageLook('crowd');
  const tiles = page.getByTestId('tile');
  await expect(tiles).toHaveCount(6, PATIENT);
  await expect(tiles.locator('video')).toHaveCount(6, PATIENT);
  const widthOf = async (one: StandIn) => (await ada.tileOf(one).boundingBox())?.width ?? 0;

  await test.step('everybody alike; then whoever speaks is large', async () => {
    await look.at('six', page);
    // Back from the last size it was looked at, the stage is laid out anew a frame later.
    await expect.poll(async () => Math.abs((await widthOf(long)) - (await widthOf(other))), PATIENT).toBeLessThan(1);
    await other.speak();
    await expect(ada.tileOf(other)).toHaveAttribute('data-speaking', 'true', PATIENT);
    await ada.choose('Speaker');
    await expect.poll(() => widthOf(other), PATIENT).toBeGreaterThan(600);
    await look.at('six-speaker', page);
    await ada.choose('Automatic');
  });

  await test.step('a pin is large for Ada, two are beside one another', async () => {
    await ada.tileOf(interpreter).hover();
    await page.getByRole('button', { name: `Pin ${interpreter.name}` }).click();
    await expect.poll(() => widthOf(interpreter)).toBeGreaterThan(600);
    await expect(ada.tileOf(interpreter).getByTestId('pinned')).toBeVisible();
    await look.at('six-pinned', page);
    await ada.tileOf(long).hover();
    await page.getByRole('button', { name: `Pin ${long.name}` }).click();
    await expect.poll(() => widthOf(long)).toBeGreaterThan(400);
    await look.at('six-two-pinned', page);
    for (const one of [interpreter, long]) {
      await ada.tileOf(one).hover();
      await page.getByRole('button', { name: `Unpin ${one.name}` }).click();
    }
  });

  await test.step('the spotlight comes from the graph, and is there after a reload', async () => {
    await ada.manage(long, 'Spotlight for everyone');
    await page.getByRole('button', { name: 'Close people' }).click();
    await expect(ada.tileOf(long).getByTestId('spotlit')).toBeVisible(PATIENT);
    await expect.poll(() => widthOf(long)).toBeGreaterThan(600);
    await look.at('six-spotlight', page);
    await page.reload();
    await ada.join();
    await expect(ada.tileOf(long).getByTestId('spotlit')).toBeVisible(PATIENT);
    await ada.manage(long, 'End the spotlight');
    await page.getByRole('button', { name: 'Close people' }).click();
    await expect(page.getByTestId('spotlit')).toHaveCount(0, PATIENT);
  });

  await test.step('two share with sound: both are shown and heard, and Ada chooses one', async () => {
    await sharer.share({ hasSound: true });
    await long.share();
    await expect(page.getByTestId('screen').locator('video')).toHaveCount(2, PATIENT);
    for (const video of await page.getByTestId('screen').locator('video').all())
      await expect.poll(async () => (await pictureIn(video)).frameWidth, PATIENT).toBeGreaterThanOrEqual(320);
    await look.at('six-two-screens', page);
    const heard = await soundHeard(page);
    await expect.poll(() => soundHeard(page), PATIENT).toBeGreaterThan(heard + 0.05);
    await ada.screenOf(long).hover();
    await page.getByRole('button', { name: `Pin ${long.name}’s screen` }).click();
    const areaOf = async (one: StandIn) => {
      const box = await ada.screenOf(one).boundingBox();
      return (box?.width ?? 0) * (box?.height ?? 0);
    };
    await expect.poll(async () => (await areaOf(long)) / (await areaOf(sharer))).toBeGreaterThan(4);
    await look.at('six-one-screen', page);
    await page.getByRole('button', { name: `Unpin ${long.name}’s screen` }).click();
  });

  await test.step('audio only: nothing comes, nothing goes, and it is said', async () => {
    await ada.choose('Audio only');
    await expect(page.getByText(/^Audio only\./).first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Start video' })).toHaveAttribute('aria-disabled', 'true', PATIENT);
    await expect(page.locator('video')).toHaveCount(0, PATIENT);
    await expect.poll(() => picturesComing(page), PATIENT).toBe(0);
    const heard = await soundHeard(page);
    await expect.poll(() => soundHeard(page), PATIENT).toBeGreaterThan(heard);
    await look.at('six-audio-only', page);
    await page.getByRole('button', { name: 'Show video' }).click();
    // Two screens, and the four beside them: the fifth is on the next page.
    await expect.poll(() => picturesComing(page), PATIENT).toBe(6);
  });

  expect(look.faults).toEqual([]);
  expect(ada.complaints).toEqual([]);
});

test('eased: a computer gets few pictures, and a pinned interpreter keeps every frame', async ({ browser }) => {
  test.setTimeout(300_000);
  const ada = await Person.arrive(browser, 'Ada Lovelace');
  const { page } = ada;
  await meetingOf(ada, named(7));
  const hands = await StandIn.join(stack(), codeOf(page), 'Interpreter');
  standIns.push(hands);
  await hands.show({ width: 640, height: 360, fps: 30 });
  await expect.poll(() => picturesComing(page), PATIENT).toBe(8);
  await ada.manage(hands, 'Pin for me');
  await page.getByRole('button', { name: 'Close people' }).click();
  await ada.choose('Ease this computer’s work');
  // The pinned one, and of the others four at most.
  await expect.poll(() => picturesComing(page), PATIENT).toBeLessThanOrEqual(5);
  /** By how much the pinned picture has fewer frames than were sent, of 1. A thinned one stays at half, however long one waits. */
  const lacking = async (): Promise<number> => {
    const [before, begun] = [hands.frames, performance.now()];
    const rate = await rateIn(ada.tileOf(hands).locator('video'));
    const sent = ((hands.frames - before) * 1000) / (performance.now() - begun);
    console.log(`interpreter: ${sent.toFixed(1)} frames a second sent, ${rate.toFixed(1)} decoded`);
    return Math.max(0, 1 - rate / Math.min(30, sent));
  };
  await expect.poll(lacking, PATIENT).toBeLessThan(0.17);
  expect(ada.complaints).toEqual([]);
});

test('twenty-five: pages, and nothing is received of whoever is on another', async ({ browser }) => {
  test.setTimeout(600_000);
  const ada = await Person.arrive(browser, 'Ada Lovelace');
  await meetingOf(ada, named(24));
  const { page } = ada;
  const look = new StageLook('crowd');
  await expect(page.getByTestId('tile')).toHaveCount(25, PATIENT);
  await expect(page.getByTestId('tile').locator('video')).toHaveCount(25, PATIENT);
  const joined = await shiftOf(page);
  console.log(`layout shift while 24 joined: ${joined.toFixed(4)}`);
  expect(joined, (await jumpsOf(page)).join('\n')).toBeLessThanOrEqual(JUMPS_AT_MOST);
  await look.at('twenty-five', page);

  await page.setViewportSize({ width: 600, height: 900 });
  await expect(page.getByTestId('tile')).toHaveCount(6);
  await expect.poll(() => picturesComing(page), PATIENT).toBe(6);
  const next = page.getByRole('button', { name: 'Next page' });
  const begun = performance.now();
  await next.click();
  const video = page.getByTestId('tile').locator('video').first();
  await expect
    .poll(async () => (await pictureIn(video)).framesDecoded, { ...PATIENT, intervals: [50] })
    .toBeGreaterThan(0);
  const took = performance.now() - begun;
  console.log(`a page turned: first frame after ${took.toFixed(0)} ms, machine ${slowness().toFixed(1)} times slower`);
  expect(took).toBeLessThanOrEqual(TURNED_WITHIN_MS * slowness());
  await expect(page.getByTestId('tile').locator('video')).toHaveCount(6, PATIENT);
  await expect.poll(() => picturesComing(page), PATIENT).toBe(6);
  await look.keep('twenty-five-second-page', page);

  expect(look.faults).toEqual([]);
  expect(ada.complaints).toEqual([]);
});

function codeOf(page: Page): string {
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}
