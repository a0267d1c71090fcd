// npm run chaos: torments the stack while people write and follow, and judges what came of it. tools/chaos.mjs starts it.
import { join } from 'node:path';
import { WORKSPACE } from '../harness/starter.ts';
import { judge } from './checker/judge.ts';
import { HistoryFolder } from './history/folder.ts';
import { enterOwnNetwork } from './nemesis/network.ts';
import { optionsOf, type Options } from './options.ts';
import { reportOf } from './report.ts';
import { Run } from './run.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

process.exit(await main(process.argv.slice(2)));

async function main(words: string[]): Promise<number> {
  let options: Options;
  try {
    options = optionsOf(words);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
  const { seed, folder: path, isJudging } = options;
  const name = `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-seed-${seed}`;
  const folder = new HistoryFolder(path ?? join(WORKSPACE, 'e2e/artifacts/chaos', name));
  if (!isJudging) return torment(options, folder);
  return verdictOn(folder).catch((error: Error) => {
    process.stderr.write(`${folder.path} cannot be judged: ${error.message}\n`);
    return 2;
  });
}

async function torment(options: Options, folder: HistoryFolder): Promise<number> {
  const whyNoCuts = enterOwnNetwork();
  if (whyNoCuts !== undefined) say(`nothing will be cut: ${whyNoCuts}`);
  say(`seed ${options.seed}; raw logs in ${folder.path}`);
  const run = new Run(options, folder, whyNoCuts === undefined, say);
  let isEnding = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (isEnding) return;
      isEnding = true;
      void run.end().finally(() => process.exit(1));
    });
  try {
    await run.play();
    const code = await verdictOn(folder);
    if (code !== 0) run.keepServiceLogs();
    return code;
  } catch (error) {
    // Whoever ended the run has broken it off too.
    if (isEnding) await new Promise(() => undefined);
    process.stderr.write(`${(error as Error).stack}\n`);
    run.keepServiceLogs();
    return 1;
  } finally {
    await run.end();
  }
}

async function verdictOn(folder: HistoryFolder): Promise<number> {
  const verdict = await judge(folder);
  say(reportOf(verdict));
  return verdict.findings.isClean ? 0 : 1;
}
