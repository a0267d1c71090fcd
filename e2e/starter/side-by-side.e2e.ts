import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '../harness/stack.ts';
import { Starter } from '../harness/starter.ts';

test('two copies run side by side, share neither secrets nor processes, and keep one browser signed in to both', async ({
  browser,
}) => {
  const copies = await Promise.all([Starter.start(), Starter.start()]);
  try {
    const stacks = await Promise.all(copies.map((copy) => copy.ready()));
    for (const stack of stacks) expect((await fetch(`${stack.url}/readyz`)).status).toBe(200);
    const [one, other] = stacks.map(({ pids }) => Object.values(pids));
    expect(one?.filter((pid) => other?.includes(pid))).toEqual([]);
    const ids = copies.map(
      ({ home }) =>
        (JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8')) as { installationId: string }).installationId,
    );
    expect(ids[0]).not.toBe(ids[1]);

    const context = await browser.newContext();
    const pages = await Promise.all(stacks.map(() => context.newPage()));
    for (const [index, page] of pages.entries()) {
      const { url, demo } = stacks[index] as Stack;
      await page.goto(`${url}/sign-in`);
      await page.getByLabel('Email').fill(demo[0]?.email ?? '');
      await page.getByLabel('Password', { exact: true }).fill(demo[0]?.password ?? '');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('button', { name: 'New meeting' })).toBeVisible();
    }
    // Cookies do not know ports: a shared name would have the second sign-in end the first.
    for (const page of pages) {
      await page.reload();
      await expect(page.getByRole('button', { name: 'New meeting' })).toBeVisible();
    }
    const cookies = (await context.cookies()).map(({ name }) => name).filter((name) => name.includes('refresh'));
    expect(cookies.sort()).toEqual(ids.map((id) => `parley_refresh_${id}`).sort());
    await context.close();
  } finally {
    await Promise.all(copies.map((copy) => copy.dispose()));
  }
});
