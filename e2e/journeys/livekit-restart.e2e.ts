import { expect, test, type Locator } from '@playwright/test';
import { pictureIn } from '../harness/media-probe.ts';
import { Person } from '../harness/person.ts';
import { slowness } from '../harness/slowness.ts';
import type { Stack } from '../harness/stack.ts';
import { Starter } from '../harness/starter.ts';

test.describe.configure({ mode: 'serial', timeout: 480_000 });
test.use({ actionTimeout: 60_000 });

const PATIENT = { timeout: 60_000 };

let starter: Starter;
let stack: Stack;
test.beforeAll(async () => {
  test.setTimeout(480_000);
  starter = await Starter.start();
  stack = await starter.ready();
});
test.afterAll(() => starter.dispose());

const moves = async (video: Locator): Promise<void> => {
  const frames = async () => ((await video.count()) === 1 ? (await pictureIn(video)).framesDecoded : 0);
  const before = await frames();
  await expect.poll(frames, PATIENT).not.toBe(before);
  await expect.poll(frames, PATIENT).toBeGreaterThan(15);
};

test('the media server is killed: people are told, and are in the same meeting again by themselves, as they were', async ({
  browser,
}) => {
  const [ada, grace] = [
    await Person.arrive(browser, 'Ada Lovelace', stack),
    await Person.arrive(browser, 'Grace Hopper', stack),
  ];
  for (const person of [ada, grace]) await person.signUp();
  const link = await ada.makeMeeting();
  for (const person of [ada, grace]) {
    await person.page.goto(link);
    await person.join();
  }
  const pictures = [ada.tileOf(grace).locator('video'), grace.tileOf(ada).locator('video')];
  for (const picture of pictures) await moves(picture);
  await grace.page.getByRole('button', { name: 'Mute', exact: true }).click();
  await grace.page.getByRole('button', { name: 'Raise hand' }).click();
  await expect(ada.tileOf(grace).getByText('Hand raised')).toBeAttached();

  process.kill(starter.pids()['livekit'] as number, 'SIGKILL');
  const killedAt = Date.now();
  for (const { page } of [ada, grace])
    await expect(page.locator('parley-connection-notice').getByText(/reconnecting/i)).toBeVisible();
  for (const { page } of [ada, grace]) await expect(page.locator('parley-connection-notice')).toBeHidden(PATIENT);
  for (const picture of pictures) await moves(picture);
  console.log(JSON.stringify({ backAfterMs: Date.now() - killedAt, slowness: slowness() }));

  for (const person of [ada, grace]) {
    await expect(person.page.getByTestId('tile')).toHaveCount(2);
    await expect(person.page.getByRole('button', { name: 'Stop video' })).toBeVisible();
    expect(person.complaints).toEqual([]);
  }
  await expect(grace.page.getByRole('button', { name: 'Unmute' }).first()).toBeVisible();
  await expect(ada.page.getByRole('button', { name: 'Mute', exact: true })).toBeVisible();
  for (const { context } of [ada, grace]) await context.close();
});
