import { expect, test } from '@playwright/test';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';

const PATIENT = { timeout: 30_000 };

test.use({ actionTimeout: 30_000 });

test('a guest and a colleague ask, wait and are let in by the host', async ({ browser }) => {
  test.setTimeout(480_000);
  const gallery = new Gallery('lobby');
  const [ada, mara, grace, lin] = await Promise.all(
    ['Ada Lovelace', 'Mara Example', 'Grace Hopper', 'Lin Wei'].map((name) => Person.arrive(browser, name)),
  );
  if (!ada || !mara || !grace || !lin) throw new Error('somebody did not arrive');
  let link = '';

  await test.step('Ada opens her meeting to guests, with a waiting room and a passcode', async () => {
    await ada.signUp();
    await grace.signUp();
    link = await ada.makeMeeting();
    await ada.page.goto(link);
    await ada.join();
    const controls = await ada.openHostControls();
    await controls.getByLabel('Who may join by the link').selectOption('PUBLIC');
    await controls.getByRole('switch', { name: 'Waiting room' }).check();
    await controls.getByLabel('Passcode').fill('otters');
    await controls.getByRole('button', { name: 'Set passcode' }).click();
    await expect(controls.getByRole('button', { name: 'Remove passcode' })).toBeVisible();
    await gallery.show('host-controls', { ada: ada.page });
    await controls.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('Mara has no account: title, host, a name and the passcode', async () => {
    await mara.page.goto(link);
    await expect(mara.page.getByText('Ada Lovelace holds this meeting')).toBeVisible();
    await expect(mara.page.getByRole('navigation', { name: 'Main' })).toHaveCount(0);
    await gallery.show('guest', { mara: mara.page });
    await mara.askAsGuest(link);
    await expect(mara.page.getByText('This is needed.')).toBeVisible();
    await mara.page.getByLabel('Passcode', { exact: true }).fill('badgers');
    await mara.page.getByRole('button', { name: 'Ask to join' }).click();
    await expect(mara.page.getByText('That is not the passcode')).toBeVisible();
    await gallery.show('passcode-wrong', { mara: mara.page });
    await mara.page.getByLabel('Passcode', { exact: true }).fill('otters');
    await mara.page.getByRole('button', { name: 'Ask to join' }).click();
  });

  await test.step('Mara waits, sees herself, and a reload goes on waiting', async () => {
    await expect(mara.page.getByText('The host knows you are here')).toBeVisible(PATIENT);
    await expect(mara.page.getByTestId('preview')).toBeVisible();
    await gallery.show('waiting', { mara: mara.page });
    await mara.page.reload();
    await expect(mara.page.getByText('The host knows you are here')).toBeVisible(PATIENT);
  });

  await test.step('Ada is told, and lets Mara in: she joins by herself', async () => {
    await expect(ada.page.getByText('Mara Example is waiting')).toBeVisible(PATIENT);
    await expect(ada.page.getByTestId('waiting-count')).toHaveAttribute('data-count', '1');
    await gallery.show('toast', { ada: ada.page });
    await ada.page.getByRole('button', { name: 'Let in' }).click();
    await mara.isIn();
    await expect(ada.tileOf(mara)).toBeVisible(PATIENT);
    await expect(mara.tileOf(ada)).toBeVisible(PATIENT);
    await expect(ada.page.getByText('Mara Example is waiting')).toHaveCount(0);
  });

  await test.step('a reload brings Mara back as the same guest', async () => {
    await mara.page.reload();
    await expect(mara.page.getByLabel('Your name')).toHaveValue('Mara Example');
    await mara.page.getByRole('button', { name: /Ask to join|Join as a guest/ }).click();
    await mara.isIn();
    await ada.openPeoplePanel();
    await expect(ada.rowOf(mara)).toHaveCount(1, PATIENT);
    await expect(ada.rowOf(mara)).toContainText('Guest');
    await gallery.show('in-call', { ada: ada.page, mara: mara.page });
  });

  await test.step('Grace is refused, and sees nothing else', async () => {
    await grace.page.goto(link);
    await grace.page.getByLabel('Passcode', { exact: true }).fill('otters');
    await grace.page.getByRole('button', { name: 'Ask to join' }).click();
    await expect(ada.waiterNamed(grace)).toBeVisible(PATIENT);
    await gallery.show('panel', { ada: ada.page });
    await ada.waiterNamed(grace).getByRole('button', { name: 'Refuse' }).click();
    await expect(grace.page.getByText('The host did not let you in')).toBeVisible(PATIENT);
    await gallery.show('turned-away', { grace: grace.page });
  });

  await test.step('the host has not arrived: Lin waits, and is let in when Ada is back', async () => {
    await ada.leave();
    const dialog = ada.page.getByRole('dialog', { name: 'You are the only host' });
    await gallery.show('last-host-among-guests', { ada: ada.page });
    await dialog.getByRole('button', { name: 'Leave anyway' }).click();
    await expect(ada.page.getByText('You left the meeting')).toBeVisible();
    await lin.page.goto(link);
    await lin.page.getByLabel('Your name').fill(lin.name);
    await lin.page.getByLabel('Passcode', { exact: true }).fill('otters');
    await lin.page.getByRole('button', { name: 'Ask to join' }).click();
    await expect(lin.page.getByText('The host has not arrived')).toBeVisible(PATIENT);
    await gallery.show('no-host', { lin: lin.page });
  });

  await test.step('Ada is told where she is, opens the meeting and lets Lin in', async () => {
    await ada.page.getByRole('link', { name: 'Go to Home' }).click();
    await expect(ada.page.getByText(/1 person is waiting to join/)).toBeVisible(PATIENT);
    await gallery.show('told-elsewhere', { ada: ada.page });
    await ada.page.getByRole('button', { name: 'Open meeting' }).click();
    await ada.join();
    await expect(lin.page.getByText('The host knows you are here')).toBeVisible(PATIENT);
    await ada.page.getByRole('button', { name: 'Let in' }).first().click();
    await lin.isIn();
  });

  expect([...ada.complaints, ...mara.complaints, ...grace.complaints, ...lin.complaints]).toEqual([]);
  expect(gallery.faults).toEqual([]);
});
