import { expect, test } from '@playwright/test';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';

const PATIENT = { timeout: 20_000 };

test.use({ actionTimeout: 20_000 });

test('two people answer, react, mention, change and take back', async ({ browser }) => {
  test.setTimeout(300_000);
  const gallery = new Gallery('message-changes');
  const [ada, ben] = await Promise.all(['Ada Lovelace', 'Ben Example'].map((name) => Person.arrive(browser, name)));
  if (!ada || !ben) throw new Error('somebody did not arrive');
  const box = (who: Person) => who.page.getByRole('textbox', { name: 'Message' });
  const message = (who: Person, words: string) => who.page.getByTestId('message').filter({ hasText: words });
  const menuOf = async (who: Person, words: string) => {
    await message(who, words).hover();
    await message(who, words).getByRole('button', { name: 'What to do with this message' }).click();
  };

  await test.step('they know each other and talk', async () => {
    await Promise.all([ada.signUp(), ben.signUp()]);
    await ada.requestContact(ben);
    await ben.acceptRequestOf(ada);
    await ben.openChatWith(ada);
    await ben.say('Shall we meet on Tuesday?');
    await ada.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Chats/ }).click();
    await ada.page.getByRole('link', { name: /Ben Example/ }).click();
    await expect(message(ada, 'Tuesday')).toBeVisible(PATIENT);
  });

  await test.step('Ada reacts; Ben sees who it is', async () => {
    await message(ada, 'Tuesday').hover();
    await message(ada, 'Tuesday').getByRole('button', { name: 'React', exact: true }).click();
    await gallery.show('palette', { ada: ada.page });
    await ada.page.keyboard.press('ArrowRight');
    await ada.page.keyboard.press('ArrowLeft');
    await ada.page.keyboard.press('Enter');
    const chip = message(ben, 'Tuesday').getByRole('button', { name: '👍, 1: Ada Lovelace' });
    await expect(chip).toBeVisible(PATIENT);
    await expect(chip).toHaveAttribute('title', 'Ada Lovelace');
    await chip.click();
    await expect(message(ada, 'Tuesday').getByRole('button', { name: '👍, 2: You, Ben Example' })).toHaveAttribute(
      'aria-pressed',
      'true',
      PATIENT,
    );
  });

  await test.step('Ada answers and calls Ben', async () => {
    await message(ada, 'Tuesday').hover();
    await message(ada, 'Tuesday').getByRole('button', { name: 'Reply' }).click();
    await expect(box(ada)).toBeFocused();
    await box(ada).pressSequentially('Yes, @be');
    await expect(ada.page.getByRole('option', { name: /Ben Example/ })).toHaveAttribute(
      'aria-selected',
      'true',
      PATIENT,
    );
    await gallery.show('mention', { ada: ada.page });
    await ada.page.keyboard.press('Enter');
    await box(ada).pressSequentially('at noon');
    await ada.page.keyboard.press('Enter');
    const answer = message(ben, 'at noon');
    await expect(answer).toContainText('Mentions you:', PATIENT);
    await expect(answer.getByRole('button', { name: /In reply to/ })).toContainText('Shall we meet on Tuesday?');
    await answer.getByRole('button', { name: /In reply to/ }).click();
    await expect(message(ben, 'Shall we meet').first()).toBeFocused();
  });

  await test.step('Arrow up changes the last one; Ben sees it and that it was', async () => {
    await box(ada).press('ArrowUp');
    await expect(box(ada)).toHaveValue('Yes, @Ben Example at noon');
    await gallery.show('editing', { ada: ada.page });
    await box(ada).fill('Yes, @Ben Example at one');
    await box(ada).press('Enter');
    await expect(message(ben, 'at one').getByTestId('edited')).toHaveText(/^Edited /, PATIENT);
    await expect(box(ada)).toHaveValue('');
    await gallery.show('full', { ada: ada.page, ben: ben.page });
  });

  await test.step('Ben looks at what it said before', async () => {
    const edited = message(ben, 'at one').getByTestId('edited');
    await edited.click();
    const before = ben.page.getByRole('dialog', { name: 'What it said before' });
    await expect(before.getByRole('listitem')).toContainText('Yes, @Ben Example at noon', PATIENT);
    await gallery.show('edits', { ben: ben.page });
    await ben.page.keyboard.press('Escape');
    await expect(edited).toBeFocused();
  });

  await test.step('Ben takes his question back, by keyboard; the answer says so', async () => {
    await ben.say('Never mind');
    await expect(message(ada, 'Never mind')).toBeVisible(PATIENT);
    const tools = ben.page.getByRole('button', { name: 'What to do with this message' });
    await tools.last().focus();
    await ben.page.keyboard.press('Home');
    await expect(tools.first()).toBeFocused();
    await ben.page.keyboard.press('Enter');
    await gallery.show('menu', { ben: ben.page });
    await ben.page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(ben.page.getByRole('alertdialog')).toBeVisible();
    await gallery.show('confirm', { ben: ben.page });
    await ben.page.getByRole('button', { name: 'Delete message' }).click();
    await expect(ada.page.getByText('This message was deleted.')).toBeVisible(PATIENT);
    await expect(message(ada, 'at one').getByRole('button', { name: /In reply to/ })).toContainText('Deleted message');
    await expect(message(ada, 'Tuesday')).toHaveCount(0);
    await menuOf(ada, 'Never mind');
    await expect(ada.page.getByRole('menuitem', { name: 'Delete' })).toHaveCount(0);
    await ada.page.keyboard.press('Escape');
    await gallery.show('deleted', { ada: ada.page });
    await ada.page.reload();
    await expect(ada.page.getByText('This message was deleted.')).toBeVisible(PATIENT);
  });

  await test.step('what is longer than the window scrolls, and opens at its end', async () => {
    const long = (mark: string) => `${'A long account of it. '.repeat(150)}${mark}`;
    await ben.say(long('First part'));
    await ben.say(long('Second part'));
    const [start, end] = [message(ada, 'Never mind'), message(ada, 'Second part').getByText('Second part')];
    await expect(end).toBeVisible(PATIENT);
    await expect(start).not.toBeInViewport(PATIENT);
    await ada.page.getByRole('log', { name: 'Messages' }).hover();
    await ada.page.mouse.wheel(0, -20_000);
    await expect(start).toBeInViewport(PATIENT);
  });

  expect(gallery.faults).toEqual([]);
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});
