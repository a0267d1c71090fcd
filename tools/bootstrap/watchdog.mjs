// Outlives a killed starter by the moment it takes to end what the starter left: stdin is a pipe that only the starter
// holds, so its end means the starter is gone. Ends every process that carries the run's mark in its environment, and
// those that were named on the pipe (Postgres runs as another user, whose environment may not be readable).
import { createInterface } from 'node:readline';
import { isAlive, processesWith, startTime } from './processes.mjs';

const PATIENCE_MS = 4000;
const PAUSE_MS = 60;
const mark = process.argv[2] ?? '';
const named = new Map();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const { pid, signal } = JSON.parse(line);
  const started = startTime(pid);
  if (started) named.set(pid, { started, signal });
});
lines.once('close', () => void sweep());

async function sweep() {
  const begun = Date.now();
  let quiet = 0;
  while (quiet < 2) {
    const left = survivors();
    quiet = left.length === 0 ? quiet + 1 : 0;
    const isPatient = Date.now() - begun < PATIENCE_MS;
    for (const { pid, signal } of left) end(pid, isPatient ? signal : 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  process.exit(0);
}

function survivors() {
  const left = new Map(processesWith(mark).map((pid) => [pid, { pid, signal: 'SIGKILL' }]));
  left.delete(process.pid);
  for (const [pid, { started, signal }] of named) {
    if (isAlive(pid, started)) left.set(pid, { pid, signal });
    else named.delete(pid);
  }
  return [...left.values()];
}

function end(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile.
  }
}
