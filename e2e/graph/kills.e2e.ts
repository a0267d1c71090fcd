import { expect, test } from '@playwright/test';
import { Account } from '../harness/account.ts';
import type { Stack } from '../harness/stack.ts';
import { Starter } from '../harness/starter.ts';
import { Tireless } from '../harness/tireless.ts';
import { until } from '../harness/until.ts';

test.describe.configure({ mode: 'serial', timeout: 300_000 });

let starter: Starter;
let stack: Stack;
let ada: Account, ben: Account;
test.beforeAll(async () => {
  starter = await Starter.start();
  stack = await starter.ready();
  [ada, ben] = [await Account.signUp(stack, 'Ada Killed'), await Account.signUp(stack, 'Ben Killed')];
});
test.afterAll(() => starter.dispose());

async function kill(part: string): Promise<void> {
  const before = starter.pids()[part] as number;
  process.kill(before, 'SIGKILL');
  await until(() => ![before, undefined].includes(starter.pids()[part]), 5_000);
}

/** Sends until it is acknowledged, always under the same nonce: what a client does whose answer was lost. */
async function sendSurely(id: string, body: string): Promise<void> {
  await expect
    .poll(
      () =>
        ada.send(id, body, `nonce-${body}`).then(
          ({ message }) => message !== null,
          () => false,
        ),
      { timeout: 30_000, intervals: [100] },
    )
    .toBe(true);
}

for (const [part, closesSocket] of [
  ['chat', false],
  ['nats', false],
  ['gateway', true],
] as const)
  test(`kill -9 of ${part} between two messages: every message once, in order${closesSocket ? '' : ', and the socket stays open'}`, async () => {
    const { id, cursor } = await ada.startConversation(ben);
    const follower = new Tireless(ben, id, cursor);
    await sendSurely(id, `${part}-probe`);
    await until(() => follower.messages.length > 0, 20_000);
    const expected = [`${part}-probe`];
    for (let round = 0; round < 3; round += 1) {
      await sendSurely(id, `${part}-${round}-before`);
      await kill(part);
      await sendSurely(id, `${part}-${round}-after`);
      expected.push(`${part}-${round}-before`, `${part}-${round}-after`);
    }
    await until(() => follower.messages.length >= expected.length, 30_000);
    await follower.end();
    expect(follower.messages.map(({ body }) => body)).toEqual(expected);
    if (closesSocket) expect(follower.closes).toBeGreaterThan(0);
    else expect(follower.closes).toBe(0);
  });
