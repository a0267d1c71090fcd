import { expect, test } from '@playwright/test';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';
import { stack } from '../harness/stack.ts';

const PATIENT = { timeout: 30_000 };

/** What the journey reads and presses, in each language it is told in. */
const TOLD = [
  {
    language: 'de',
    browser: 'de-AT',
    direction: 'ltr',
    signIn: 'Bei Parley anmelden',
    settings: 'Einstellungen',
    people: 'Personen',
    message: 'Nachricht',
    join: 'Beitreten',
    bar: 'Steuerung des Meetings',
    panel: 'Personen',
  },
  {
    language: 'ar',
    browser: 'ar-EG',
    direction: 'rtl',
    signIn: 'تسجيل الدخول إلى Parley',
    settings: 'الإعدادات',
    people: 'الأشخاص',
    message: 'رسالة',
    join: 'انضمام',
    bar: 'عناصر التحكم في الاجتماع',
    panel: 'الأشخاص',
  },
] as const;

test.use({ actionTimeout: 30_000 });

test('the client speaks German and Arabic, from the door to a call', async ({ browser }) => {
  test.setTimeout(480_000);
  const gallery = new Gallery('languages');
  const [ada, grace] = [await Person.arrive(browser, 'Ada Lovelace'), await Person.arrive(browser, 'Grace Hopper')];
  await ada.signUp();
  await grace.signUp();
  await ada.requestContact(grace);
  await grace.acceptRequestOf(ada);
  await expect(grace.contact(ada)).toBeVisible();
  await ada.page.reload();
  await ada.openChatWith(grace);
  await ada.say('Shall we talk?');
  await expect(ada.messages('Shall we talk?')).toHaveCount(1);
  const chat = ada.page.url();
  const link = await ada.makeMeeting();
  await grace.page.goto(link);
  await grace.join();

  for (const words of TOLD) {
    const { page } = ada;
    const root = page.locator('html');

    await test.step(`${words.language}: a stranger is spoken to as their browser says`, async () => {
      const stranger = await Person.arrive(browser, 'Mara Example', stack(), words.browser);
      await stranger.page.goto('/sign-in');
      await expect(stranger.page.getByRole('heading', { level: 1 })).toHaveText(words.signIn);
      await expect(stranger.page.locator('html')).toHaveAttribute('dir', words.direction);
      await gallery.show(`${words.language}-sign-in`, { mara: stranger.page });
      expect(stranger.complaints).toEqual([]);
      await stranger.context.close();
    });

    await test.step(`${words.language}: Ada chooses it, and the next start has it at once`, async () => {
      await page.goto('/settings');
      await page.locator('select#language').selectOption(words.language);
      await expect(root).toHaveAttribute('lang', words.language, PATIENT);
      await expect(root).toHaveAttribute('dir', words.direction);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.settings);
      await gallery.show(`${words.language}-settings`, { ada: page });
    });

    await test.step(`${words.language}: home, people and a conversation`, async () => {
      await page.goto('/');
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Ada');
      await gallery.show(`${words.language}-home`, { ada: page });
      await page.goto('/people');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.people);
      await expect(ada.contact(grace)).toBeVisible();
      await gallery.show(`${words.language}-people`, { ada: page });
      await page.goto(chat);
      await expect(page.getByRole('textbox', { name: words.message })).toBeVisible();
      await gallery.show(`${words.language}-chat`, { ada: page });
    });

    await test.step(`${words.language}: before the meeting, and in it`, async () => {
      await page.goto(link);
      await expect(page.getByTestId('preview')).toBeVisible(PATIENT);
      await gallery.show(`${words.language}-pre-join`, { ada: page });
      await page.getByRole('button', { name: words.join, exact: true }).click();
      const bar = page.getByRole('toolbar', { name: words.bar });
      await expect(bar).toBeVisible(PATIENT);
      await expect(ada.tileOf(grace)).toBeVisible(PATIENT);
      await gallery.show(`${words.language}-call`, { ada: page });
      await page.getByRole('button', { name: words.panel }).click();
      await expect(page.getByTestId('participant')).toHaveCount(2, PATIENT);
      await gallery.show(`${words.language}-call-people`, { ada: page });
    });
  }

  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  expect(gallery.faults).toEqual([]);
});
