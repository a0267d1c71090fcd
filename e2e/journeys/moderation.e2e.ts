import { expect, test } from '@playwright/test';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';

const PATIENT = { timeout: 30_000 };

test.use({ actionTimeout: 30_000 });

test('a host moderates a guest and a colleague, hands over and leaves', async ({ browser }) => {
  test.setTimeout(480_000);
  const gallery = new Gallery('moderation');
  const [ada, mara, grace] = await Promise.all(
    ['Ada Lovelace', 'Mara Example', 'Grace Hopper'].map((name) => Person.arrive(browser, name)),
  );
  if (!ada || !mara || !grace) throw new Error('somebody did not arrive');
  // A hint of who talks while muted has such a button too.
  const button = ({ page }: Person, name: string) =>
    page.getByRole('toolbar', { name: 'Meeting controls' }).getByRole('button', { name, exact: true });
  let link = '';

  await test.step('three are in: Ada, who holds it, Grace with an account, Mara as a guest', async () => {
    await ada.signUp();
    await grace.signUp();
    link = await ada.makeMeeting();
    await ada.page.goto(link);
    await ada.join();
    const controls = await ada.openHostControls();
    await controls.getByLabel('Who may join by the link').selectOption('PUBLIC');
    await controls.getByRole('button', { name: 'Close' }).click();
    await mara.askAsGuest(link);
    await mara.isIn();
    await grace.page.goto(link);
    await grace.join();
    await ada.openPeoplePanel();
    await expect(ada.rowOf(grace)).toBeVisible(PATIENT);
    await expect(ada.rowOf(mara)).toContainText('Guest', PATIENT);
  });

  await test.step('Ada mutes Mara, who is told; what is pressed in the menu can be seen', async () => {
    await expect(button(mara, 'Mute')).toBeVisible(PATIENT);
    await ada.rowOf(mara).getByRole('button', { name: 'Manage Mara Example' }).click();
    await ada.page.keyboard.press('Escape');
    await expect(ada.rowOf(mara).getByRole('button', { name: 'Manage Mara Example' })).toBeFocused();
    await ada.page.keyboard.press('Enter');
    await gallery.show('menu', { ada: ada.page });
    // Another size of the window may close a menu: whatever is open now is closed.
    await ada.page.keyboard.press('Escape');
    await expect(ada.page.getByRole('menu')).toHaveCount(0);
    await ada.manage(mara, 'Mute');
    await expect(mara.page.getByText('Ada Lovelace muted you').first()).toBeVisible(PATIENT);
    await expect(button(mara, 'Unmute')).toBeVisible(PATIENT);
    await gallery.show('muted', { mara: mara.page });
  });

  await test.step('asked to unmute, Mara stays muted once, and unmutes herself the second time', async () => {
    await ada.manage(mara, 'Ask to unmute');
    const asked = mara.page.getByRole('group', { name: 'Ada Lovelace asks you to unmute' });
    await expect(asked).toBeVisible(PATIENT);
    await gallery.show('asked-to-unmute', { mara: mara.page });
    await expect(button(mara, 'Unmute')).toBeVisible();
    await asked.getByRole('button', { name: 'Stay muted' }).click();
    await expect(asked).toHaveCount(0);
    await expect(button(mara, 'Unmute')).toBeVisible();
    await ada.manage(mara, 'Ask to unmute');
    await asked.getByRole('button', { name: 'Unmute' }).click();
    await expect(button(mara, 'Mute')).toBeVisible(PATIENT);
  });

  await test.step('a lock keeps presenters muted, with the reason; undone, they may speak again', async () => {
    const controls = await ada.openHostControls();
    await controls.getByRole('switch', { name: 'Unmute themselves' }).uncheck();
    const reason = 'The host does not let presenters unmute themselves.';
    await expect(button(mara, 'Unmute')).toHaveAttribute('aria-disabled', 'true', PATIENT);
    await expect(button(mara, 'Unmute')).toHaveAttribute('title', reason);
    await button(mara, 'Unmute').press('Enter');
    await expect(mara.page.getByText(reason).first()).toBeVisible();
    await expect(button(mara, 'Unmute')).toBeVisible();
    await gallery.show('locked', { mara: mara.page });
    await controls.getByRole('switch', { name: 'Unmute themselves' }).check();
    await expect(button(mara, 'Unmute')).toHaveAttribute('aria-disabled', 'false', PATIENT);
    await button(mara, 'Unmute').click();
    await expect(button(mara, 'Mute')).toBeVisible(PATIENT);
    await controls.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('Grace becomes a co-host where she is; a viewer gives nothing and may be a presenter again', async () => {
    await ada.manage(grace, 'Make co-host');
    await expect(grace.page.getByText('You are a co-host now').first()).toBeVisible(PATIENT);
    await grace.openPeoplePanel();
    await expect(grace.rowOf(grace)).toContainText('Co-host');
    await grace.rowOf(ada).getByRole('button', { name: 'Manage Ada Lovelace' }).click();
    await gallery.show('co-host', { grace: grace.page });
    await grace.page.keyboard.press('Escape');
    await expect(grace.page.getByRole('menu')).toHaveCount(0);
    await grace.manage(mara, 'Make viewer');
    await expect(mara.page.getByText('You are a viewer now').first()).toBeVisible(PATIENT);
    await expect(button(mara, 'Start video')).toHaveAttribute('aria-disabled', 'true', PATIENT);
    await expect(ada.tileOf(mara).locator('video')).toHaveCount(0, PATIENT);
    await gallery.show('viewer', { mara: mara.page });
    await grace.manage(mara, 'Make presenter');
    await expect(button(mara, 'Start video')).toHaveAttribute('aria-disabled', 'false', PATIENT);
    await button(mara, 'Start video').click();
    await expect(ada.tileOf(mara).locator('video')).toBeVisible(PATIENT);
  });

  await test.step('Mara is removed and kept out: she is not in two seconds later, and the link does not help', async () => {
    await ada.manage(mara, 'Remove from meeting');
    const dialog = ada.page.getByRole('dialog', { name: /Remove/ });
    await gallery.show('remove', { ada: ada.page });
    await dialog.getByRole('button', { name: 'Keep out' }).click();
    await expect(mara.page.getByText('You were removed from the meeting')).toBeVisible(PATIENT);
    await gallery.show('removed', { mara: mara.page });
    await expect(ada.tileOf(mara)).toHaveCount(0);
    await mara.askAsGuest(link);
    await expect(mara.page.getByText('You cannot join this meeting')).toBeVisible(PATIENT);
    await gallery.show('banned', { mara: mara.page });
  });

  await test.step('Ada, the last host, makes Grace host and leaves', async () => {
    await ada.leave();
    const dialog = ada.page.getByRole('dialog', { name: 'You are the only host' });
    await gallery.show('last-host', { ada: ada.page });
    await dialog.getByRole('button', { name: /Make Grace Hopper host/ }).click();
    await expect(ada.page.getByText('You left the meeting')).toBeVisible(PATIENT);
    await expect(grace.page.getByText('You are a host now').first()).toBeVisible(PATIENT);
  });

  await test.step('Grace, alone now, ends it for everybody', async () => {
    await grace.page.getByRole('button', { name: 'More', exact: true }).click();
    await grace.page.getByRole('menuitem', { name: 'End meeting for everyone' }).click();
    await expect(grace.page.getByText('The meeting has ended')).toBeVisible(PATIENT);
    await gallery.show('ended', { grace: grace.page });
  });

  expect([...ada.complaints, ...mara.complaints, ...grace.complaints]).toEqual([]);
  expect(gallery.faults).toEqual([]);
});
