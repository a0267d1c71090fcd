import { chromium as browserType, expect, test, type Browser, type Page } from '@playwright/test';
import { chromium } from '../harness/chromium.ts';
import { Gallery } from '../harness/gallery.ts';
import { motionIn } from '../harness/media-probe.ts';
import { Person } from '../harness/person.ts';

test.describe.configure({ timeout: 240_000 });
test.use({ actionTimeout: 30_000 });

const PATIENT = { timeout: 30_000 };
const browsers: Browser[] = [];
test.afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close();
});

interface Noted extends Window {
  asked: MediaStreamConstraints[];
  played: HTMLMediaElement[];
}

/** Notes what the page asks the browser for, and what it plays; both still happen. */
async function note(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted = window as unknown as Noted;
    [noted.asked, noted.played] = [[], []];
    const { mediaDevices } = navigator;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (constraints = {}) => {
      noted.asked.push(constraints);
      return ask(constraints);
    };
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
      noted.played.push(this);
      return play.call(this);
    };
  });
}

/** Somebody before the door of a meeting of their own, in a browser with these devices. */
async function atTheDoor(devices: 'asking' | 'several' | 'none', permissions: string[] = []): Promise<Person> {
  const browser = await browserType.launch(chromium(devices));
  browsers.push(browser);
  const person = await Person.arrive(browser, 'Ada Lovelace', undefined, 'en-US', permissions);
  await note(person.page);
  await person.signUp();
  await person.page.goto(await person.makeMeeting());
  await expect(person.page.getByRole('button', { name: 'Join', exact: true })).toBeVisible();
  return person;
}

/** What somebody's browser is told about camera and microphone, as in its settings. */
async function settingOf({ page, context }: Person): Promise<(setting: 'denied' | 'granted') => Promise<void>> {
  const browser = await context.browser()?.newBrowserCDPSession();
  const target = await (await context.newCDPSession(page)).send('Target.getTargetInfo');
  const { browserContextId = '' } = target.targetInfo;
  const { origin } = new URL(page.url());
  return async (setting) => {
    for (const name of ['camera', 'microphone'])
      await browser?.send('Browser.setPermission', { permission: { name }, setting, origin, browserContextId });
  };
}

const asked = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as Noted).asked.length);
const problems = (page: Page) => page.getByTestId('media-problem');

test('the browser is asked after a press, and not before', async () => {
  const { page, context } = await atTheDoor('asking');
  const ask = page.getByRole('button', { name: 'Use camera and microphone' });
  await expect(ask).toBeVisible();
  expect(await asked(page)).toBe(0);
  await context.grantPermissions(['camera', 'microphone']);
  // Allowed meanwhile: the press still does it.
  await ask.click();
  await expect(page.getByTestId('preview')).toBeVisible();
  await expect.poll(async () => (await motionIn(page.getByTestId('preview'))).changed, PATIENT).toBeGreaterThan(10);
  expect(await asked(page)).toBe(1);
});

test('denied devices are named with steps to mend it, keep nobody out, and come by themselves once they are allowed', async () => {
  const person = await atTheDoor('asking');
  const { page } = person;
  const gallery = new Gallery('pre-join');
  const set = await settingOf(person);
  await set('denied');
  await page.reload();
  await expect(problems(page)).toHaveCount(2);
  for (const name of ['camera', 'microphone'])
    await expect(problems(page).filter({ hasText: `may not use your ${name}` })).toContainText(
      'Click the icon left of',
    );
  await expect(problems(page).first()).toHaveAttribute('data-fault', 'NotAllowedError');
  await gallery.show('denied', { ada: page });
  await set('granted');
  await expect(problems(page)).toHaveCount(0);
  await expect(page.getByTestId('preview')).toBeVisible();
  await set('denied');
  await page.reload();
  await expect(problems(page)).toHaveCount(2);
  await person.join();
  await expect(page.getByRole('button', { name: 'Unmute' })).toBeVisible();
  expect(person.complaints).toEqual([]);
  expect(gallery.faults).toEqual([]);
});

test('without any device one is told so, and joins all the same', async () => {
  const person = await atTheDoor('none', ['camera', 'microphone']);
  await expect(problems(person.page)).toHaveCount(2);
  for (const name of ['camera', 'microphone'])
    await expect(problems(person.page).filter({ hasText: `No ${name} was found` })).toContainText('join without it');
  await person.join();
  expect(person.complaints).toEqual([]);
});

test('a speaker is tried with a sound that comes out of it; choices are remembered, and one that is gone is replaced', async () => {
  const { page } = await atTheDoor('several', ['camera', 'microphone']);
  const gallery = new Gallery('pre-join-devices');
  await expect(page.getByTestId('preview')).toBeVisible();
  const speaker = page.getByLabel('Speaker');
  const camera = page.getByLabel('Camera');
  const second = await speaker.locator('option').last().getAttribute('value');
  await speaker.selectOption(second);
  await page.getByRole('button', { name: 'Play a test sound' }).click();
  await expect(page.getByText('A sound is playing')).toBeVisible();
  const heard = await page.evaluate(() => {
    const element = (window as unknown as Noted).played.at(-1) as HTMLMediaElement;
    return {
      sink: element.sinkId,
      isMuted: element.muted,
      tracks: (element.srcObject as MediaStream).getAudioTracks().length,
    };
  });
  expect(heard).toEqual({ sink: second, isMuted: false, tracks: 1 });
  const level = page.locator('parley-speaker-test parley-level');
  await expect
    .poll(() => level.evaluate((element: HTMLElement) => Number(element.style.getPropertyValue('--level'))))
    .toBeGreaterThan(0.3);
  await gallery.show('speaker-test', { ada: page });
  await expect(page.getByText('Did you hear it?')).toBeVisible();

  const other = await camera.locator('option').last().getAttribute('value');
  await camera.selectOption(other);
  await page.reload();
  await expect(camera).toHaveValue(other ?? '');
  await expect(speaker).toHaveValue(second ?? '');

  await page.evaluate(() => {
    const choice = JSON.parse(localStorage.getItem('parley.media') ?? '{}') as { devices: Record<string, string> };
    localStorage.setItem('parley.media', JSON.stringify({ ...choice, devices: { camera: 'unplugged' } }));
  });
  await page.reload();
  await expect(page.getByText(/is not there\. Now using fake_device/).first()).toBeVisible();
  await expect(page.getByTestId('preview')).toBeVisible();
  await expect(problems(page)).toHaveCount(0);
  expect(gallery.faults).toEqual([]);
});
