import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '@parley/tools/bootstrap/chromium.mjs';
import { Guard } from '@parley/tools/bootstrap/guard.mjs';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { spreadOf, versionsOf, write } from '../measure/summary.ts';
import { buildAngularHello } from '../peers/build-angular-hello.ts';
import { pressInCall, type InCall } from '../page/in-call.ts';
import { signInto } from '../page/sign-in.ts';
import { CPU_SLOWDOWN, SLOW_4G, visit, type Target, type Visit } from '../page/visit.ts';
import { disposeCameras } from '../stack/camera.ts';
import { startCrowd } from '../stack/crowd.ts';
import { calibrate, machineFacts, steadiness } from '../stack/machine.ts';
import { freePorts, startGatewayWith, startParley, type Parley } from '../stack/parley.ts';

const GOALS = { scriptBytes: 90_000, lcpOfHello: 1.25, tbtMs: 50, inpMs: 100 };
/** As many as one page of the stage shows from 1280 px, with oneself. */
const TILES = 24;
const FLAGS = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];

const say = (line: string) => process.stderr.write(`${line}\n`);

/** One row a page: medians with least and most, and the ratio to the empty app of the same rounds. */
function rowOf(name: string, visits: readonly Visit[], hello: readonly Visit[]) {
  const over = (of: (one: Visit) => number) => spreadOf(visits.map(of));
  const [scripts, lcp, tbt] = [over((one) => one.scriptBytes), over((one) => one.lcpMs), over((one) => one.tbtMs)];
  const lcpOfHello = spreadOf(visits.map(({ lcpMs }, round) => lcpMs / (hello[round]?.lcpMs ?? NaN)));
  return {
    name,
    lcpMs: lcp,
    lcpOfHello,
    fcpMs: over((one) => one.fcpMs),
    tbtMs: tbt,
    blockedMs: over((one) => one.blockedMs),
    longestTaskMs: over((one) => one.longestTaskMs),
    scriptBytes: scripts,
    scriptBytesBeforeLcp: over((one) => one.scriptBytesBeforeLcp),
    styleBytes: over((one) => one.styleBytes),
    scripts: over((one) => one.scripts),
    requests: over((one) => one.requests),
    lcpElement: visits.at(-1)?.lcpElement,
    reached: {
      scriptBytes: scripts.median <= GOALS.scriptBytes,
      lcp: lcpOfHello.median <= GOALS.lcpOfHello,
      tbt: tbt.median <= GOALS.tbtMs,
    },
  };
}

function inWords({ name, scriptBytes, lcpMs, lcpOfHello, tbtMs }: ReturnType<typeof rowOf>): string {
  const lcp = `LCP ${lcpMs.median.toFixed(0)} ms (${lcpOfHello.median.toFixed(2)}× hello)`;
  return `${name}: ${(scriptBytes.median / 1e3).toFixed(1)} kB of script, ${lcp}, TBT ${tbtMs.median.toFixed(0)} ms`;
}

/** P12: home and the sign-in page on slow 4G and a slow phone, beside an empty Angular application behind the same gateway. */
export async function measure({ rounds }: { rounds: number }): Promise<void> {
  const guard = new Guard();
  const home = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  chmodSync(home, 0o711);
  const port = await freePorts(18);
  const peerPort = port + 17;
  let parley: Parley | undefined;
  try {
    const pages = buildAngularHello();
    parley = await startParley(home, port, guard.mark);
    const stack = parley;
    await startGatewayWith(pages, peerPort, stack);
    const targets: Target[] = [
      { name: 'angular hello', url: `http://localhost:${peerPort}/`, proof: 'h1:has-text("Hello")' },
      {
        name: 'home, signed in',
        url: `${stack.url}/`,
        proof: 'parley-home h1',
        prepare: (context) => signInto(context, stack),
      },
      { name: 'sign-in page', url: `${stack.url}/sign-in`, proof: 'input[type=password]' },
    ];
    const { visits, calibration, browser } = await visitInTurn(targets, rounds);
    const inCall = await pressAmongMany(stack, rounds);
    const hello = visits.get('angular hello') ?? [];
    const result = {
      row: 'p12',
      title: 'home and sign-in on slow 4G and a fourfold slower processor, beside an empty Angular application',
      rows: targets.map(({ name }) => rowOf(name, visits.get(name) ?? [], hello)),
      inCall,
      goals: GOALS,
      conditions: { network: SLOW_4G, cpuSlowdown: CPU_SLOWDOWN, page: '412 × 823 at 1.75, nothing cached', rounds },
      correctness: 'every page showed what it should, every script came compressed; else there would be no file',
      valid: steadiness(calibration),
      versions: { ...versionsOf('@angular/core', '@angular/build', 'playwright-core', 'fastify'), chromium: browser },
      ...machineFacts(),
      command: `npm run bench -- p12 --rounds=${rounds}`,
    };
    result.rows.forEach((row) => say(inWords(row)));
    say(`in a call with ${TILES + 1} tiles: INP ${inCall.inpMs.median.toFixed(0)} ms`);
    say(write(result));
  } finally {
    await parley?.stop();
    await guard.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** INP among twenty-five tiles, unthrottled: the browser decodes them all, on the cores that also send them. */
async function pressAmongMany(parley: Parley, rounds: number) {
  const crowd = await startCrowd(parley, TILES);
  const browser = await launch();
  try {
    const choice = JSON.stringify({ isMicrophoneOn: false, isCameraOn: false });
    const prepare = async (context: BrowserContext) => {
      await signInto(context, parley);
      await context.addInitScript((media) => localStorage.setItem('parley.media', media), choice);
    };
    const seen: InCall[] = [];
    for (let round = 0; round < rounds; round += 1)
      seen.push(await pressInCall(browser, `${parley.url}/m/${crowd.code}`, TILES, prepare));
    const inpMs = spreadOf(seen.map((one) => one.inpMs));
    const presses = seen.reduce((sum, one) => sum + one.presses, 0);
    return { inpMs, presses, tiles: TILES + 1, reached: inpMs.median <= GOALS.inpMs };
  } finally {
    await browser.close();
    await crowd.stop();
    await disposeCameras();
  }
}

function launch(): Promise<Browser> {
  const args = [...FLAGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const executablePath = findChromium();
  if (!executablePath) throw new Error('there is no Chromium: install one, or name it in PARLEY_CHROMIUM');
  return chromium.launch({ executablePath, args });
}

async function visitInTurn(targets: readonly Target[], rounds: number) {
  const browser = await launch();
  const visits = new Map<string, Visit[]>(targets.map(({ name }) => [name, []]));
  const calibration: number[] = [];
  try {
    for (const target of targets) await visit(browser, target, false);
    for (let round = 0; round < rounds; round++) {
      calibration.push(calibrate());
      for (let turn = 0; turn < targets.length; turn++) {
        const target = targets[(round + turn) % targets.length] as Target;
        const seen = await visit(browser, target, true);
        visits.get(target.name)?.push(seen);
        say(`round ${round + 1}  ${target.name}: LCP ${seen.lcpMs.toFixed(0)} ms, TBT ${seen.tbtMs.toFixed(0)} ms`);
      }
    }
    return { visits, calibration, browser: browser.version() };
  } finally {
    await browser.close();
  }
}
