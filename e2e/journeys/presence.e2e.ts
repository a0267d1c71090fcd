import { expect, test, type Locator } from '@playwright/test';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';

const IDLE_AFTER = '05:05';
const PATIENT = { timeout: 20_000 };
const SAID = 'Writing the report, back at three';

/** The button at one's own picture, and what opens there. */
const statusButton = ({ page }: Person): Locator =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /^You/ });
async function openStatus(one: Person): Promise<Locator> {
  await statusButton(one).click();
  const sheet = one.page.getByRole('dialog', { name: 'Your status' });
  await expect(sheet).toBeVisible();
  return sheet;
}

test('a status is set and seen, nobody there is away, a call is seen by itself, and last seen is hidden', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const gallery = new Gallery('presence');
  const [ada, grace] = [await Person.arrive(browser, 'Ada Lovelace'), await Person.arrive(browser, 'Grace Hopper')];
  await ada.page.clock.install();
  await ada.signUp();
  await grace.signUp();
  await ada.requestContact(grace);
  await grace.acceptRequestOf(ada);
  const presence = grace.contact(ada).getByTestId('presence');
  await expect(presence).toHaveText('Online', PATIENT);

  await test.step('what Ada sets is seen beside her name, by Grace and by herself', async () => {
    const sheet = await openStatus(ada);
    await sheet.getByRole('radio', { name: 'Do not disturb' }).check();
    await sheet.getByLabel('Status text').fill(SAID);
    await sheet.getByLabel('Clear', { exact: true }).selectOption({ label: 'In 30 minutes' });
    await gallery.show('menu', { ada: ada.page });
    await sheet.getByRole('button', { name: 'Set status' }).click();
    await expect(sheet).toBeHidden();
    await expect(presence).toContainText('Do not disturb', PATIENT);
    await expect(presence).toContainText(SAID);
    await expect(statusButton(ada)).toHaveAccessibleName(/Do not disturb/, PATIENT);
    await gallery.show('people', { grace: grace.page });
    await grace.openChatWith(ada);
    await expect(grace.page.getByTestId('presence').first()).toContainText(SAID);
    await gallery.show('chat', { grace: grace.page });
    await grace.openPeople();
  });

  await test.step('opened again it stands there with its end; Escape leaves it; cleared it is gone', async () => {
    const sheet = await openStatus(ada);
    await expect(sheet.getByRole('radio', { name: 'Do not disturb' })).toBeChecked();
    await expect(sheet.getByLabel('Status text')).toHaveValue(SAID);
    await expect(sheet.getByLabel('Clear', { exact: true })).toHaveValue('kept');
    await ada.page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
    await openStatus(ada);
    await sheet.getByRole('button', { name: 'Clear status' }).click();
    await expect(presence).toHaveText('Online', PATIENT);
  });

  await test.step('five minutes without a touch she is away, and back with the first', async () => {
    await ada.page.clock.fastForward(IDLE_AFTER);
    await expect(presence).toHaveText('Away', PATIENT);
    await gallery.show('away', { grace: grace.page });
    await ada.page.mouse.move(200, 200);
    await ada.page.mouse.move(220, 240);
    await expect(presence).toHaveText('Online', PATIENT);
  });

  await test.step('in a meeting she is in a call, and out of it no more', async () => {
    await ada.page.goto(await ada.makeMeeting());
    await ada.join();
    await expect(presence).toHaveText('In a call', PATIENT);
    await gallery.show('in-a-call', { grace: grace.page });
    await ada.leave();
    await expect(presence).toHaveText('Online', PATIENT);
  });

  await test.step('she hides when she was last seen, and goes', async () => {
    await ada.page.goto('/settings');
    const hide = ada.page.getByRole('checkbox', { name: /Hide when I was last seen/ });
    await expect(hide).toBeEnabled();
    await hide.check();
    await expect(hide).toBeEnabled();
    await gallery.show('settings', { ada: ada.page });
    await ada.context.close();
    await expect(presence).toHaveText('Offline', PATIENT);
    await gallery.show('offline', { grace: grace.page });
  });

  expect(gallery.faults).toEqual([]);
  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
});
