import { expect, test, type Page } from '@playwright/test';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';
import { stack } from '../harness/stack.ts';
import { StageLook } from '../harness/stage-look.ts';
import { StandIn } from '../harness/stand-in.ts';

const PATIENT = { timeout: 30_000 };

test.use({ actionTimeout: 30_000 });

test('hands are raised in order and lowered by the host; reactions and who speaks are seen and said', async ({
  browser,
}) => {
  test.setTimeout(480_000);
  const gallery = new Gallery('hands');
  const look = new StageLook('hands');
  const [ada, grace] = [await Person.arrive(browser, 'Ada Lovelace'), await Person.arrive(browser, 'Grace Hopper')];
  await ada.signUp();
  await grace.signUp();
  const link = await ada.makeMeeting();
  await ada.page.goto(link);
  await ada.join();
  await ada.openToGuests();
  await grace.page.goto(link);
  await grace.join();
  const bo = await StandIn.join(stack(), link.slice(link.lastIndexOf('/') + 1), 'Bo Example');
  const hand = (name: string) => ada.tileOf({ name }).getByTestId('hand');

  try {
    await test.step('Grace is first, Bo second, on tiles and among people', async () => {
      await bo.show();
      await expect(ada.tileOf(bo)).toBeVisible(PATIENT);
      await grace.page.getByRole('button', { name: 'Raise hand', exact: true }).click();
      await expect(hand('Grace Hopper')).toContainText('number 1 in line', PATIENT);
      await bo.raiseHand();
      await expect(hand('Bo Example')).toContainText('number 2 in line', PATIENT);
      await ada.openPeoplePanel();
      await expect(ada.page.getByTestId('participant').first()).toContainText('Grace Hopper');
      await expect(ada.page.getByTestId('participant').nth(1)).toContainText('Bo Example');
      await expect(grace.tileOf(bo).getByTestId('hand')).toContainText('number 2 in line', PATIENT);
      await gallery.show('raised', { ada: ada.page });
    });

    await test.step('Ada lowers one, and Bo moves up; then all', async () => {
      await ada.manage(grace, 'Lower hand');
      await expect(grace.page.getByRole('button', { name: 'Raise hand', exact: true })).toBeVisible(PATIENT);
      await expect(hand('Grace Hopper')).toHaveCount(0, PATIENT);
      await expect(hand('Bo Example')).toContainText('number 1 in line', PATIENT);
      await ada.page.getByRole('button', { name: 'Lower all hands' }).click();
      await expect(hand('Bo Example')).toHaveCount(0, PATIENT);
      await ada.page.getByRole('button', { name: 'Close people' }).click();
    });

    await test.step('a reaction is chosen from its menu, and on a phone from More with a mouse', async () => {
      const reaction = (kind: string) => ada.tileOf(grace).locator(`[data-testid=reaction][data-reaction=${kind}]`);
      await grace.page.getByRole('button', { name: 'React', exact: true }).click();
      await look.keep('react-menu-1280', grace.page);
      await grace.page.getByRole('menuitem', { name: 'Heart' }).click();
      await expect(reaction('HEART')).toBeVisible(PATIENT);
      await grace.page.setViewportSize({ width: 360, height: 740 });
      await grace.page.getByRole('button', { name: 'More', exact: true }).click();
      const clap = grace.page.getByRole('menuitem', { name: 'Applause' });
      await clap.hover();
      await clap.click();
      await expect(reaction('CLAP')).toBeVisible(PATIENT);
      await expect(grace.page.getByRole('menu')).toHaveCount(0);
      await grace.page.getByRole('button', { name: 'More', exact: true }).click();
      await look.keep('more-menu-360', grace.page);
      await grace.page.keyboard.press('Escape');
      await grace.page.setViewportSize({ width: 1280, height: 800 });
    });

    await test.step('keys show what there is, and say who speaks now', async () => {
      await ada.page.getByRole('heading', { level: 1 }).click();
      await ada.page.keyboard.press('?');
      const dialog = ada.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
      await expect(dialog).toContainText('Hear who is speaking now');
      await gallery.show('shortcuts', { ada: ada.page });
      await dialog.getByRole('button', { name: 'Close' }).click();
      await grace.page.getByRole('button', { name: 'Mute', exact: true }).click();
      await bo.speak();
      await expect(ada.tileOf(bo)).toHaveAttribute('data-speaking', 'true', PATIENT);
      await expect(ada.tileOf(grace)).toHaveAttribute('data-speaking', 'false', PATIENT);
      const said = saying(ada.page, 'Speaking now: Bo Example');
      // Between two words nobody speaks: then it is asked again.
      const asking = setInterval(() => void ada.page.keyboard.press('s'), 700);
      await said.finally(() => clearInterval(asking));
    });
  } finally {
    await bo.leave();
  }
  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  expect(gallery.faults).toEqual([]);
});

/** Waits until this has been said to those who listen; it stays for less than a second. Rejected when it is not in time. */
function saying(page: Page, words: string): Promise<void> {
  return page.evaluate(
    ([words, within]) =>
      new Promise<void>((resolve, reject) => {
        const region = document.querySelector('parley-live-region');
        const heard = new MutationObserver(() => region?.textContent?.includes(words) && resolve());
        heard.observe(region as Element, { subtree: true, childList: true, characterData: true });
        setTimeout(() => reject(new Error(`"${words}" was not said`)), within);
      }),
    [words, PATIENT.timeout] as const,
  );
}
