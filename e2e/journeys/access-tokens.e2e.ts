import { expect, test } from '@playwright/test';
import { ask } from '../harness/account.ts';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';
import { stack } from '../harness/stack.ts';

test('an access token: made with what it may, shown once, used by a program, revoked', async ({ browser }) => {
  test.setTimeout(120_000);
  const gallery = new Gallery('access-tokens');
  const ada = await Person.arrive(browser, 'Ada Lovelace');
  await ada.signUp();
  const { page } = ada;
  await page.goto('/settings');
  await page.getByRole('link', { name: 'Manage access tokens' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Access tokens' })).toBeVisible();
  await expect(page.getByText('You have no tokens.')).toBeVisible();
  await gallery.show('none', { ada: page });

  await page.getByRole('button', { name: 'New token' }).click();
  await page.getByRole('button', { name: 'Make token' }).click();
  await expect(page.getByRole('textbox', { name: 'What is it for?' })).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('textbox', { name: 'What is it for?' }).fill('Build bot');
  await page.getByRole('button', { name: 'Make token' }).click();
  await expect(page.getByText('Choose at least one scope.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Read your own profile' }).check();
  await page.getByRole('checkbox', { name: 'Write messages and start conversations' }).check();
  await page.getByLabel('How long does it live?').selectOption('A week');
  await gallery.show('form', { ada: page });
  await page.getByRole('button', { name: 'Make token' }).click();
  const made = page.getByRole('region', { name: 'Copy your token now' });
  await expect(made).toBeFocused();
  const secret = (await made.locator('code').textContent()) ?? '';
  expect(secret).toMatch(/^pat_[\w-]{49}$/);
  await gallery.show('made', { ada: page });

  const headers = { authorization: `Bearer ${secret}` };
  const me = await ask<{ me: { displayName: string } }>(stack(), '{ me { displayName } }', {}, headers);
  expect(me.data.me.displayName).toBe('Ada Lovelace');
  const narrow = await ask(stack(), '{ contacts(first: 1) { nodes { since } } }', {}, headers);
  expect(narrow.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', requiredScopes: ['contacts:read'] });
  const door = await fetch(`${stack().url}/rtc/validate?access_token=${secret}`);
  expect(door.status).toBe(401);

  await page.reload();
  const row = page.getByRole('listitem').filter({ hasText: 'Build bot' });
  await expect(row).toContainText('Write messages and start conversations');
  await expect(page.getByText(secret)).toHaveCount(0);
  await row.getByRole('button', { name: 'Revoke Build bot' }).click();
  await expect(row.getByRole('button', { name: 'Keep' })).toBeFocused();
  await gallery.show('revoke', { ada: page });
  await row.getByRole('button', { name: 'Revoke token' }).click();
  await expect(page.getByText('You have no tokens.')).toBeVisible();
  await expect
    .poll(async () => (await ask(stack(), '{ me { displayName } }', {}, headers)).status, { timeout: 5_000 })
    .toBe(401);
  expect(gallery.faults).toEqual([]);
  expect(ada.complaints).toEqual([]);
});
