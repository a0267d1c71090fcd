import { expect, test, type Locator, type Page } from '@playwright/test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Gallery } from '../harness/gallery.ts';
import { livekitOnWire, turnArguments } from '../harness/livekit-on-wire.ts';
import { pictureIn } from '../harness/media-probe.ts';
import { Namespaces } from '../harness/namespaces.ts';
import { Person } from '../harness/person.ts';
import type { Stack } from '../harness/stack.ts';
import { Starter } from '../harness/starter.ts';

test.describe.configure({ mode: 'serial', timeout: 480_000 });
test.use({ actionTimeout: 30_000 });

const PATIENT = { timeout: 60_000 };
const directory = mkdtempSync(join(tmpdir(), 'parley-relay-'));

let namespaces: Namespaces | undefined;
let starter: Starter | undefined;
let stack: Stack;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  const why = Namespaces.whyNot();
  test.skip(why !== undefined, why);
  namespaces = await Namespaces.create();
  const env = livekitOnWire(directory, { hasTurn: true });
  starter = await Starter.start({ prefix: namespaces.prefix('server'), env });
  stack = await starter.ready();
  await namespaces.reach(starter.port);
});
test.afterAll(async () => {
  await starter?.dispose();
  await namespaces?.dispose();
  rmSync(directory, { recursive: true, force: true });
});

const wire = (): Namespaces => namespaces as Namespaces;

/** Lets every peer connection of a page go by a relay only, as an office does that lets nothing else out. */
async function relayOnly(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Native = RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(configuration: RTCConfiguration = {}) {
        super({ ...configuration, iceTransportPolicy: 'relay' });
      }
      override setConfiguration(configuration: RTCConfiguration = {}): void {
        super.setConfiguration({ ...configuration, iceTransportPolicy: 'relay' });
      }
    };
  });
}

interface Probed extends Window {
  parleyConnections: RTCPeerConnection[];
}

/** The ways that this page's media takes: `host udp`, `relay tls` … */
function waysOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const ways = new Set<string>();
    for (const connection of (window as unknown as Probed).parleyConnections) {
      if (connection.connectionState !== 'connected') continue;
      const stats = await connection.getStats();
      for (const entry of stats.values()) {
        if (entry.type !== 'transport' || !entry.selectedCandidatePairId) continue;
        const local = stats.get(stats.get(entry.selectedCandidatePairId).localCandidateId);
        ways.add(`${local.candidateType} ${local.relayProtocol ?? local.protocol}`);
      }
    }
    return [...ways];
  });
}

test('somebody whose network lets only a relay through sends by it, and is seen; also where UDP is blocked', async () => {
  const ada = await Person.arrive(await wire().browser('server', turnArguments), 'Ada Lovelace', stack);
  const grace = await Person.arrive(await wire().browser('client', turnArguments), 'Grace Hopper', stack);
  await relayOnly(grace.page);
  for (const person of [ada, grace]) await person.signUp();
  const link = await ada.makeMeeting();
  const moves = async (video: Locator) => {
    const { framesDecoded } = await pictureIn(video);
    await expect.poll(async () => (await pictureIn(video)).framesDecoded, PATIENT).toBeGreaterThan(framesDecoded + 30);
  };
  for (const person of [ada, grace]) {
    await person.page.goto(link);
    await person.join();
  }
  for (const video of [ada.tileOf(grace).locator('video'), grace.tileOf(ada).locator('video')]) await moves(video);
  expect(await waysOf(grace.page)).toEqual(['relay udp']);
  expect((await waysOf(ada.page)).every((way) => way.startsWith('host') || way.startsWith('prflx'))).toBe(true);

  await grace.leave();
  await wire().cut('udp');
  try {
    await grace.page.goto(link);
    await grace.join();
    for (const video of [ada.tileOf(grace).locator('video'), grace.tileOf(ada).locator('video')]) await moves(video);
    expect(await waysOf(grace.page)).toEqual(['relay tls']);
  } finally {
    await wire().restore();
  }
  for (const { context } of [ada, grace]) await context.close();
});

/** How every line of the connection test stands. */
async function tested(page: Page): Promise<Record<string, string>> {
  await page.getByRole('button', { name: /^(Start the test|Test again)$/ }).click();
  const open = page.locator('[data-testid=check]:is([data-state=waiting], [data-state=running])');
  await expect(open).not.toHaveCount(0);
  await expect(open).toHaveCount(0, { timeout: 90_000 });
  const lines = await page.getByTestId('check').all();
  return Object.fromEntries(
    await Promise.all(
      lines.map(
        async (line) => [await line.getAttribute('data-check'), await line.getAttribute('data-state')] as const,
      ),
    ),
  ) as Record<string, string>;
}

test('the connection test tells what passes, and what is blocked; its report names nobody', async () => {
  const gallery = new Gallery('connection-test');
  const grace = await Person.arrive(await wire().browser('client', turnArguments), 'Grace Hopper', stack);
  const { page, context } = grace;
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stack.url });
  await grace.signUp();
  await page.goto('/settings');
  await page.getByRole('link', { name: 'Test your connection' }).click();
  await gallery.show('before', { grace: page });
  const passed = { socket: 'passed', signalling: 'passed', publish: 'passed', roundTrip: 'passed' };
  expect(await tested(page)).toEqual({ ...passed, udp: 'passed', tcp: 'passed', turn: 'passed' });
  await expect(page.getByText('Meetings will work well from here.')).toBeVisible();
  await gallery.show('all-open', { grace: page });

  await wire().cut('udp');
  try {
    expect(await tested(page)).toEqual({ ...passed, udp: 'failed', tcp: 'passed', turn: 'passed' });
  } finally {
    await wire().restore();
  }
  await expect(page.getByText('Your network blocks UDP. Meetings work, less smoothly.')).toBeVisible();
  await expect(page.getByTestId('check').filter({ hasText: 'TURN' })).toContainText('over TLS');
  await gallery.show('udp-blocked', { grace: page });
  await page.getByRole('button', { name: 'Copy report' }).click();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain('Media over UDP: Failed');
  expect(report).not.toMatch(/eyJ|10\.90\.|Grace|@example/);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save report' }).click();
  const saved = JSON.parse(readFileSync(await (await saving).path(), 'utf8')) as { checks: { name: string }[] };
  expect(saved.checks.map(({ name }) => name)).toEqual([
    'socket',
    'signalling',
    'udp',
    'tcp',
    'turn',
    'publish',
    'roundTrip',
  ]);
  expect(JSON.stringify(saved)).not.toMatch(/eyJ|10\.90\.|Grace|@example/);
  expect(grace.complaints).toEqual([]);
  expect(gallery.faults).toEqual([]);
});
