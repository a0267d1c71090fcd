import { expect, test } from '@playwright/test';
import { Followed } from '../harness/followed.ts';
import { Account } from '../harness/account.ts';
import type { Stack } from '../harness/stack.ts';
import { Starter } from '../harness/starter.ts';
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

/** Follows with a client that comes back by itself and always resumes from its newest cursor. */
class Tireless {
  readonly bodies: (string | undefined)[] = [];
  closes = 0;
  private isEnding = false;
  readonly running: Promise<void>;

  constructor(
    id: string,
    private cursor: string | undefined,
  ) {
    this.running = this.run(id);
  }

  async end(): Promise<void> {
    this.isEnding = true;
    await this.running;
  }

  private async run(id: string): Promise<void> {
    while (!this.isEnding) {
      let isClosed = false;
      const client = ben.socket({ onNonLazyError: () => undefined, on: { closed: () => (isClosed = true) } });
      const followed = new Followed(client, id, this.cursor);
      let taken = 0;
      await until(() => {
        for (; taken < followed.events.length; taken += 1) {
          const event = followed.events[taken];
          this.cursor = event?.cursor;
          if (event?.__typename === 'MessageSent') this.bodies.push(event.message?.body);
        }
        return isClosed || followed.error !== undefined || followed.isOver || this.isEnding;
      }, 120_000);
      await client.dispose();
      if (!this.isEnding) this.closes += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

for (const [part, closesSocket] of [
  ['chat', false],
  ['nats', false],
  ['gateway', true],
] as const)
  test(`kill -9 of ${part} between two messages: every message once, in order${closesSocket ? '' : ', and the socket stays open'}`, async () => {
    const { id, cursor } = await ada.startConversation(ben);
    const follower = new Tireless(id, cursor);
    await sendSurely(id, `${part}-probe`);
    await until(() => follower.bodies.length > 0, 20_000);
    const expected = [`${part}-probe`];
    for (let round = 0; round < 3; round += 1) {
      await sendSurely(id, `${part}-${round}-before`);
      await kill(part);
      await sendSurely(id, `${part}-${round}-after`);
      expected.push(`${part}-${round}-before`, `${part}-${round}-after`);
    }
    await until(() => follower.bodies.length >= expected.length, 30_000);
    await follower.end();
    expect(follower.bodies).toEqual(expected);
    if (closesSocket) expect(follower.closes).toBeGreaterThan(0);
    else expect(follower.closes).toBe(0);
  });
