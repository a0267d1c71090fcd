import { expect, test, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Gallery } from '../harness/gallery.ts';
import { Inbox } from '../harness/inbox.ts';
import { Person } from '../harness/person.ts';
import { stack } from '../harness/stack.ts';

const TITLE = 'Quarterly <b>review</b> 😀';
/** Whoever came too early looks again every 20 s. */
const LET_IN = { timeout: 60_000 };

test.use({ actionTimeout: 30_000 });

/** Puts day and time so many minutes from now into the form, as the browser's own clock shows them. */
async function setStart(page: Page, minutes: number): Promise<void> {
  const { day, time } = await page.evaluate((ahead) => {
    const at = new Date(Date.now() + ahead * 60_000);
    const two = (value: number): string => String(value).padStart(2, '0');
    return {
      day: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
      time: `${two(at.getHours())}:${two(at.getMinutes())}`,
    };
  }, minutes);
  await page.getByLabel('Day', { exact: true }).fill(day);
  await page.getByLabel('Starts at').fill(time);
}

const answerOf = (page: Page, who: string) => page.getByTestId('invitee').filter({ hasText: who });
const nextAt = (page: Page) => page.getByTestId('next-meeting').filter({ hasText: TITLE });

test('a meeting is scheduled, answered by mail and on its page, moved, begun and called off', async ({ browser }) => {
  test.setTimeout(480_000);
  const gallery = new Gallery('schedule');
  const ada = await Person.arrive(browser, 'Ada Lovelace');
  const grace = await Person.arrive(browser, `Grace ${randomUUID().slice(0, 8)}`);
  const ann = `ann.${randomUUID()}@example.org`;
  const inbox = new Inbox(stack());
  let code = '';
  let link = '';
  const reload = async () => {
    await ada.page.goto(`/meetings/${code}`);
    await expect(ada.page.getByTestId('when')).toBeVisible();
  };

  await test.step('home says that nothing is scheduled, and leads to the form', async () => {
    await ada.signUp();
    await grace.signUp();
    await expect(ada.page.getByText('Nothing is scheduled')).toBeVisible();
    await gallery.show('home-empty', { ada: ada.page });
    await ada.page.getByRole('button', { name: 'More ways to meet' }).click();
    await gallery.show('ways', { ada: ada.page });
    await ada.page.getByRole('menuitem', { name: /^Schedule/ }).click();
    await expect(ada.page.getByRole('heading', { name: 'Schedule a meeting' })).toBeVisible();
  });

  await test.step('what is missing or refused stands at its field, and the caret goes there', async () => {
    const submit = ada.page.getByRole('button', { name: 'Schedule meeting' });
    await submit.click();
    await expect(ada.page.getByLabel('Title')).toBeFocused();
    await expect(ada.page.getByLabel('Title')).toHaveAccessibleDescription('This is needed.');
    await ada.page.getByLabel('Title').fill(TITLE);
    await setStart(ada.page, -3 * 24 * 60);
    await submit.click();
    await expect(ada.page.getByLabel('Day', { exact: true })).toBeFocused();
    await expect(ada.page.getByLabel('Day', { exact: true })).toHaveAccessibleDescription('This start is in the past.');
    await setStart(ada.page, 24 * 60);
    await ada.page.getByLabel('Repeat').selectOption('weekly');
    await ada.page.getByLabel('Times').fill('4000');
    await submit.click();
    await expect(ada.page.getByLabel('Times')).toHaveAccessibleDescription(/1 to 366 times/);
    await ada.page.getByLabel('Most people').fill('20000');
    await submit.click();
    await expect(ada.page.getByLabel('Most people')).toHaveAccessibleDescription(/1 to 10000 people/);
    await gallery.show('refused', { ada: ada.page });
    await ada.page.getByLabel('Most people').fill('12');
    await ada.page.getByLabel('Repeat').selectOption('none');
  });

  await test.step('people are found by name, anybody else is invited by address', async () => {
    const field = ada.page.getByLabel('Invite people');
    await field.fill(grace.name);
    await ada.page.getByRole('list', { name: 'People found' }).getByRole('button', { name: grace.name }).click();
    await field.fill(ann);
    await field.press('Enter');
    await expect(ada.page.getByTestId('picked')).toHaveCount(2);
    await gallery.show('form', { ada: ada.page });
    await ada.page.getByRole('button', { name: 'Schedule meeting' }).click();
    await expect(ada.page).toHaveURL(/\/meetings\/[a-z]{3}-[a-z]{4}-[a-z]{3}$/);
    code = ada.page.url().split('/').at(-1) ?? '';
  });

  await test.step('its page shows when, and who has not answered; home shows it without a way in', async () => {
    await expect(ada.page.getByRole('heading', { level: 1 })).toHaveText(TITLE);
    await expect(ada.page.getByTestId('when')).toBeVisible();
    await expect(answerOf(ada.page, ann)).toContainText('No answer yet');
    await expect(answerOf(ada.page, grace.name)).toContainText('No answer yet');
    await gallery.show('planned', { ada: ada.page });
    await ada.openHome();
    await expect(nextAt(ada.page)).toBeVisible();
    await expect(nextAt(ada.page).getByRole('link', { name: /Join/ })).toHaveCount(0);
    await gallery.show('home', { ada: ada.page });
  });

  await test.step('Copy invitation puts title, time and link on the clipboard, and says where it works', async () => {
    await ada.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stack().url });
    await reload();
    await ada.page.getByRole('button', { name: 'Copy invitation' }).click();
    await expect(ada.page.getByText(/Invitation copied. Works only on this computer/).first()).toBeVisible();
    const copied = await ada.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(TITLE);
    expect(copied).toContain(`/m/${code}`);
  });

  await test.step('Ann gets a mail; opening its link answers nothing, pressing does', async () => {
    const [mail] = await inbox.mailsTo(ann, 1);
    expect(mail?.subject).toContain(TITLE);
    const reader = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const box = await reader.newPage();
    await box.goto(inbox.url);
    await box.getByRole('listitem').filter({ hasText: ann }).getByRole('link').click();
    // No gallery: what judges a page cannot reach into the frame of a mail, in which nothing runs.
    await expect(box.frameLocator('iframe').getByRole('link', { name: 'Yes', exact: true })).toBeVisible();
    await box.screenshot({ path: join(import.meta.dirname, '../artifacts/schedule/mail.png') });
    const [page] = await Promise.all([
      reader.waitForEvent('page'),
      box.frameLocator('iframe').getByRole('link', { name: 'Yes', exact: true }).click(),
    ]);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(TITLE);
    await expect(page.getByText('Press the button to send your answer.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Yes, I will come' })).toBeFocused();
    link = page.url();
    await gallery.show('invitation', { ann: page });
    await reload();
    await expect(answerOf(ada.page, ann)).toContainText('No answer yet');
    await page.getByRole('button', { name: 'Yes, I will come' }).click();
    await expect(page.getByTestId('answered')).toHaveText('You answered: Yes. The host sees it.');
    await gallery.show('answered', { ann: page });
    await reader.close();
  });

  await test.step('Grace finds it at home and says Maybe on its page; Ada sees both answers', async () => {
    await grace.page.goto('/');
    await nextAt(grace.page).getByRole('link', { name: TITLE }).click();
    await grace.page.getByRole('button', { name: 'Maybe' }).click();
    await expect(grace.page.getByRole('button', { name: 'Maybe' })).toHaveAttribute('aria-pressed', 'true');
    await reload();
    await expect(answerOf(ada.page, ann)).toContainText('Comes');
    await expect(answerOf(ada.page, grace.name)).toContainText('May come');
    await gallery.show('answers', { ada: ada.page, grace: grace.page });
  });

  await test.step('whoever comes too early reads when it starts', async () => {
    await grace.page.goto(`/m/${code}`);
    await grace.page.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(grace.page.getByRole('heading', { name: /This meeting starts at/ })).toBeVisible(LET_IN);
    await gallery.show('too-early', { grace: grace.page });
  });

  await test.step('Ada moves it to in a few minutes: Grace is let in by herself, and home has a way in', async () => {
    await reload();
    await ada.page.getByRole('link', { name: 'Change', exact: true }).click();
    await expect(ada.page.getByLabel('Title')).toHaveValue(TITLE);
    await expect(ada.page.getByTestId('picked')).toHaveCount(2);
    await setStart(ada.page, 8);
    await ada.page.getByRole('button', { name: 'Save changes' }).click();
    await expect(answerOf(ada.page, ann)).toContainText('No answer yet');
    await ada.openHome();
    await expect(nextAt(ada.page).getByRole('link', { name: /Join/ })).toBeVisible();
    await gallery.show('home-soon', { ada: ada.page });
    await expect(grace.page.getByRole('toolbar', { name: 'Meeting controls' })).toBeVisible(LET_IN);
    await grace.leave();
    expect(await inbox.mailsTo(ann, 2)).toHaveLength(2);
  });

  await test.step('Ada calls it off, after being asked once more; the link says so', async () => {
    await reload();
    await ada.page.getByRole('button', { name: 'Cancel meeting' }).click();
    await gallery.show('cancel', { ada: ada.page });
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Cancel meeting' }).click();
    await expect(ada.page.getByText('This meeting was cancelled.')).toBeVisible();
    await gallery.show('cancelled', { ada: ada.page });
    expect(await inbox.mailsTo(ann, 3)).toHaveLength(3);
    const page = await (await browser.newContext()).newPage();
    await page.goto(link);
    await expect(page.getByText('There is nothing to answer')).toBeVisible();
    await gallery.show('invitation-cancelled', { ann: page });
    await page.goto(link.replace(/\/i\/.*/, '/i/no-such-token'));
    await expect(page.getByText('There is no such invitation')).toBeVisible();
    await gallery.show('invitation-unknown', { ann: page });
    await ada.openHome();
    await expect(ada.page.getByText('Nothing is scheduled')).toBeVisible();
  });

  await test.step('a permanent room has no time, and its page says that the link stays', async () => {
    await ada.page.getByRole('button', { name: 'More ways to meet' }).click();
    await ada.page.getByRole('menuitem', { name: /^Permanent room/ }).click();
    await expect(ada.page.getByLabel('Permanent room')).toBeChecked();
    await expect(ada.page.getByLabel('Day', { exact: true })).toHaveCount(0);
    await ada.page.getByLabel('Title').fill('Office hours');
    await gallery.show('room-form', { ada: ada.page });
    await ada.page.getByRole('button', { name: 'Create room' }).click();
    await expect(ada.page.getByTestId('when')).toHaveText('A permanent room: its link stays');
    await gallery.show('room', { ada: ada.page });
  });

  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  expect(gallery.faults).toEqual([]);
});
