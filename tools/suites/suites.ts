import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findGo } from '../bootstrap/servers.mjs';
import { countOwn, countPlaywright, countPrinted, countVitest } from './report.ts';
import { hasScript, show, single, suiteEnv, WORKSPACE, type Count, type Suite } from './suite.ts';

const home = process.env.PARLEY_TEST_HOME || join(WORKSPACE, '.parley-test');

/** Every suite there is at present, in the order in which they run: what answers soonest first. */
export function allSuites(): Suite[] {
  const suites = [
    single('format', 'prettier', ['--check', '--log-level=warn', '.']),
    single('types', 'tsc', ['--project', 'tsconfig.json']),
    single('lint', process.execPath, ['tools/lint/run.mjs']),
    single('compose', process.execPath, ['--disable-warning=ExperimentalWarning', 'tools/compose/main.ts', '--check']),
    vitest('unit'),
    meter(),
    k8s(),
    hasScript('web-angular', 'test') && web(),
    vitest('integration'),
    vitest('images'),
    existsSync(join(WORKSPACE, 'e2e/playwright.config.ts')) && playwright(),
    chaos(),
  ];
  return suites.filter((suite) => suite !== false);
}

function vitest(project: string): Suite {
  const report = join(home, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name: project,
    async run() {
      rmSync(report, { force: true });
      const code = await show('vitest', ['run', '--project', project, '--passWithNoTests', ...reporters]);
      return countVitest(report, code);
    },
  };
}

/** The Go of the benchmarks' meter: what judges whether a row counts. */
function meter(): Suite {
  return {
    name: 'meter',
    async run() {
      const go = await findGo({ name: 'meter', version: 'of this clone' });
      const isPassed = (await show(go, ['test', './...'], { cwd: join(WORKSPACE, 'bench/meter') })) === 0;
      return { passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1, skipped: 0 };
    },
  };
}

function playwright(): Suite {
  const report = join(home, 'e2e.json');
  return {
    name: 'e2e',
    async run() {
      rmSync(report, { force: true });
      const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
      const code = await show('playwright', ['test', '--reporter=list,json'], { cwd: join(WORKSPACE, 'e2e'), env });
      return countPlaywright(report, code);
    },
  };
}

/** The short slice of the chaos harness; the long run is for whoever has hours (docs/operate/chaos.md). */
function chaos(): Suite {
  const flags = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];
  return single('chaos', process.execPath, [...flags, 'e2e/chaos/main.ts', '--faults=20', '--acknowledged=50000']);
}

/** Without the control plane where it is not built; the suite says so, and counts it as skipped. */
function k8s(): Suite {
  const report = join(home, 'k8s.json');
  return {
    name: 'k8s',
    async run() {
      rmSync(report, { force: true });
      const args = ['--disable-warning=ExperimentalWarning', 'tools/k8s/main.ts', '--control-plane-if-built'];
      const code = await show(process.execPath, [...args, '--report', report]);
      return countOwn(report, code);
    },
  };
}

/** The web's unit tests run inside Angular's builder, which leaves no report of ours: its words are read. */
function web(): Suite {
  return {
    name: 'web',
    run: () =>
      new Promise<Count>((resolve) => {
        let output = '';
        const options = { cwd: join(WORKSPACE, 'web-angular'), env: { ...suiteEnv(), CI: 'true' } };
        const child = spawn('npm', ['test', '--silent'], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
        for (const [from, to] of [
          [child.stdout, process.stdout],
          [child.stderr, process.stderr],
        ] as const) {
          from.on('data', (chunk: Buffer) => {
            output += chunk.toString();
            to.write(chunk);
          });
        }
        child.once('close', (code) => resolve(countPrinted(output, code ?? 1)));
      }),
  };
}
