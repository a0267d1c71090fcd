import { expect, test } from '@playwright/test';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';

const PATIENT = { timeout: 30_000 };

test.use({ actionTimeout: 30_000 });

test('a call rings on two devices, one answers and the other stops; another is declined, and a third is missed', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const gallery = new Gallery('calls');
  const [ada, grace, phone] = await Promise.all([
    Person.arrive(browser, 'Ada Lovelace'),
    Person.arrive(browser, 'Grace Hopper'),
    Person.arrive(browser, 'Grace Hopper'),
  ]);
  const ringing = ({ page }: Person) => page.getByRole('alertdialog', { name: 'Ada Lovelace' });
  const bothRing = () => Promise.all([grace, phone].map((one) => expect(ringing(one)).toBeVisible(PATIENT)));

  await test.step('Ada and Grace are contacts, and Grace has two devices', async () => {
    await Promise.all([ada.signUp(), grace.signUp()]);
    await phone.signInAs(grace);
    await ada.requestContact(grace);
    await grace.acceptRequestOf(ada);
    await ada.page.reload();
    await ada.openChatWith(grace);
  });

  await test.step('Ada calls with video, and both devices of Grace ring', async () => {
    await ada.page.getByRole('button', { name: 'Video call Grace Hopper' }).click();
    await bothRing();
    await ada.isIn();
    await expect(ada.page.getByTestId('call-status')).toContainText('Calling Grace Hopper');
    await expect(grace.page).toHaveTitle('Video call from Ada Lovelace');
    // The keyboard is there where one answers.
    await expect(ringing(grace).getByRole('button', { name: 'Accept' })).toBeFocused();
    await gallery.show('ringing', { grace: grace.page, ada: ada.page });
  });

  await test.step('she answers on one, and the other stops within a second', async () => {
    await ringing(grace).getByRole('button', { name: 'Accept' }).press('Enter');
    const pressed = Date.now();
    await expect(ringing(phone)).toHaveCount(0);
    const silentAfterMs = Date.now() - pressed;
    await expect(phone.page.getByText('Answered on another device').first()).toBeVisible();
    test.info().annotations.push({ type: 'silent after', description: `${silentAfterMs} ms` });
    // On a machine that two browsers share with a whole stack; the service's own tests hold it to a second.
    expect(silentAfterMs).toBeLessThan(2_500);
    await grace.isIn();
    await expect(ada.tileOf(grace)).toBeVisible(PATIENT);
    await expect(ada.page.getByTestId('call-status')).toHaveText('');
    await expect(phone.page).not.toHaveTitle(/call from/);
    await gallery.show('in-call', { ada: ada.page });
  });

  await test.step('she hangs up, and the call is over for both', async () => {
    await grace.leave();
    await expect(ada.page.getByRole('heading', { name: 'The call has ended' })).toBeVisible(PATIENT);
    await ada.page.getByRole('link', { name: 'Go to Home' }).click();
    await ada.openChatWith(grace);
    await expect(ada.messages('Call, 0:')).toBeVisible(PATIENT);
  });

  await test.step('she declines the next one, on both devices', async () => {
    await grace.page.getByRole('link', { name: 'Go to Home' }).click();
    await ada.page.getByRole('button', { name: 'Call Grace Hopper', exact: true }).click();
    await bothRing();
    await gallery.show('audio', { phone: phone.page });
    await ringing(phone).getByRole('button', { name: 'Decline' }).click();
    await expect(ringing(grace)).toHaveCount(0);
    await expect(ada.page.getByRole('heading', { name: 'Declined' })).toBeVisible(PATIENT);
    await gallery.show('declined', { ada: ada.page });
    await ada.page.getByRole('link', { name: 'Go to Home' }).click();
  });

  await test.step('the third she does not hear: it is there after she has signed in', async () => {
    await ada.openPeople();
    await ada.contact(grace).getByRole('button', { name: 'Call Grace Hopper', exact: true }).click();
    await bothRing();
    await ada.isIn();
    await ada.leave();
    await expect(ringing(grace)).toHaveCount(0);
    await expect(grace.page.getByText('Missed call from Ada Lovelace').first()).toBeVisible();
    await Promise.all([grace.context.close(), phone.context.close()]);

    const next = await Person.arrive(browser, 'Grace Hopper');
    await next.signInAs(grace);
    const chats = next.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Chats/ });
    await expect(chats).toContainText('unread');
    await chats.click();
    await expect(next.page.getByText('Missed call from Ada Lovelace').first()).toBeVisible(PATIENT);
    await next.openChatWith(ada);
    await expect(next.messages('Missed call from Ada Lovelace')).toBeVisible(PATIENT);
    await gallery.show('missed', { grace: next.page });
  });

  expect(gallery.faults).toEqual([]);
  expect([...ada.complaints, ...grace.complaints, ...phone.complaints]).toEqual([]);
});
