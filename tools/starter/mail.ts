import { join } from 'node:path';
import type { Installation } from './installation.ts';
import { answersHttp, waitUntilReady } from './ready.ts';
import { plainEnv } from './service-env.ts';
import type { Supervisor } from './supervisor.ts';

/** Starts the inbox of this machine: whatever is sent arrives there, and nowhere else. */
export async function startMail(installation: Installation, supervisor: Supervisor): Promise<void> {
  const { workspace, home, ports } = installation;
  const main = join(workspace, 'tools/inbox/main.ts');
  supervisor.start({
    name: 'mail',
    command: process.execPath,
    args: ['--max-semi-space-size=1', main, join(home, 'mail'), String(ports['mail-smtp']), String(ports.mail)],
    cwd: workspace,
    env: plainEnv(installation.env),
    stopSignal: 'SIGTERM',
  });
  await waitUntilReady(supervisor, 'mail', () => answersHttp(`http://127.0.0.1:${ports.mail}/healthz`));
}
