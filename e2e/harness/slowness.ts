import { spawnSync } from 'node:child_process';

/** What an empty Node takes to start on two cores that do nothing else, with room to spare. */
const QUIET_MS = 80;
const TRIES = 5;

/**
 * How many times slower than a quiet machine this one is now, 1 at least. Promises about time are made for a machine
 * that has nothing else to do; beside other people's builds they are stretched by as much as everything is.
 */
export function slowness(): number {
  const times = Array.from({ length: TRIES }, () => {
    const begun = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    return performance.now() - begun;
  }).sort((one, other) => one - other);
  return Math.max(1, (times[Math.floor(TRIES / 2)] ?? QUIET_MS) / QUIET_MS);
}
