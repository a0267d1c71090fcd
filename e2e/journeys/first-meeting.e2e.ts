import { expect, test, type Locator } from '@playwright/test';
import { Gallery } from '../harness/gallery.ts';
import { motionIn, pictureIn, soundHeard } from '../harness/media-probe.ts';
import { Person } from '../harness/person.ts';
import { until } from '../harness/until.ts';

const PATIENT = { timeout: 60_000 };

test.use({ actionTimeout: 30_000 });

/** Frames of this very picture arrive and are decoded, and what is drawn moves. */
async function expectToMove(video: Locator, leastWidth: number): Promise<void> {
  await expect.poll(async () => (await pictureIn(video)).frameWidth, PATIENT).toBeGreaterThanOrEqual(leastWidth);
  const { framesDecoded } = await pictureIn(video);
  await expect.poll(async () => (await pictureIn(video)).framesDecoded, PATIENT).toBeGreaterThan(framesDecoded + 20);
  await expect.poll(async () => (await motionIn(video)).changed, PATIENT).toBeGreaterThan(10);
  expect((await motionIn(video)).shades).toBeGreaterThan(8);
}

test('two strangers sign up, find each other, chat, and hold a video meeting with a shared screen', async ({
  browser,
}) => {
  test.setTimeout(480_000);
  const gallery = new Gallery('first-meeting');
  const [ada, grace] = [await Person.arrive(browser, 'Ada Lovelace'), await Person.arrive(browser, 'Grace Hopper')];
  const both = { ada: ada.page, grace: grace.page };
  let link = '';

  await test.step('both sign up', async () => {
    await ada.page.goto('/sign-up');
    await gallery.show('sign-up', { ada: ada.page });
    await ada.signUp();
    await grace.signUp();
    await gallery.show('home', both);
  });

  await test.step('Ada finds Grace and asks; Grace is told without reloading, and accepts', async () => {
    await grace.openPeople();
    await ada.requestContact(grace);
    await gallery.show('requested', both);
    await grace.acceptRequestOf(ada);
    await expect(grace.contact(ada)).toBeVisible();
    await ada.openHome();
    await ada.openPeople();
    await expect(ada.contact(grace)).toBeVisible();
  });

  await test.step('each sees the other online', async () => {
    await expect(ada.contact(grace).getByTestId('presence')).toHaveText('Online');
    await expect(grace.contact(ada).getByTestId('presence')).toHaveText('Online');
    await gallery.show('contacts', both);
  });

  await test.step('they chat both ways, each message once', async () => {
    await ada.openChatWith(grace);
    await grace.openChatWith(ada);
    await ada.say('Good morning, Grace');
    await expect(grace.messages('Good morning, Grace')).toHaveCount(1);
    await grace.say('Good morning, Ada. Shall we talk?');
    await expect(ada.messages('Good morning, Ada. Shall we talk?')).toHaveCount(1);
    await expect(ada.messages('Good morning, Grace')).toHaveCount(1);
    await gallery.show('chat', both);
  });

  await test.step('Ada finds what was said by the beginning of a word', async () => {
    const found = ada.page.getByTestId('found-message');
    await ada.page.getByLabel('Search chats').fill('morn');
    await expect(found).toHaveCount(2);
    await expect(found.first().locator('mark')).toHaveText('morning');
    await gallery.show('search', { ada: ada.page });
    await found.last().getByRole('link').click();
    await expect(ada.page.locator('article').filter({ hasText: 'Good morning, Grace' })).toBeFocused();
    await ada.page.getByLabel('Search chats').press('Escape');
    await expect(found).toHaveCount(0);
  });

  await test.step('Ada makes a meeting; Grace comes by its link', async () => {
    link = await ada.makeMeeting();
    expect(link).toMatch(/\/m\/[a-z]{3}-[a-z]{4}-[a-z]{3}$/);
    await gallery.show('meeting-ready', { ada: ada.page });
    await ada.page.getByRole('link', { name: 'Go to the meeting' }).click();
    await expect(ada.page.getByTestId('preview')).toBeVisible();
    await gallery.show('pre-join', { ada: ada.page });
    await ada.join();
    await gallery.show('alone', { ada: ada.page });
    await grace.page.goto(link);
    await grace.join();
  });

  await test.step('each decodes moving frames of the other’s camera', async () => {
    await expectToMove(ada.tileOf(grace).locator('video'), 320);
    await expectToMove(grace.tileOf(ada).locator('video'), 320);
  });

  await test.step('each hears the other, and the speaker’s tile is marked', async () => {
    for (const person of [ada, grace]) {
      const before = await soundHeard(person.page);
      await expect.poll(() => soundHeard(person.page), PATIENT).toBeGreaterThan(before + 0.001);
    }
    await expect(ada.tileOf(grace)).toHaveAttribute('data-speaking', 'true', PATIENT);
    await expect(grace.tileOf(ada)).toHaveAttribute('data-speaking', 'true', PATIENT);
    await gallery.show('meeting', both);
  });

  await test.step('Ada shares her screen; Grace sees it, whole and moving on', async () => {
    await ada.page.getByRole('button', { name: /Share/ }).click();
    const screen = grace.screenOf(ada).locator('video');
    await expect(screen).toBeVisible(PATIENT);
    await expect.poll(async () => (await pictureIn(screen)).frameWidth, PATIENT).toBeGreaterThanOrEqual(1280);
    const { framesDecoded } = await pictureIn(screen);
    await expect.poll(async () => (await pictureIn(screen)).framesDecoded, PATIENT).toBeGreaterThan(framesDecoded);
    expect((await motionIn(screen)).shades).toBeGreaterThan(8);
    await expect(ada.page.getByTestId('screen').getByText('You are sharing your screen')).toBeVisible();
    await gallery.show('screen', both);
    await ada.page.getByTestId('screen').getByRole('button', { name: 'Stop sharing' }).click();
    await expect(grace.page.getByTestId('screen')).toHaveCount(0);
  });

  await test.step('the people of the meeting have the names of the graph', async () => {
    await grace.page.getByRole('button', { name: 'People' }).click();
    await expect(grace.page.getByTestId('participant')).toHaveCount(2);
    await expect(grace.page.getByTestId('participant').filter({ hasText: ada.name })).toContainText('Host');
    await gallery.show('people', { grace: grace.page });
  });

  await test.step('Grace leaves; Ada sees it within two seconds', async () => {
    await expect(ada.tileOf(grace)).toBeVisible();
    await grace.leave();
    const took = await until(async () => (await ada.tileOf(grace).count()) === 0, 5_000);
    expect(took).toBeLessThanOrEqual(2_000);
    await expect(grace.page.getByText('You left the meeting')).toBeVisible();
    await gallery.show('left', both);
  });

  await test.step('Ada ends the meeting; nobody comes in any more', async () => {
    await ada.page.getByRole('button', { name: 'More', exact: true }).click();
    await ada.page.getByRole('menuitem', { name: 'End meeting for everyone' }).click();
    await expect(ada.page.getByText('The meeting has ended')).toBeVisible();
    await grace.page.goto(link);
    await expect(grace.page.getByText(/over|ended/)).toBeVisible();
    await gallery.show('ended', both);
  });

  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  expect(gallery.faults).toEqual([]);
});
