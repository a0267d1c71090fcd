import { environmentOf } from '@parley/tools/embedded/environment-of.ts';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stack } from './stack.ts';

/** The pid of the recorder that records now, by what it has noted of its job on this machine's disk. */
export function recorderAtWork(): number {
  // One of the two may have been killed before: the starter's new one has another pid.
  const alive = ['recorder', 'recorder-2'].map((name) => stack().pids[name]).find((pid) => existsSync(`/proc/${pid}`));
  const directory = alive === undefined ? undefined : environmentOf(alive)['RECORDINGS_DIR'];
  const jobs = join(directory ?? '', 'jobs');
  const [note, ...others] = readdirSync(jobs).filter((name) => name.endsWith('.json'));
  if (!note || others.length > 0) throw new Error(`Not one recording goes on, but ${others.length + (note ? 1 : 0)}.`);
  return (JSON.parse(readFileSync(join(jobs, note), 'utf8')) as { process: { pid: number } }).process.pid;
}
