#!/usr/bin/env node
// npm run reset-password -- <email>: a new password for whoever forgot theirs, said in the terminal of the one who runs
// the installation. Works on the databases of this PARLEY_HOME, while Parley runs.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parleyHome, WORKSPACE } from './bootstrap/home.mjs';
import { node24 } from './bootstrap/node24.mjs';

const args = [
  '--disable-warning=ExperimentalWarning',
  join(WORKSPACE, 'tools/starter/reset-password.ts'),
  ...process.argv.slice(2),
];
const env = { ...process.env, PARLEY_HOME: parleyHome() };
spawn(node24(WORKSPACE), args, { cwd: WORKSPACE, env, stdio: 'inherit' }).once('exit', (code) =>
  process.exit(code ?? 1),
);
