import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '@parley/tools/bootstrap/chromium.mjs';
import { Guard } from '@parley/tools/bootstrap/guard.mjs';
import { SERVERS } from '@parley/tools/bootstrap/servers.mjs';
import { chromium, type Browser } from 'playwright-core';
import { spreadOf, versionsOf, write } from '../measure/summary.ts';
import { delayed, type Detour } from '../page/delay.ts';
import { firstFrame, type Entrance, type FirstFrame } from '../page/first-frame.ts';
import { signInto } from '../page/sign-in.ts';
import { buildBareLivekit } from '../peers/build-bare-livekit.ts';
import { startLivekitAlone, type LivekitAlone } from '../peers/livekit-alone.ts';
import { disposeCameras, startCamera } from '../stack/camera.ts';
import { startCrowd } from '../stack/crowd.ts';
import { calibrate, machineFacts, steadiness } from '../stack/machine.ts';
import { freePorts, startGatewayWith, startParley, type Parley } from '../stack/parley.ts';

/** performance.md. Cold is held against LiveKit Meet there, which cannot be had here. */
const GOALS = { warmOfBare: 1.05, roundTrips: 8 };
const ROOM = 'bench';
const FLAGS = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];

const say = (line: string) => process.stderr.write(`${line}\n`);

/** How the pages are reached, and how they are when one clicks. */
const CONDITIONS = [
  { roundTripMs: 0, isWarm: true },
  { roundTripMs: 0, isWarm: false },
  { roundTripMs: 100, isWarm: true },
  { roundTripMs: 100, isWarm: false },
] as const;
const nameOf = ({ roundTripMs, isWarm }: (typeof CONDITIONS)[number]) =>
  `${isWarm ? 'warm' : 'cold'}, ${roundTripMs} ms`;

type Seen = Map<string, FirstFrame[]>;

/** P11: from the click to the first frame of somebody else, in Chromium; beside a page that is livekit-client alone. */
export async function measure({ rounds }: { rounds: number }): Promise<void> {
  const guard = new Guard();
  const home = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  chmodSync(home, 0o711);
  const ends: (() => Promise<void>)[] = [];
  try {
    const port = await freePorts(18);
    const pages = await buildBareLivekit();
    const parley = await startParley(home, port, guard.mark);
    ends.push(() => parley.stop());
    const livekit = await startLivekitAlone();
    ends.push(() => livekit.stop());
    const more = { LIVEKIT_PUBLIC_URL: `ws://localhost:${new URL(livekit.url).port}` };
    ends.push(await startGatewayWith(pages, port + 17, parley, more));
    const entrances = [await ours(parley, ends), await bare(livekit, port + 17, ends)];
    const detours = await Promise.all([port, port + 17, Number(new URL(livekit.url).port)].map(detour));
    ends.push(...detours.map(({ stop }) => stop));
    const [near, far] = [await browse([]), await browse(detours)];
    ends.push(...[near, far].map((browser) => () => browser.close()));
    const calibration: number[] = [];
    const seen = await visitInTurn(entrances, { 0: near, 100: far }, rounds, calibration);
    const result = resultOf(seen, entrances, rounds, calibration, near.version());
    say(write(result));
  } finally {
    for (const end of ends.reverse()) await end();
    await disposeCameras();
    await guard.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Our meeting page, signed in, microphone and camera off; somebody with a camera is in. */
async function ours(parley: Parley, ends: (() => Promise<void>)[]): Promise<Entrance> {
  const crowd = await startCrowd(parley, 1, 15);
  ends.push(() => crowd.stop());
  const choice = JSON.stringify({ isMicrophoneOn: false, isCameraOn: false });
  return {
    name: 'parley',
    address: async () => `${parley.url}/m/${crowd.code}`,
    prepare: async (context) => {
      await signInto(context, parley);
      await context.addInitScript((media) => localStorage.setItem('parley.media', media), choice);
    },
    stage: '[data-testid=tile]',
  };
}

async function bare(livekit: LivekitAlone, port: number, ends: (() => Promise<void>)[]): Promise<Entrance> {
  const camera = await startCamera(livekit.ticket(ROOM));
  ends.push(() => camera.stop());
  const { port: signalling } = new URL(livekit.url);
  return {
    name: 'bare livekit-client page',
    address: async () => {
      const parameters = new URLSearchParams({
        url: `ws://localhost:${signalling}`,
        token: livekit.ticket(ROOM).token,
      });
      return `http://localhost:${port}/#${parameters}`;
    },
    stage: 'main',
  };
}

const detour = async (port: number) => ({ from: port, ...(await delayed(port, 100)) });

async function browse(detours: readonly (Detour & { from: number })[]): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('there is no Chromium: install one, or name it in PARLEY_CHROMIUM');
  const rules = detours.map(({ from, port }) => `MAP localhost:${from} 127.0.0.1:${port}`).join(',');
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath,
    args: [...FLAGS, ...root, ...(rules ? [`--host-resolver-rules=${rules}`] : [])],
  });
}

async function visitInTurn(
  entrances: readonly Entrance[],
  browsers: Record<0 | 100, Browser>,
  rounds: number,
  calibration: number[],
): Promise<Seen> {
  const seen: Seen = new Map();
  for (const entrance of entrances) await firstFrame(browsers[0], entrance, true);
  for (let round = 0; round < rounds; round += 1) {
    calibration.push(calibrate());
    for (const condition of CONDITIONS) {
      for (let turn = 0; turn < entrances.length; turn += 1) {
        const entrance = entrances[(round + turn) % entrances.length] as Entrance;
        const one = await firstFrame(browsers[condition.roundTripMs], entrance, condition.isWarm);
        const key = `${entrance.name}, ${nameOf(condition)}`;
        seen.set(key, [...(seen.get(key) ?? []), one]);
        const ms = condition.isWarm ? one.afterClick : one.afterNavigation;
        say(`round ${round + 1}  ${key}: ${ms.toFixed(0)} ms`);
      }
    }
  }
  return seen;
}

function resultOf(
  seen: Seen,
  entrances: readonly Entrance[],
  rounds: number,
  calibration: readonly number[],
  browser: string,
) {
  const [us, peer] = entrances.map(({ name }) => name) as [string, string];
  const ms = (name: string, condition: (typeof CONDITIONS)[number]) => {
    const visits = seen.get(`${name}, ${nameOf(condition)}`) ?? [];
    return spreadOf(visits.map((one) => (condition.isWarm ? one.afterClick : one.afterNavigation)));
  };
  const [warm, , far] = CONDITIONS;
  const ratios = Object.fromEntries(
    CONDITIONS.map((condition) => [nameOf(condition), ms(us, condition).median / ms(peer, condition).median]),
  );
  const roundTrips = (name: string) => (ms(name, far).median - ms(name, warm).median) / far.roundTripMs;
  return {
    row: 'p11',
    title:
      'from the click to the first frame of somebody else (cold: from the navigation), beside livekit-client alone',
    rows: entrances.flatMap(({ name }) =>
      CONDITIONS.map((condition) => ({ name: `${name}, ${nameOf(condition)}`, ms: ms(name, condition) })),
    ),
    ratios,
    roundTrips: { [us]: roundTrips(us), [peer]: roundTrips(peer) },
    goals: GOALS,
    reached: {
      warm: (ratios[nameOf(warm)] ?? NaN) <= GOALS.warmOfBare,
      roundTrips: roundTrips(us) <= GOALS.roundTrips,
    },
    conditions: {
      rounds,
      camera: '320 × 180 at 15 frames a second',
      roundTrip: 'added to TCP (pages, graph, signalling) by a detour in user space; media goes straight',
    },
    correctness: 'in every visit a frame of somebody else was shown after the click; else there would be no file',
    valid: steadiness(calibration),
    versions: {
      ...versionsOf('livekit-client', '@livekit/rtc-node', 'playwright-core'),
      livekit: SERVERS.livekit.version,
      chromium: browser,
    },
    ...machineFacts(),
    command: `npm run bench -- p11 --rounds=${rounds}`,
  };
}
