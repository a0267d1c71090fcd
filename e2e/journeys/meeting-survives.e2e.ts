import { expect, test, type Browser, type Locator } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Account } from '../harness/account.ts';
import { joinBare } from '../harness/bare-client.ts';
import { pictureIn } from '../harness/media-probe.ts';
import { Person } from '../harness/person.ts';
import { slowness } from '../harness/slowness.ts';
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

const send = (signal: NodeJS.Signals, parts: string[]): void =>
  parts.forEach((part) => process.kill(starter.pids()[part] as number, signal));
const kill = (...parts: string[]): void => send('SIGKILL', parts);

/** All that joining and a running meeting can do without (G6). */
const OTHERS = ['auth', 'contacts', 'presence', 'chat', 'media-gateway', 'nats', 'postgres'];

/** Two people who see each other move: the pictures that each has of the other, and the meeting's link. */
async function meet(browser: Browser) {
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
  return { ada, grace, link, pictures };
}

test('with everything else stopped, whoever holds a join token comes in, and nobody loses a frame', async ({
  browser,
}) => {
  const { ada, grace, link, pictures } = await meet(browser);
  const account = await Account.signUp(stack, 'Alan Turing');
  const alan = await Person.arrive(browser, 'Alan Turing', stack);
  await alan.page.goto('/sign-in');
  const { admission } = await account.mutate<{ admission: { token: string; url: string } }>(
    'joinMeeting',
    'JoinMeetingInput',
    { code: link.split('/').at(-1) },
    'admission { ... on Admitted { token url } }',
  );
  // Stopped, not killed: the starter would have them back within the second.
  send('SIGSTOP', OTHERS);
  try {
    const least = Promise.all(pictures.map((picture) => leastPerSecond(picture, 15)));
    await test.step('a new participant is in, and sees both', async () => {
      await joinBare(alan.page, admission.url, admission.token);
      const theirs = alan.page.locator('body > video');
      await expect(theirs).toHaveCount(2, PATIENT);
      for (const picture of await theirs.all())
        await expect.poll(async () => (await pictureIn(picture)).framesDecoded, PATIENT).toBeGreaterThan(30);
    });
    for (const frames of await least) expect(frames).toBeGreaterThan(0);
    await test.step('the gate too is killed: it is back on its port within 2 s, and lets in again', async () => {
      kill('gate');
      const door = `http://127.0.0.1:${starter.port + 11}`;
      const isUp = () =>
        fetch(`${door}/healthz`).then(
          ({ ok }) => ok,
          () => false,
        );
      await expect.poll(isUp, { timeout: 2_000 * slowness(), intervals: [50] }).toBe(true);
      const validate = `${stack.url}/rtc/validate?access_token=${admission.token}`;
      expect(await (await fetch(validate)).text()).toBe('success');
      for (const frames of await Promise.all(pictures.map((picture) => leastPerSecond(picture, 5))))
        expect(frames).toBeGreaterThan(0);
    });
    for (const { page } of [ada, grace])
      await expect(page.getByText('You are still in the meeting')).toBeHidden(PATIENT);
  } finally {
    send('SIGCONT', OTHERS);
  }
  for (const { context } of [ada, grace, alan]) await context.close();
});

test('a running meeting loses nothing when everything but the media server is killed', async ({ browser }) => {
  const { ada, grace, link, pictures } = await meet(browser);

  await test.step('services, Postgres and NATS at once: not one second without new frames', async () => {
    kill(...OTHERS);
    for (const least of await Promise.all(pictures.map((picture) => leastPerSecond(picture, 8))))
      expect(least).toBeGreaterThan(0);
  });

  await test.step('the front door, and the gate, which carry the signalling: both stay, and new frames keep coming', async () => {
    kill('gateway', 'gate');
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
    // The last host is asked first, unless the other one was quicker.
    const anyway = ada.page.getByRole('button', { name: 'Leave anyway' });
    await anyway
      .or(ada.page.getByRole('button', { name: 'Rejoin' }))
      .first()
      .waitFor();
    if (await anyway.isVisible()) await anyway.click();
    await expect.poll(state, RECONCILED).toBe('OPEN');
  });
});
