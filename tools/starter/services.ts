import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '../bootstrap/chromium.mjs';
import { run } from '../bootstrap/run.mjs';
import { nodeFlags, STARTED, STORED } from '../bootstrap/parts.mjs';
import type { Installation } from './installation.ts';
import { answersHttp, waitUntilReady } from './ready.ts';
import { builtServices, serviceEnv } from './service-env.ts';
import type { Supervisor } from './supervisor.ts';

/** Brings each service's tables up to date, as the service's own role. */
export async function migrate(installation: Installation): Promise<void> {
  const { workspace, home } = installation;
  const scripts = STORED.map((service) => ({
    service,
    script: join(workspace, 'services', service, 'dist/migrate.mjs'),
  }));
  await Promise.all(
    scripts
      .filter(({ script }) => existsSync(script))
      .map(({ service, script }) =>
        run(process.execPath, [script], {
          step: `migrations of ${service}`,
          cwd: join(workspace, 'services', service),
          log: join(home, 'logs', `${service}-migrate.log`),
          env: serviceEnv(installation, service),
          mend: 'the log names the migration; nothing of it was kept. Mend it, or go back to the version before',
        }),
      ),
  );
}

/**
 * Starts every service and the gate, and waits until each says that it is ready. Without a Chromium there is no recorder: all
 * else works, and the graph says that nothing can be recorded.
 */
export async function startServices(
  installation: Installation,
  supervisor: Supervisor,
  say: (line: string) => void,
): Promise<void> {
  mkdirSync(join(installation.home, 'gate'), { recursive: true, mode: 0o700 });
  const built = builtServices(installation.workspace);
  const canRecord = findChromium(installation.env) !== undefined;
  if (!canRecord) say('recorder: not started, for want of a Chromium (Debian: apt-get install chromium ffmpeg)');
  const parts = STARTED.filter(({ service }) => built.includes(service) && (canRecord || service !== 'recorder'));
  for (const { name, service, entry } of parts) {
    const cwd = join(installation.workspace, 'services', service);
    // Source maps cost a tenth of a service's start: lines of the TypeScript are for whoever changes it.
    const maps = process.argv.includes('--watch') ? ['--enable-source-maps'] : [];
    const args = [...nodeFlags(name), ...maps, join(cwd, `dist/${entry}.mjs`)];
    supervisor.start({
      name,
      command: process.execPath,
      args,
      cwd,
      env: serviceEnv(installation, name),
      stopSignal: 'SIGTERM',
    });
  }
  const readyUrl = (name: string) => `http://127.0.0.1:${installation.ports[name]}/readyz`;
  await Promise.all(parts.map(({ name }) => waitUntilReady(supervisor, name, () => answersHttp(readyUrl(name)))));
}
