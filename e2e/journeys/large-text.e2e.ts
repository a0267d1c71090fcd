import { expect, test, type Locator, type Page } from '@playwright/test';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';

/** 1280 × 1024 px at a zoom of 400 %: WCAG 1.4.10. */
const ZOOMED = { 320: 256 };
/** Text of twice the size: WCAG 1.4.4. */
const LARGE = { 1280: 800 };

const setTextSize = (page: Page, size: string) =>
  page.evaluate((wanted) => {
    document.documentElement.style.fontSize = wanted;
  }, size);

test('at 400 % zoom and with text of twice the size nothing is cut off, and everything can be reached', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const zoomed = new Gallery('large-text/zoomed', ZOOMED);
  const large = new Gallery('large-text/large', LARGE);
  const ada = await Person.arrive(browser, 'Ada Lovelace Countess Byron');
  const { page } = ada;
  const show = async (step: string): Promise<void> => {
    await zoomed.show(step, { ada: page });
    await setTextSize(page, '200%');
    await large.show(step, { ada: page });
    await setTextSize(page, '');
  };
  /** Scrolled to where one is, all of it is on the screen. */
  const reaches = async (...controls: Locator[]): Promise<void> => {
    const size = page.viewportSize()!;
    await page.setViewportSize({ width: 320, height: 256 });
    for (const control of controls) {
      await control.scrollIntoViewIfNeeded();
      await expect(control).toBeInViewport({ ratio: 1 });
    }
    await page.setViewportSize(size);
  };

  await test.step('the workspace', async () => {
    await page.goto('/sign-up');
    await show('sign-up');
    await reaches(page.getByRole('button', { name: 'Create account' }));
    await ada.signUp();
    await page.getByRole('button', { name: 'More ways to meet' }).click();
    await show('ways');
    await page.keyboard.press('Escape');
    await show('home');
    await ada.openPeople();
    await show('people');
    await reaches(page.getByLabel('Search people'));
    await ada.openMeetings();
    await page.getByRole('link', { name: 'Schedule' }).click();
    await page.getByLabel('Repeat').selectOption('weekly');
    await page.getByRole('button', { name: 'Schedule meeting' }).click();
    await expect(page.getByLabel('Title')).toBeFocused();
    await show('schedule');
    await reaches(page.getByLabel('Most people'), page.getByRole('button', { name: 'Schedule meeting' }));
  });

  await test.step('before the meeting', async () => {
    await page.goto(await ada.makeMeeting());
    await expect(page.getByRole('button', { name: 'Join', exact: true })).toBeVisible();
    await show('pre-join');
    await reaches(
      page.getByRole('button', { name: 'Test your connection' }),
      page.getByRole('button', { name: 'Join', exact: true }),
    );
  });

  await test.step('the meeting', async () => {
    await ada.join();
    await show('meeting');
    await reaches(
      page.getByRole('button', { name: /^(Mute|Unmute)$/ }),
      page.getByRole('button', { name: 'Leave meeting' }),
    );
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await show('more');
    await page.keyboard.press('Escape');
    await ada.openPeoplePanel();
    await show('people-panel');
    await page.getByRole('complementary').getByRole('button', { name: 'Close people' }).click();
    const controls = await ada.openHostControls();
    await show('host-controls');
    await reaches(controls.getByRole('button', { name: 'Close' }));
  });

  expect(ada.complaints).toEqual([]);
  expect([...zoomed.faults, ...large.faults]).toEqual([]);
});
