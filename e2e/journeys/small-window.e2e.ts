import { expect, test } from '@playwright/test';
import { Gallery } from '../harness/gallery.ts';
import { pictureIn, picturesComing, soundHeard } from '../harness/media-probe.ts';
import { Person } from '../harness/person.ts';
import { stack } from '../harness/stack.ts';
import { StandIn } from '../harness/stand-in.ts';

const PATIENT = { timeout: 45_000 };

test.use({ actionTimeout: 30_000 });

test('a meeting goes on in a small window while one reads elsewhere, and is left from there', async ({ browser }) => {
  test.setTimeout(480_000);
  const gallery = new Gallery('small-window');
  const ada = await Person.arrive(browser, 'Ada Lovelace');
  const { page } = ada;
  await ada.signUp();
  const link = await ada.makeMeeting();
  await ada.openPeople();
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, new URL(link).pathname);
  await ada.join();
  await ada.openToGuests();
  const guests = await Promise.all(
    ['Grace Hopper', 'Mara Example'].map((name) => StandIn.join(stack(), link.slice(link.lastIndexOf('/') + 1), name)),
  );
  await Promise.all(guests.map((one) => one.show({ isVoiced: one.name === 'Mara Example' })));
  const small = page.getByTestId('small-window');
  const connections = () =>
    page.evaluate(() => (window as unknown as { parleyConnections: object[] }).parleyConnections.length);

  try {
    await expect(page.getByTestId('tile').locator('video')).toHaveCount(3, PATIENT);
    const before = await connections();

    await test.step('it shrinks where one was, and goes on: sound, and one picture alone', async () => {
      await page.getByRole('link', { name: /^Small window/ }).click();
      await expect(page.getByRole('heading', { name: 'People', level: 1 })).toBeVisible();
      await expect(small).toBeVisible();
      await expect(small.locator('video')).toHaveCount(1, PATIENT);
      await expect.poll(() => picturesComing(page), PATIENT).toBe(1);
      const heard = await soundHeard(page);
      await expect.poll(() => soundHeard(page), PATIENT).toBeGreaterThan(heard + 0.01);
      await expect(small.getByTestId('tile')).toHaveAttribute('aria-label', 'Mara Example', PATIENT);
      await gallery.show('people', { ada: page });
    });

    await test.step('it is carried by keys and by the mouse, and stays within the window', async () => {
      const handle = small.getByRole('button', { name: /Move this window/ });
      const at = async () => (await small.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      const first = await at();
      await handle.focus();
      await page.keyboard.press('ArrowLeft');
      await expect.poll(async () => (await at()).x).toBeLessThan(first.x - 20);
      for (let n = 0; n < 30; n++) await page.keyboard.press('ArrowUp');
      await expect.poll(async () => Math.floor((await at()).y)).toBe(8);
      const [from, box] = [await handle.boundingBox(), await at()];
      if (!from) throw new Error('the handle is not there');
      await page.mouse.move(from.x + 20, from.y + 10);
      await page.mouse.down();
      await page.mouse.move(from.x - 200, from.y + 200, { steps: 8 });
      await page.mouse.up();
      await expect.poll(async () => (await at()).x).toBeLessThan(box.x - 100);
      // What was carried by the mouse is carried on by keys from there.
      const { x } = await at();
      await handle.press('ArrowRight');
      await expect.poll(async () => (await at()).x).toBeGreaterThan(x + 20);
    });

    await test.step('single keys are the page’s, and the microphone is at hand', async () => {
      await page.getByRole('heading', { name: 'People', level: 1 }).click();
      await page.keyboard.press('m');
      await expect(small.getByRole('button', { name: 'Mute', exact: true })).toBeVisible();
      await small.getByRole('button', { name: 'Mute', exact: true }).click();
      await expect(small.getByRole('button', { name: 'Unmute', exact: true })).toBeVisible();
      await ada.openHome();
      await expect(small.getByRole('button', { name: 'Unmute', exact: true })).toBeVisible();
    });

    await test.step('back at the meeting nothing was reconnected', async () => {
      await small.getByRole('link', { name: 'Back to the meeting' }).click();
      await ada.isIn();
      await expect(page.getByTestId('tile')).toHaveCount(3);
      const video = ada.tileOf({ name: 'Grace Hopper' }).locator('video');
      await expect.poll(async () => (await pictureIn(video)).framesDecoded, PATIENT).toBeGreaterThan(0);
      expect(await connections()).toBe(before);
      await expect(page).toHaveTitle(/Ada Lovelace’s meeting/);
      await page.goBack();
      await expect(small).toBeVisible();
      await page.goForward();
      await ada.isIn();
      expect(await connections()).toBe(before);
    });

    await test.step('it is left from the small window, and one stays where one is', async () => {
      await page.getByRole('link', { name: /^Small window/ }).click();
      await small.getByRole('button', { name: 'Leave meeting' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Leave anyway' }).click();
      await expect(small).toHaveCount(0, PATIENT);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    });
  } finally {
    await Promise.all(guests.map((one) => one.leave()));
  }
  expect(ada.complaints).toEqual([]);
  expect(gallery.faults).toEqual([]);
});
