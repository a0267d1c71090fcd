import { readdirSync, readFileSync } from 'node:fs';

/**
 * When a process began, in clock ticks since boot: with the pid it names one process for good.
 *
 * @param {number} pid
 * @returns {string | undefined} undefined when there is no such process, or only its corpse
 */
export function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/**
 * Whether this very process still lives (not another one with a reused pid).
 *
 * @param {number} pid
 * @param {string} started what startTime() said of it
 */
export function isAlive(pid, started) {
  return startTime(pid) === started;
}

/**
 * Every living process whose environment, as it was when it began, holds this assignment.
 *
 * @param {string} assignment NAME=value
 * @returns {number[]}
 */
export function processesWith(assignment) {
  const found = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const environment = readFileSync(`/proc/${entry}/environ`, 'latin1');
      if (environment.split('\0').includes(assignment) && startTime(Number(entry))) found.push(Number(entry));
    } catch {
      // It ended meanwhile, or belongs to somebody else.
    }
  }
  return found;
}
