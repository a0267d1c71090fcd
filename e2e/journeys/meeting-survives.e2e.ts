import { expect, test, type Locator } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pictureIn } from '../harness/media-probe.ts';
import { Person } from '../harness/person.ts';
import { Starter } from '../harness/starter.ts';
import type { Stack } from '../harness/stack.ts';

test.describe.configure({ mode: 'serial', timeout: 480_000 });
test.use({ actionTimeout: 30_000 });

const PATIENT = { timeout: 60_000 };
/** The media-gateway looks at LiveKit's own list when it starts, and every 30 s. */
const RECONCILED = { timeout: 40_000 };

let starter: Starter;
let stack: Stack;
test.beforeAll(async () => {
  starter = await Starter.start();
  stack = await starter.ready();
});
test.afterAll(() => starter.dispose());

/** Fewest frames decoded in any of the next seconds. */
async function leastPerSecond(video: Locator, seconds: number): Promise<number> {
  let least = Infinity;
  for (let second = 0; second < seconds; second += 1) {
    const { framesDecoded } = await pictureIn(video);
    await sleep(1_000);
    least = Math.min(least, (await pictureIn(video)).framesDecoded - framesDecoded);
  }
  return least;
}

const kill = (...parts: string[]): void =>
  parts.forEach((part) => process.kill(starter.pids()[part] as number, 'SIGKILL'));

test('a running meeting loses nothing when everything but the media server is killed', async ({ browser }) => {
  const [ada, grace] = [
    await Person.arrive(browser, 'Ada Lovelace', stack),
    await Person.arrive(browser, 'Grace Hopper', stack),
  ];
  for (const person of [ada, grace]) await person.signUp();
  const link = await ada.makeMeeting();
  for (const person of [ada, grace]) {
    await person.page.goto(link);
    await person.join();
  }
  const pictures = [ada.tileOf(grace).locator('video'), grace.tileOf(ada).locator('video')];
  for (const picture of pictures)
    await expect.poll(async () => (await pictureIn(picture)).framesDecoded, PATIENT).toBeGreaterThan(30);

  await test.step('services, Postgres and NATS at once: not one second without new frames', async () => {
    kill('auth', 'contacts', 'presence', 'chat', 'media-gateway', 'nats', 'postgres');
    for (const least of await Promise.all(pictures.map((picture) => leastPerSecond(picture, 8))))
      expect(least).toBeGreaterThan(0);
  });

  await test.step('the front door, which carries the signalling: both stay, and new frames keep coming', async () => {
    kill('gateway');
    for (const least of await Promise.all(pictures.map((picture) => leastPerSecond(picture, 8))))
      expect(least).toBeGreaterThan(0);
    await expect(ada.page.getByText('You are still in the meeting')).toBeHidden(PATIENT);
    await expect(grace.page.getByText('You are still in the meeting')).toBeHidden(PATIENT);
  });

  await test.step('somebody leaves while nobody listens to LiveKit: the graph is right soon after', async () => {
    const code = link.split('/').at(-1);
    const state = async () => {
      const query = 'query ($code: String!) { meeting(code: $code) { state } }';
      const response = await fetch(stack.graphql, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { code } }),
      }).catch(() => undefined);
      return ((await response?.json()) as { data?: { meeting?: { state: string } } } | undefined)?.data?.meeting?.state;
    };
    await expect.poll(state, PATIENT).toBe('LIVE');
    kill('media-gateway');
    await Promise.all([ada.leave(), grace.leave()]);
    await expect.poll(state, RECONCILED).toBe('OPEN');
  });
});
