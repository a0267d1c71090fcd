import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pictureIn, soundHeard } from '../harness/media-probe.ts';
import { ADDRESS, Namespaces } from '../harness/namespaces.ts';
import { Person } from '../harness/person.ts';
import { Starter } from '../harness/starter.ts';

const PATIENT = { timeout: 60_000 };
const LAN_PORTS = { gateway: 0, 'livekit-tcp': 9 };
const ALL_TCP_PORTS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15];

test.use({ actionTimeout: 30_000 });

/** The computer Parley runs on is the server's side, a phone the client's. */
let lan: Namespaces;
test.beforeEach(async () => {
  const why = Namespaces.whyNot();
  test.skip(why !== undefined, why);
  lan = await Namespaces.create();
});
test.afterEach(() => lan?.dispose());

test('without a network there is nothing to share: it says so, and starts nothing', async () => {
  await lan.unplug('server');
  const starter = await Starter.start({ prefix: lan.prefix('server'), flags: ['--share'] });
  expect(await starter.ended()).toBe(1);
  expect(starter.stdout).toBe('');
  expect(starter.stderr).toContain('no network address that others could reach');
  expect(starter.stderr).toMatch(/mend .*without --share/);
  expect(existsSync(join(starter.home, 'secrets.json'))).toBe(false);
  await starter.dispose();
});

test('an address of another machine is refused, with those that can be chosen', async () => {
  const starter = await Starter.start({ prefix: lan.prefix('server'), flags: [`--share=${ADDRESS.client}`] });
  expect(await starter.ended()).toBe(1);
  expect(starter.stderr).toContain(`--share=${ADDRESS.client} is no address of this machine`);
  expect(starter.stderr).toContain(`choose one of: ${ADDRESS.server}`);
  await starter.dispose();
});

test('a phone on the same network signs up by HTTPS and is seen and heard in a meeting', async () => {
  const starter = await Starter.start({ prefix: lan.prefix('server'), flags: ['--share'] });
  try {
    const stack = await starter.ready();
    const origin = `https://${ADDRESS.server}:${starter.port}`;

    await test.step('one line tells of the shared address, and nothing else of the stack is reached from the network', async () => {
      expect(starter.stdout.trim().split('\n')).toHaveLength(1);
      expect(stack).toMatchObject({
        url: origin,
        graphql: `${origin}/graphql`,
        ws: `wss://${ADDRESS.server}:${starter.port}/graphql`,
      });
      const open = await lan.openOnServer(ALL_TCP_PORTS.map((offset) => starter.port + offset));
      expect(open).toEqual(Object.values(LAN_PORTS).map((offset) => starter.port + offset));
    });

    const ada = await Person.arrive(await lan.browser('server'), 'Ada Lovelace', stack);
    const grace = await Person.arrive(await lan.browser('client'), 'Grace Hopper', stack);

    await test.step('both sign up; the cookie is Secure and bound to the host', async () => {
      await ada.signUp();
      // As typed on a phone, without https: the way there is shown.
      await grace.page.goto(`http://${ADDRESS.server}:${starter.port}/sign-up`);
      expect(grace.page.url()).toBe(`${origin}/sign-up`);
      await grace.signUp();
      const cookies = await grace.context.cookies();
      expect(cookies).toHaveLength(1);
      expect(cookies[0]).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Strict', path: '/' });
      expect(cookies[0]?.name).toMatch(/^__Host-/);
      await grace.page.reload();
      await expect(grace.page.getByRole('button', { name: 'New meeting' })).toBeVisible();
    });

    await test.step('they meet: each decodes moving frames and hears the other, over the cable', async () => {
      const link = await ada.makeMeeting();
      expect(link).toContain(`${origin}/m/`);
      await ada.page.goto(link);
      await ada.join();
      await grace.page.goto(link);
      await grace.join();
      for (const [one, other] of [
        [ada, grace],
        [grace, ada],
      ] as const) {
        const video = one.tileOf(other).locator('video');
        await expect.poll(async () => (await pictureIn(video)).framesDecoded, PATIENT).toBeGreaterThan(30);
        await expect.poll(() => soundHeard(one.page), PATIENT).toBeGreaterThan(0.001);
      }
    });
    expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  } finally {
    await starter.dispose();
  }
});
