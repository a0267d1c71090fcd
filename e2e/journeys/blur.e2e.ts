import { chromium as browserType, expect, test, type Browser, type Locator } from '@playwright/test';
import { chromium } from '../harness/chromium.ts';
import { Gallery } from '../harness/gallery.ts';
import { motionIn, pictureIn } from '../harness/media-probe.ts';
import { Person } from '../harness/person.ts';
import { stack } from '../harness/stack.ts';

test.describe.configure({ mode: 'serial', timeout: 300_000 });
test.use({ actionTimeout: 30_000 });

const PATIENT = { timeout: 60_000 };
/** The model is six megabytes, and is made ready on a machine without a graphics card. */
const LOADED = { timeout: 120_000 };

let browser: Browser;
let ada: Person;
let grace: Person;
let link: string;
const foreign: string[] = [];
test.beforeAll(async () => {
  test.setTimeout(300_000);
  browser = await browserType.launch(chromium());
  [ada, grace] = [await Person.arrive(browser, 'Ada Lovelace'), await Person.arrive(browser, 'Grace Hopper')];
  ada.page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).host !== new URL(stack().url).host)
      foreign.push(request.url());
  });
  for (const person of [ada, grace]) await person.signUp();
  link = await ada.makeMeeting();
});
test.afterAll(() => browser?.close());

/**
 * The sharpest edge in the upper left of a picture, which nobody takes for a person: the greatest step of grey between two neighbouring
 * points, 0 to 255. There Chromium's camera has a square, and the time. (Its moving disc the model takes for a head, and leaves sharp.)
 */
async function sharpness(video: Locator): Promise<number> {
  return video.evaluate((element: HTMLVideoElement) => {
    const [width, height] = [320, 180];
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context || element.videoWidth === 0) return NaN;
    context.drawImage(element, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const grey = (i: number) => ((data[i * 4] ?? 0) + (data[i * 4 + 1] ?? 0) + (data[i * 4 + 2] ?? 0)) / 3;
    let most = 0;
    for (let i = 0; i < (width * height) / 4; i += 1)
      if (i % width < width / 4) most = Math.max(most, Math.abs(grey(i) - grey(i + 1)));
    return most;
  });
}
/** Hard edges; drawn small and large again, they are slopes. */
const SHARP = 25;
const SOFT = 15;

const isSharp = (video: Locator) => expect.poll(() => sharpness(video), LOADED).toBeGreaterThan(SHARP);
const isSoft = (video: Locator) => expect.poll(() => sharpness(video), LOADED).toBeLessThan(SOFT);
const spend = (share: number) => ada.page.evaluate((s) => localStorage.setItem('parley.blurBudget', String(s)), share);
const toggle = async (): Promise<void> => {
  await ada.page.getByRole('button', { name: 'Choose a camera' }).click();
  await ada.page.getByRole('menuitemcheckbox', { name: 'Blur my background' }).click();
};

test('a blurred background is what the preview shows and what the others get, from the first picture on', async () => {
  const gallery = new Gallery('blur');
  const { page } = ada;
  await spend(1000);
  await page.goto(link);
  const preview = page.getByTestId('preview');
  await isSharp(preview);
  await page.getByTestId('blur').check();
  await isSoft(preview);
  await expect.poll(async () => (await motionIn(preview)).changed, PATIENT).toBeGreaterThan(0);
  await gallery.show('pre-join', { ada: page });
  await grace.page.goto(link);
  await grace.join();
  await ada.join();
  const ofAda = grace.tileOf(ada).locator('video');
  await expect.poll(() => sharpness(ofAda), LOADED).not.toBeNaN();
  // The first pictures are coarse, which makes edges of its own, none as hard as those of an unblurred one.
  for (let looks = 0; looks < 20; looks += 1) expect(await sharpness(ofAda)).toBeLessThan(SHARP);
  await isSoft(ofAda);
  await expect.poll(async () => (await pictureIn(ofAda)).framesDecoded, LOADED).toBeGreaterThan(5);
  await gallery.show('in-call', { ada: page });

  await toggle();
  await isSharp(ofAda);
  await toggle();
  await isSoft(ofAda);
  await page.getByRole('button', { name: 'Stop video' }).click();
  await expect(ofAda).toHaveCount(0);
  await page.getByRole('button', { name: 'Start video' }).click();
  await expect.poll(() => sharpness(ofAda), LOADED).not.toBeNaN();
  await isSoft(ofAda);
  expect(foreign, 'nothing is fetched from elsewhere').toEqual([]);
  expect(gallery.faults).toEqual([]);
});

test('where it takes too much of the computer it gives up, and says so', async () => {
  const { page } = ada;
  await spend(0.0001);
  await page.goto(link);
  await expect(page.getByTestId('blur')).toBeChecked();
  await expect(page.getByText('Your background is not blurred any more').first()).toBeVisible(LOADED);
  await expect(page.getByTestId('blur')).not.toBeChecked();
  await isSharp(page.getByTestId('preview'));
  await ada.join();
  const ofAda = grace.tileOf(ada).locator('video');
  await isSharp(ofAda);
  await toggle();
  await expect(page.getByText('Your background is not blurred any more').first()).toBeVisible(LOADED);
  await isSharp(ofAda);
  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
});
