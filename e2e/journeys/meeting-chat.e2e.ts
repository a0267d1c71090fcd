import { expect, test } from '@playwright/test';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';

const PATIENT = { timeout: 30_000 };

test.use({ actionTimeout: 30_000 });

test('a host and a guest write in the meeting, and the host reads it afterwards', async ({ browser }) => {
  test.setTimeout(480_000);
  const gallery = new Gallery('meeting-chat');
  const [ada, mara] = await Promise.all(['Ada Lovelace', 'Mara Example'].map((name) => Person.arrive(browser, name)));
  if (!ada || !mara) throw new Error('somebody did not arrive');
  const chat = (who: Person) => who.page.getByRole('complementary', { name: 'Chat' });
  const box = (who: Person) => who.page.getByRole('textbox', { name: 'Message' });
  const message = (who: Person, words: string) => who.page.getByTestId('message').filter({ hasText: words });
  const chatButton = (who: Person) => who.page.getByRole('button', { name: /^Chat/ });
  let link = '';

  await test.step('Ada is in, and Mara as a guest', async () => {
    await ada.signUp();
    link = await ada.makeMeeting();
    await ada.page.goto(link);
    await ada.join();
    const controls = await ada.openHostControls();
    await controls.getByLabel('Who may join by the link').selectOption('PUBLIC');
    await controls.getByRole('button', { name: 'Close' }).click();
    await mara.askAsGuest(link);
    await mara.isIn();
    await expect(mara.tileOf(ada)).toBeVisible(PATIENT);
  });

  await test.step('C opens the chat for writing; Mara sees a badge and a line of it', async () => {
    await ada.page.getByRole('heading', { level: 1 }).focus();
    await ada.page.keyboard.press('c');
    await expect(box(ada)).toBeFocused();
    await gallery.show('empty', { ada: ada.page });
    await ada.say('The agenda is about otters');
    await expect(message(ada, 'otters')).toBeVisible(PATIENT);
    await expect(mara.page.getByTestId('chat-preview')).toContainText('The agenda is about otters', PATIENT);
    await expect(mara.page.getByTestId('chat-count')).toHaveAttribute('data-count', '1');
    await expect(mara.page.getByRole('button', { name: 'Chat, 1 unread' })).toBeVisible();
    await mara.page.screenshot({ path: 'artifacts/meeting-chat/preview-mara.png' });
  });

  await test.step('Mara answers as a guest; Escape goes back to the button', async () => {
    await chatButton(mara).click();
    await expect(box(mara)).toBeFocused();
    await expect(mara.page.getByTestId('chat-count')).toHaveCount(0);
    await mara.say('I like otters, see https://example.com/otters');
    await expect(message(ada, 'I like otters')).toBeVisible(PATIENT);
    await expect(message(ada, 'I like otters')).toContainText('Guest');
    await expect(message(mara, 'I like otters')).toHaveCount(1);
    await gallery.show('panel', { ada: ada.page, mara: mara.page });
    await box(mara).press('Escape');
    await expect(chat(mara)).toHaveCount(0);
    await expect(chatButton(mara)).toBeFocused();
  });

  await test.step('who reloads is the same guest, and finds what was said', async () => {
    await mara.page.reload();
    await mara.page.getByRole('button', { name: /Ask to join|Join as a guest/ }).click();
    await mara.isIn();
    await chatButton(mara).click();
    await expect(message(mara, 'The agenda is about otters')).toBeVisible(PATIENT);
    await mara.say('Back again');
    await expect(message(ada, 'Back again')).toBeVisible(PATIENT);
  });

  await test.step('Ada lets presenters write no more: Mara reads why, at once', async () => {
    const controls = await ada.openHostControls();
    await controls.getByRole('switch', { name: 'Write in the chat' }).uncheck();
    await controls.getByRole('button', { name: 'Close' }).click();
    await expect(mara.page.getByText('The host does not let presenters write.')).toBeVisible(PATIENT);
    await expect(box(mara)).toHaveCount(0);
    await gallery.show('read-only', { mara: mara.page });
  });

  await test.step('the meeting ends; Ada finds the chat in the record and among her chats', async () => {
    await ada.page.getByRole('button', { name: 'More', exact: true }).click();
    await ada.page.getByRole('menuitem', { name: 'End meeting for everyone' }).click();
    await expect(mara.page.getByText('The meeting has ended')).toBeVisible(PATIENT);
    await ada.page.goto(link.replace('/m/', '/meetings/'));
    await expect(ada.page.getByTestId('session')).toHaveCount(1, PATIENT);
    await gallery.show('record', { ada: ada.page });
    await ada.page.getByRole('link', { name: 'Read the chat' }).click();
    await expect(message(ada, 'I like otters')).toContainText('Guest', PATIENT);
    await gallery.show('chats', { ada: ada.page });
  });

  expect(gallery.faults).toEqual([]);
  expect([...ada.complaints, ...mara.complaints]).toEqual([]);
});
