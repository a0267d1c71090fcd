import { spawn } from 'node:child_process';
import { existsSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { describeFailure } from '../bootstrap/failure.mjs';
import { STARTED } from '../bootstrap/parts.mjs';
import { run } from '../bootstrap/run.mjs';
import type { Installation } from './installation.ts';
import { builtServices, plainEnv } from './service-env.ts';
import type { Supervisor } from './supervisor.ts';

/** Editors write a file in several steps; this long after the last of them the change is taken for whole. */
const SETTLED_AFTER_MS = 150;

/**
 * npm run dev: a changed service is bundled and started again, all of them when a library changed; the web is built by
 * Angular's own watch. What does not build leaves the running one alone.
 */
export function watchSources(installation: Installation, supervisor: Supervisor, say: (line: string) => void): void {
  const { workspace } = installation;
  const pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let working = Promise.resolve();
  const flush = () => {
    const services = [...pending];
    pending.clear();
    working = working.then(() => renew(services, installation, supervisor, say));
  };
  for (const room of ['libs', 'services']) {
    watch(join(workspace, room), { recursive: true }, (_event, file) => {
      const [owner = '', folder] = String(file).split('/');
      if (folder !== 'src' || /\.spec\.ts$/.test(String(file))) return;
      for (const service of room === 'libs' ? builtServices(workspace) : [owner]) pending.add(service);
      clearTimeout(timer);
      timer = setTimeout(flush, SETTLED_AFTER_MS);
    });
  }
  watchWeb(installation, say);
  say('watching libs/*/src, services/*/src and the web');
}

async function renew(
  services: string[],
  installation: Installation,
  supervisor: Supervisor,
  say: (line: string) => void,
): Promise<void> {
  for (const service of services) {
    try {
      const begun = Date.now();
      await build(service, installation);
      const own = STARTED.filter((process) => process.service === service);
      await Promise.all(own.map(({ name }) => supervisor.restart(name)));
      say(`${service}: built and started again (${Date.now() - begun} ms)`);
    } catch (error) {
      say(`${service}: not built, the running one stays`);
      process.stderr.write(describeFailure(error));
    }
  }
}

/** Runs a service's own "build" script, without npm and Nx around it. */
function build(service: string, { workspace, home, env }: Installation): Promise<void> {
  const cwd = join(workspace, 'services', service);
  const { scripts } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')) as { scripts: { build: string } };
  const [, ...args] = scripts.build.split(' ');
  const log = join(home, 'logs', `${service}-build.log`);
  return run(process.execPath, args, {
    step: `build of ${service}`,
    cwd,
    log,
    env: plainEnv(env),
    mend: 'mend the code',
  });
}

function watchWeb({ workspace, env }: Installation, say: (line: string) => void): void {
  const web = join(workspace, 'web-angular');
  if (process.argv.includes('--no-web') || !existsSync(join(web, 'angular.json'))) return;
  const args = [join(workspace, 'node_modules/.bin/ng'), 'build', '--watch', '--configuration', 'development'];
  const child = spawn(process.execPath, args, { cwd: web, env: plainEnv(env), stdio: ['ignore', 'pipe', 'pipe'] });
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  }
  child.once('exit', (code) => say(`web: the watch ended with code ${code}`));
}
