import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';

const PATIENT = { timeout: 20_000 };
const NOTES = Buffer.from('What we have agreed on.\n'.repeat(20_000));

test.use({ actionTimeout: 20_000 });

// Issue 6: "files and pictures (… streamed both ways; signed short-lived links; … picture previews made on upload)".
test('a picture and a file go to the other side, and come back byte for byte', async ({ browser }) => {
  test.setTimeout(180_000);
  const gallery = new Gallery('files');
  const [ada, ben] = await Promise.all(['Ada Lovelace', 'Ben Example'].map((name) => Person.arrive(browser, name)));
  if (!ada || !ben) throw new Error('somebody did not arrive');
  const upload = (name: string) => ada.page.getByTestId('upload').filter({ hasText: name });

  await test.step('they know each other and look at their conversation', async () => {
    await Promise.all([ada.signUp(), ben.signUp()]);
    await ada.requestContact(ben);
    await ben.acceptRequestOf(ada);
    await ben.openChatWith(ada);
    await ben.say('Have you got the plan?');
    await ada.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Chats/ }).click();
    await ada.page.getByRole('link', { name: /Ben Example/ }).click();
    await expect(ada.messages('the plan?')).toBeVisible(PATIENT);
  });

  await test.step('Ada chooses a picture, a text and something that is not what it says, and takes that out', async () => {
    await ada.page.getByTestId('file-picker').setInputFiles([
      { name: 'plan.png', mimeType: 'image/png', buffer: await gradient(1_200, 800) },
      { name: 'A rather long name for what we have agreed on.txt', mimeType: 'text/plain', buffer: NOTES },
      { name: 'false.png', mimeType: 'image/png', buffer: NOTES },
    ]);
    await expect(upload('plan.png')).toHaveAttribute('data-state', 'ready', PATIENT);
    await expect(upload('agreed')).toHaveAttribute('data-state', 'ready', PATIENT);
    await expect(upload('false.png')).toContainText('broken', PATIENT);
    await gallery.show('chosen', { ada: ada.page });
    await ada.page.getByRole('button', { name: 'Remove false.png' }).click();
    await expect(ada.page.getByTestId('upload')).toHaveCount(2);
  });

  const picture = ben.page.getByRole('button', { name: 'Open picture plan.png' });
  await test.step('she sends them with a word; Ben sees the preview in its size', async () => {
    await ada.say('Here it is');
    await expect(ada.page.getByTestId('upload')).toHaveCount(0);
    await expect(picture.getByRole('img', { name: 'plan.png' })).toBeVisible(PATIENT);
    await expect
      .poll(() => picture.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth), PATIENT)
      .toBe(960);
    expect(await picture.locator('img').evaluate((image: HTMLImageElement) => image.width / image.height)).toBeCloseTo(
      1.5,
      1,
    );
    await gallery.show('sent', { ada: ada.page, ben: ben.page });
  });

  await test.step('he saves the text, and it is the same', async () => {
    const coming = ben.page.waitForEvent('download');
    await ben.page.getByRole('link', { name: /agreed on\.txt/ }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe('A rather long name for what we have agreed on.txt');
    expect(NOTES.equals(await readFile(await download.path()))).toBe(true);
  });

  await test.step('he opens the picture by keyboard, and Escape leads back to it', async () => {
    await picture.focus();
    await ben.page.keyboard.press('Enter');
    const dialog = ben.page.getByRole('dialog', { name: 'plan.png' });
    await expect
      .poll(() => dialog.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth), PATIENT)
      .toBe(1_200);
    await gallery.show('opened', { ben: ben.page });
    await ben.page.keyboard.press('Escape');
    await expect(picture).toBeFocused();
  });

  expect([...gallery.faults, ...ada.complaints, ...ben.complaints]).toEqual([]);
});

/** A PNG with something to see. */
function gradient(width: number, height: number): Promise<Buffer> {
  const data = Buffer.alloc(width * 3 * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) data.set([(x * 255) / width, (y * 255) / height, 160], (y * width + x) * 3);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
