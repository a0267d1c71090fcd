import { expect, test, type Page } from '@playwright/test';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';

const PATIENT = { timeout: 20_000 };

test.use({ actionTimeout: 20_000 });

test('a group is made, renamed, read on two devices, left and cleared of somebody', async ({ browser }) => {
  test.setTimeout(240_000);
  const gallery = new Gallery('groups');
  const names = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing'];
  const [ada, grace, alan] = await Promise.all(names.map((name) => Person.arrive(browser, name)));
  if (!ada || !grace || !alan) throw new Error('somebody did not arrive');
  const message = (page: Page, words: string) => page.getByTestId('message').filter({ hasText: words });
  const change = (page: Page, words: string) => page.getByTestId('change').filter({ hasText: words });
  const details = (page: Page) => page.getByRole('complementary', { name: 'About this group' });
  const chats = (page: Page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Chats/ });
  const row = (page: Page, title: string) =>
    page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: title });
  const open = async (page: Page, title: string) => {
    await chats(page).click();
    await row(page, title).click();
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible(PATIENT);
  };

  await test.step('Ada starts a group of two with Grace, and names it', async () => {
    await Promise.all([ada.signUp(), grace.signUp(), alan.signUp()]);
    await ada.page.goto('/chats/new');
    await ada.page.getByLabel('Search people').fill(grace.email);
    await ada.page.getByRole('button', { name: grace.name }).click();
    await ada.page.getByLabel('Search people').fill(alan.email);
    await ada.page.getByRole('button', { name: alan.name }).click();
    await ada.page.getByLabel('Title').fill('Tea');
    await ada.page.getByRole('button', { name: 'Start conversation' }).click();
    await ada.say('Who brings the biscuits?');
    await ada.say('And who the milk?');
    await expect(message(ada.page, 'milk')).toBeVisible(PATIENT);
  });

  const second = await grace.context.newPage();
  await test.step('Grace sees two unread on both of her devices, and reads them on one', async () => {
    for (const page of [grace.page, second]) {
      await page.goto('/chats');
      await expect(row(page, 'Tea')).toContainText('2 unread', PATIENT);
      await expect(chats(page)).toContainText('1 unread');
    }
    await row(grace.page, 'Tea').click();
    await expect(message(grace.page, 'milk')).toBeVisible(PATIENT);
    for (const page of [grace.page, second]) {
      await expect(row(page, 'Tea')).not.toContainText('unread', PATIENT);
      await expect(chats(page)).not.toContainText('unread');
    }
    await expect(ada.page.getByTestId('seen')).toHaveText('Seen by Grace Hopper', PATIENT);
  });

  await test.step('each sees the other type, and not themselves', async () => {
    await open(alan.page, 'Tea');
    await grace.page.getByRole('textbox', { name: 'Message' }).pressSequentially('I do');
    await expect(ada.page.getByTestId('typing')).toHaveText('Grace Hopper is typing', PATIENT);
    await alan.page.getByRole('textbox', { name: 'Message' }).pressSequentially('Not I');
    await expect(ada.page.getByTestId('typing')).toHaveText('Grace Hopper and Alan Turing are typing', PATIENT);
    await expect(grace.page.getByTestId('typing')).toHaveText('Alan Turing is typing');
    await gallery.show('typing', { ada: ada.page });
    await grace.page.getByRole('textbox', { name: 'Message' }).press('Enter');
    await expect(message(ada.page, 'I do')).toBeVisible(PATIENT);
    await expect(ada.page.getByTestId('typing')).not.toContainText('Grace');
    await expect(ada.page.getByTestId('seen')).toContainText('Alan Turing', PATIENT);
  });

  await test.step('Grace renames it, by keys; everybody reads the line and the title', async () => {
    await grace.page.getByRole('button', { name: 'About this group' }).press('Enter');
    await expect(details(grace.page).getByRole('heading', { name: 'About this group' })).toBeFocused(PATIENT);
    await expect(details(grace.page).getByTestId('member')).toHaveCount(3);
    await expect(details(grace.page).getByRole('button', { name: /^Remove/ })).toHaveCount(0);
    await details(grace.page).getByRole('button', { name: 'Rename the group' }).press('Enter');
    await details(grace.page).getByLabel('Title').fill('Coffee');
    await details(grace.page).getByLabel('Title').press('Enter');
    await expect(change(ada.page, 'Grace Hopper named the group Coffee.')).toBeVisible(PATIENT);
    await expect(ada.page.getByRole('heading', { name: 'Coffee', level: 1 })).toBeVisible();
    await expect(row(second, 'Coffee')).toBeVisible(PATIENT);
    await expect(details(grace.page).getByRole('button', { name: 'Rename the group' })).toBeFocused(PATIENT);
    await grace.page.keyboard.press('Escape');
    await expect(details(grace.page)).toHaveCount(0);
    await expect(grace.page.getByRole('button', { name: 'About this group' })).toBeFocused();
  });

  await test.step('Ada removes Alan, who reads no further, and takes him in again', async () => {
    await ada.page.getByRole('button', { name: 'About this group' }).click();
    await expect(details(ada.page).getByTestId('member')).toHaveCount(3, PATIENT);
    await gallery.show('details', { ada: ada.page });
    await details(ada.page).getByRole('button', { name: 'Remove Alan Turing' }).click();
    await gallery.show('sure', { ada: ada.page });
    await ada.page.getByRole('button', { name: 'Remove from group' }).click();
    await expect(change(ada.page, 'You removed Alan Turing.')).toBeVisible(PATIENT);
    await expect(alan.page.getByText('You are no longer in this group.')).toBeVisible(PATIENT);
    await expect(row(alan.page, 'Coffee')).toHaveCount(0);
    await gallery.show('gone', { alan: alan.page });
    await ada.say('Between us');
    await expect(message(grace.page, 'Between us')).toBeVisible(PATIENT);
    await details(ada.page).getByRole('button', { name: 'Add people' }).click();
    await details(ada.page).getByLabel('Search people').fill(alan.email);
    await details(ada.page).getByRole('button', { name: alan.name, exact: true }).click();
    await expect(change(grace.page, 'Ada Lovelace added Alan Turing.')).toBeVisible(PATIENT);
    await ada.say('Welcome back');
    // He has not gone from the page: it is his again by itself.
    await expect(message(alan.page, 'Welcome back')).toBeVisible(PATIENT);
    await expect(row(alan.page, 'Coffee')).toBeVisible();
    await expect(message(alan.page, 'Between us')).toHaveCount(0);
    await gallery.show('lines', { grace: grace.page, alan: alan.page });
  });

  await test.step('Ada leaves; Grace manages now', async () => {
    await details(ada.page).getByRole('button', { name: 'Leave group' }).click();
    await ada.page.getByRole('button', { name: 'Leave group' }).last().click();
    await expect(ada.page).toHaveURL(/\/chats$/, PATIENT);
    await expect(row(ada.page, 'Coffee')).toHaveCount(0);
    await expect(change(grace.page, 'Ada Lovelace left.')).toBeVisible(PATIENT);
    await grace.page.getByRole('button', { name: 'About this group' }).click();
    await expect(details(grace.page).getByRole('button', { name: /^Remove/ })).toHaveCount(1, PATIENT);
  });

  expect(gallery.faults).toEqual([]);
  for (const one of [ada, grace, alan]) expect(one.complaints).toEqual([]);
});
