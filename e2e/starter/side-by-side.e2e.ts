import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Starter } from '../harness/starter.ts';

test('two copies run side by side, and share neither secrets nor processes', async () => {
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
  } finally {
    await Promise.all(copies.map((copy) => copy.dispose()));
  }
});
