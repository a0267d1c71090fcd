import { readFileSync } from 'node:fs';
import { isAlive, startTime } from './processes.mjs';

const LOOK_EVERY_MS = 500;

/**
 * Calls back when the npm that runs this script is gone: a killed npm tells nobody. A script started by hand may be
 * left behind by its shell on purpose, so only npm's are watched.
 *
 * @param {() => void} onGone
 */
export function watchNpm(onGone, env = process.env) {
  if (!env.npm_lifecycle_event) return;
  const chain = [process.ppid];
  if (/^(sh|dash|bash)$/.test(commandOf(process.ppid))) chain.push(parentOf(process.ppid));
  const watched = chain.map((pid) => ({ pid, started: startTime(pid) ?? '' })).filter(({ started }) => started);
  const timer = setInterval(() => {
    if (watched.every(({ pid, started }) => isAlive(pid, started))) return;
    clearInterval(timer);
    onGone();
  }, LOOK_EVERY_MS);
  timer.unref();
}

function commandOf(pid) {
  return /\((.*)\)/s.exec(statOf(pid))?.[1] ?? '';
}

function parentOf(pid) {
  const stat = statOf(pid);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return '';
  }
}
