import { expect, test } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';

test.use({ actionTimeout: 30_000 });

/** A PNG, twice as wide as high: orange with a blue middle. */
function picture(): Promise<Buffer> {
  const [width, height] = [400, 200];
  const pixels = Array.from({ length: width * height }, (_, at) => at % width).flatMap((x) =>
    x > 150 && x < 250 ? [40, 90, 220] : [240, 140, 40],
  );
  return sharp(Buffer.from(pixels), { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

test('a picture is shown to others; a request is taken back; somebody is blocked and let in again', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const gallery = new Gallery('people');
  const ada = await Person.arrive(browser, 'Ada Lovelace');
  const ben = await Person.arrive(browser, `Ben ${randomUUID().slice(0, 8)}`);
  const face = (row: ReturnType<Person['contact']>) => row.locator('parley-avatar img');
  const choose = async (name: string, mimeType: string, buffer: Buffer) => {
    const chooser = ben.page.waitForEvent('filechooser');
    await ben.page
      .getByRole('button', { name: /picture$/ })
      .first()
      .click();
    await (await chooser).setFiles({ name, mimeType, buffer });
  };
  await ada.signUp();
  await ben.signUp();

  await test.step('what is no picture is refused in words; what is one is shown at once', async () => {
    await ben.page.goto('/settings');
    await choose('me.png', 'image/png', Buffer.from('Only words'));
    await expect(ben.page.locator('parley-own-picture').getByRole('alert')).toContainText('not a picture');
    await choose('me.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    await expect(ben.page.locator('parley-own-picture').getByRole('alert')).toContainText('Choose a JPEG, PNG or WebP');
    await gallery.show('picture-refused', { ben: ben.page });
    await choose('me.png', 'image/png', await picture());
    const own = ben.page.locator('parley-own-picture img');
    await expect(own).toHaveJSProperty('naturalWidth', 512);
    await expect(ben.page.locator('parley-own-picture').getByRole('alert')).toHaveCount(0);
    await gallery.show('picture', { ben: ben.page });
  });

  await test.step('a request waits, is taken back on both sides, and is sent again', async () => {
    await ada.requestContact(ben);
    await ben.openPeople();
    const received = ben.page.getByTestId('request').filter({ hasText: ada.name });
    await expect(received).toBeVisible();
    await ada.page.getByLabel('Search people').fill('');
    const sent = ada.page.getByTestId('sent').filter({ hasText: ben.name });
    await expect(sent).toContainText('Pending');
    await expect(face(sent)).toHaveJSProperty('naturalWidth', 96);
    await gallery.show('sent', { ada: ada.page });
    await sent.getByRole('button', { name: /^Withdraw/ }).click();
    await expect(sent).toHaveCount(0);
    await expect(received).toHaveCount(0);
    await ada.requestContact(ben);
    await ben.acceptRequestOf(ada);
    await ada.page.getByLabel('Search people').fill('');
    await expect(face(ada.contact(ben))).toHaveJSProperty('naturalWidth', 96);
  });

  await test.step('who is blocked is no contact, and cannot write; they are asked about once more before', async () => {
    await ben.openChatWith(ada);
    await ben.say('Before');
    await expect(ben.messages('Before')).toBeVisible();
    await ada.openPeople();
    const row = ada.contact(ben);
    await row.getByTestId('more').click();
    await gallery.show('menu', { ada: ada.page });
    await ada.page.getByRole('menuitem', { name: 'Block' }).click();
    await expect(row.getByText('They are not told.')).toBeVisible();
    await expect(row.getByRole('button', { name: 'Block' })).toBeFocused();
    await gallery.show('sure', { ada: ada.page });
    await row.getByRole('button', { name: 'Cancel' }).click();
    await expect(row.getByTestId('more')).toBeFocused();
    await row.getByTestId('more').click();
    await ada.page.getByRole('menuitem', { name: 'Block' }).click();
    await row.getByRole('button', { name: 'Block' }).click();
    const blocked = ada.page.getByTestId('blocked').filter({ hasText: ben.name });
    await expect(blocked).toBeVisible();
    await expect(ada.contact(ben)).toHaveCount(0);
    await gallery.show('blocked', { ada: ada.page });
    await ben.say('Can you hear me?');
    await ben.page.reload();
    await expect(ben.page.getByText('You can read here, and not write.')).toBeVisible();
    await expect(ben.messages('Can you hear me?')).toHaveCount(0);
    await ben.openPeople();
    await expect(ben.contact(ada)).toHaveCount(0);
    await ben.requestContact(ada);
    await expect(ada.page.getByTestId('request')).toHaveCount(0);
    await blocked.getByRole('button', { name: /^Unblock/ }).click();
    await expect(blocked).toHaveCount(0);
    await expect(ada.page.getByTestId('request')).toHaveCount(0);
  });

  await test.step('without the picture there are initials again', async () => {
    await ben.page.goto('/settings');
    await ben.page.getByRole('button', { name: 'Remove picture' }).click();
    await expect(ben.page.locator('parley-own-picture img')).toHaveCount(0);
    await expect(ben.page.getByRole('button', { name: 'Choose a picture' })).toBeVisible();
  });

  expect(gallery.faults).toEqual([]);
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});
