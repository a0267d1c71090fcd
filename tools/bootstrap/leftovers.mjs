import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './processes.mjs';

const PATIENCE_MS = 6000;

/**
 * Ends parts of an earlier run of this home whose starter and watchdog are both gone.
 *
 * @param {string} home
 * @param {(line: string) => void} say
 */
export async function endLeftovers(home, say) {
  const left = read(join(home, 'run.json')).filter(({ pid, started }) => isAlive(pid, started));
  if (left.length === 0) return;
  say(`ending what an earlier run left behind: ${left.map(({ name, pid }) => `${name} (${pid})`).join(', ')}`);
  for (const { name, pid } of left) end(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
  const begun = Date.now();
  while (left.some(({ pid, started }) => isAlive(pid, started))) {
    if (Date.now() - begun > PATIENCE_MS) for (const { pid } of left) end(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function read(file) {
  try {
    const { pids, started } = JSON.parse(readFileSync(file, 'utf8'));
    return Object.keys(pids).map((name) => ({ name, pid: pids[name], started: started[name] }));
  } catch {
    return [];
  }
}

function end(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile.
  }
}
