import { chromium as browserType, expect, test, type Browser, type Locator } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '../harness/chromium.ts';
import { Gallery } from '../harness/gallery.ts';
import { motionIn, pictureIn, soundHeard } from '../harness/media-probe.ts';
import { Person } from '../harness/person.ts';
import { makePluggable, plugIn, pull } from '../harness/plug.ts';
import { slowness } from '../harness/slowness.ts';

test.describe.configure({ mode: 'serial', timeout: 240_000 });
test.use({ actionTimeout: 30_000 });

const PATIENT = { timeout: 60_000 };
/** The other camera is open before the former is closed; its first picture takes a moment. */
const CAMERA_OPENS_MS = 2000 * slowness();
/** What nobody calls an interruption, on a machine that does much else. */
const SMOOTH_MS = 1000 * slowness();
const CAMERAS = ['fake_device_0', 'fake_device_2'] as const;

let browser: Browser;
let ada: Person;
let grace: Person;
/** What each sees of the other. */
let ofAda: Locator;
let ofGrace: Locator;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  browser = await browserType.launch(chromium('several'));
  [ada, grace] = [await Person.arrive(browser, 'Ada Lovelace'), await Person.arrive(browser, 'Grace Hopper')];
  await makePluggable(ada.page);
  for (const person of [ada, grace]) await person.signUp();
  const link = await ada.makeMeeting();
  for (const person of [ada, grace]) {
    await person.page.goto(link);
    await person.join();
  }
  [ofAda, ofGrace] = [grace.tileOf(ada).locator('video'), ada.tileOf(grace).locator('video')];
  for (const video of [ofAda, ofGrace])
    await expect.poll(async () => (await pictureIn(video)).framesDecoded, PATIENT).toBeGreaterThan(30);
});
test.afterAll(() => browser?.close());

/**
 * The longest time between two pictures that were shown, in milliseconds, while something is done; the video stays the same track.
 * By the compositor's clock and count: neither the page nor this test being busy is a gap.
 */
async function gapWhile(video: Locator, act: () => Promise<unknown>, watchMs = 5000): Promise<number> {
  const track = () =>
    video.evaluate((element: HTMLVideoElement) => (element.srcObject as MediaStream).getTracks()[0]?.id);
  const before = await track();
  const watching = video.evaluate(
    (element: HTMLVideoElement, ms) =>
      new Promise<number>((resolve) => {
        let former: VideoFrameCallbackMetadata | undefined;
        let longest = 0;
        const look = (_: number, frame: VideoFrameCallbackMetadata): void => {
          const frames = former && frame.presentedFrames - former.presentedFrames;
          if (former && frames)
            longest = Math.max(longest, (frame.presentationTime - former.presentationTime) / frames);
          former = frame;
          element.requestVideoFrameCallback(look);
        };
        element.requestVideoFrameCallback(look);
        setTimeout(() => resolve(former ? Math.max(longest, performance.now() - former.presentationTime) : ms), ms);
      }),
    watchMs,
  );
  await act();
  const longest = Math.round(await watching);
  expect(await track(), 'the track is not published anew').toBe(before);
  test.info().annotations.push({ type: 'longest gap', description: `${longest} ms` });
  return longest;
}

/** Takes a device in the menu beside a button of the bar. */
async function take(menu: string, device: string | RegExp): Promise<void> {
  await ada.page.getByRole('button', { name: menu }).click();
  await ada.page.getByRole('menuitemradio', { name: device }).last().click();
}

async function isChecked(menu: string, device: string | RegExp): Promise<void> {
  await ada.page.getByRole('button', { name: menu }).click();
  await expect(ada.page.getByRole('menuitemradio', { name: device, checked: true }).last()).toBeVisible();
  await ada.page.keyboard.press('Escape');
}

test('another camera, microphone and speaker are taken without the others losing sight or sound', async () => {
  const others = gapWhile(ofGrace, async () => undefined);
  expect(await gapWhile(ofAda, () => take('Choose a camera', CAMERAS[1]))).toBeLessThan(CAMERA_OPENS_MS);
  expect(await others).toBeLessThan(SMOOTH_MS);
  await isChecked('Choose a camera', CAMERAS[1]);
  await expect.poll(async () => (await motionIn(ofAda)).changed, PATIENT).toBeGreaterThan(10);
  const heard = await soundHeard(grace.page);
  const gaps = Promise.all([ofAda, ofGrace].map((video) => gapWhile(video, async () => undefined)));
  await take('Microphone and speaker', 'Fake Audio Input 2');
  await take('Microphone and speaker', 'Fake Audio Output 2');
  for (const gap of await gaps) expect(gap).toBeLessThan(SMOOTH_MS);
  await isChecked('Microphone and speaker', 'Fake Audio Input 2');
  await isChecked('Microphone and speaker', 'Fake Audio Output 2');
  await expect.poll(() => soundHeard(grace.page), PATIENT).toBeGreaterThan(heard + 0.001);
  const sinks = await ada.page.evaluate(() => [...document.querySelectorAll('audio')].map(({ sinkId }) => sinkId));
  expect(new Set(sinks.filter(Boolean)).size, 'every sound comes out of the speaker chosen').toBeLessThanOrEqual(1);
});

test('a camera that is pulled gives way to the other, and is offered when it is back; the others go on seeing', async () => {
  const { page } = ada;
  const gallery = new Gallery('devices');
  await pull(page, 'videoinput', CAMERAS[1]);
  await expect(page.getByText(`${CAMERAS[1]} is gone. Now using ${CAMERAS[0]}.`).first()).toBeVisible();
  await gallery.show('camera-gone', { ada: page });
  await expect(page.getByRole('button', { name: 'Stop video' })).toBeVisible();
  const { framesDecoded } = await pictureIn(ofAda);
  await expect.poll(async () => (await pictureIn(ofAda)).framesDecoded, PATIENT).toBeGreaterThan(framesDecoded + 20);
  await isChecked('Choose a camera', CAMERAS[0]);
  await plugIn(page, 'videoinput', CAMERAS[1]);
  await expect(page.getByText(`${CAMERAS[1]} was plugged in`).first()).toBeVisible();
  await page.getByRole('button', { name: 'Use it' }).click();
  await isChecked('Choose a camera', CAMERAS[1]);
  expect(gallery.faults).toEqual([]);
});

test('a microphone and a speaker that are pulled give way too; the last camera is told to be the last', async () => {
  const { page } = ada;
  await pull(page, 'audioinput', 'Fake Audio Input 2');
  await expect(page.getByText('Fake Audio Input 2 is gone. Now using').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Mute', exact: true })).toBeVisible();
  const heard = await soundHeard(grace.page);
  await expect.poll(() => soundHeard(grace.page), PATIENT).toBeGreaterThan(heard + 0.001);
  await pull(page, 'audiooutput', 'Fake Audio Output 2');
  await expect(page.getByText('Fake Audio Output 2 is gone. Now using').first()).toBeVisible();
  for (const camera of [CAMERAS[0], 'fake_device_1', CAMERAS[1]]) await pull(page, 'videoinput', camera);
  await expect(page.getByText('there is no other camera').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start video' })).toBeVisible();
  await expect(grace.tileOf(ada).locator('video')).toHaveCount(0);
  await plugIn(page, 'videoinput', CAMERAS[0]);
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.getByRole('button', { name: 'Start video' }).click();
  await expect.poll(async () => (await pictureIn(ofAda)).framesDecoded, PATIENT).toBeGreaterThan(20);
});

test('whoever talks while muted is told so, with a way to unmute; nobody hears it; it can be switched off', async () => {
  const { page } = ada;
  const words = page.getByText('You are muted. Nobody hears what you say.').first();
  await page.getByRole('button', { name: 'Mute', exact: true }).click();
  await expect(words).toBeVisible();
  const heard = await soundHeard(grace.page);
  await sleep(2000);
  expect((await soundHeard(grace.page)) - heard).toBeLessThan(0.0001);
  await page.locator('.toast').getByRole('button', { name: 'Unmute' }).click();
  await expect(page.getByRole('button', { name: 'Mute', exact: true })).toBeVisible();
  await expect.poll(() => soundHeard(grace.page), PATIENT).toBeGreaterThan(heard + 0.001);

  await page.getByRole('button', { name: 'Microphone and speaker' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Tell me when I talk while muted' }).click();
  await page.getByRole('button', { name: 'Microphone and speaker' }).click();
  await expect(page.getByRole('menuitemcheckbox', { checked: false })).toBeVisible();
  await page.keyboard.press('Escape');
  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
});
