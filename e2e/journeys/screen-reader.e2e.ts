import { expect, test } from '@playwright/test';
import { Listener } from '../harness/listener.ts';
import { Person } from '../harness/person.ts';
import { stack } from '../harness/stack.ts';
import { StandIn } from '../harness/stand-in.ts';

const PATIENT = { timeout: 30_000 };

test.use({ actionTimeout: 30_000 });

/** docs/accessibility.md is the same script, for people with a real screen reader. */
test('a meeting from the first page to the last, without looking and without a mouse', async ({ browser }) => {
  test.setTimeout(300_000);
  const ada = await Person.arrive(browser, 'Ada Lovelace');
  const { page } = ada;
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  await page.goto('/sign-up');
  const reader = await Listener.on(page);
  const others: StandIn[] = [];

  await test.step('signs up', async () => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await reader.types(page.getByLabel('Name'), ada.name);
    await reader.types(page.getByLabel('Email'), ada.email);
    await reader.types(page.getByLabel('Password', { exact: true }), 'four plain words suffice');
    await reader.presses(button('Create account'));
    await expect(button('New meeting')).toBeVisible(PATIENT);
  });

  await test.step('makes a meeting; its link has a name, and leads to it', async () => {
    await expect(page.getByRole('main')).toHaveCount(1);
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await reader.presses(button('New meeting'));
    const link = page.getByTestId('meeting-link');
    await expect(link).toHaveValue(/\/m\//);
    await expect(link).toHaveAccessibleName(/.+/);
    await page.goto(await link.inputValue());
  });

  await test.step('hears where they are, and enters', async () => {
    await expect(page).toHaveTitle(/Ada Lovelace’s meeting/);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Ada Lovelace’s meeting');
    await reader.presses(button('Join'));
    await ada.isIn();
  });

  await test.step('one stop for all controls; arrow keys go from one to the next', async () => {
    const bar = page.getByRole('toolbar', { name: 'Meeting controls' });
    const focused = bar.locator(':focus');
    await reader.walksTo(bar.getByRole('button', { name: 'Mute', exact: true }));
    await reader.key('ArrowRight');
    await expect(focused).toHaveCount(1);
    await expect(focused).not.toHaveAccessibleName('Mute');
    await reader.key('Home');
    await expect(focused).toHaveAccessibleName('Mute');
    await reader.key('Enter');
    await expect(button('Unmute').first()).toBeFocused();
    await reader.key('m');
    await expect(button('Mute')).toBeVisible();
  });

  await test.step('hears who comes, who raises a hand, who shares, and who goes', async () => {
    await reader.walksTo(button('More'));
    await reader.key('Enter');
    await expect(page.getByRole('menu').locator(':focus')).toHaveCount(1);
    await reader.key('Escape');
    await expect(button('More')).toBeFocused();
    await ada.openToGuests();
    const mara = await StandIn.join(stack(), new URL(page.url()).pathname.split('/').at(-1) ?? '', 'Mara Example');
    others.push(mara);
    await reader.hears('Mara Example joined');
    await mara.raiseHand();
    await reader.hears('Mara Example raised a hand');
    await mara.share();
    await reader.hears('Mara Example is sharing a screen');
    await expect(ada.tileOf(mara)).toHaveAccessibleName('Mara Example');
    await mara.leave();
    others.pop();
    await reader.hears('Mara Example left');
  });

  await test.step('hears of what they do themselves', async () => {
    await page.getByRole('heading', { level: 1 }).focus();
    await reader.key('h');
    await reader.hears('Your hand is up');
    await reader.key('h');
    await reader.hears('Your hand is down');
    await reader.key('s');
    await reader.hears('Nobody is speaking');
  });

  await test.step('panels take focus when they open and give it back when they close', async () => {
    await reader.presses(button(/^Chat/));
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused(PATIENT);
    await reader.key('Escape');
    await expect(button(/^Chat/)).toBeFocused();
  });

  await test.step('leaves', async () => {
    await reader.presses(button('Leave meeting'));
    await expect(button('Rejoin')).toBeVisible(PATIENT);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  });

  await Promise.all(others.map((one) => one.leave()));
  expect(ada.complaints).toEqual([]);
});
