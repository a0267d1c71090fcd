// Runs auth's own command with the environment that the starter gives auth.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parleyHome, WORKSPACE } from '../bootstrap/home.mjs';
import { openInstallation } from './installation.ts';
import { portOfLastRun } from './run-file.ts';
import { serviceEnv } from './service-env.ts';

const home = parleyHome();
const script = join(WORKSPACE, 'services/auth/dist/reset-password.mjs');
if (!existsSync(join(home, 'secrets.json')) || !existsSync(script)) {
  process.stderr.write(`parley: nothing was ever started from ${home}; run npm start first\n`);
  process.exit(1);
}
const port = process.env.PARLEY_PORT ?? portOfLastRun(home);
const env = serviceEnv(openInstallation(WORKSPACE, home, { ...process.env, PARLEY_PORT: port }), 'auth');
spawn(process.execPath, [script, ...process.argv.slice(2)], { env, stdio: 'inherit' }).once('exit', (code) =>
  process.exit(code ?? 1),
);
