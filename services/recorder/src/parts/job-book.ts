import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** A part that a worker has taken, as it notes it down for whoever comes after it. */
const jobSchema = z.object({
  recordingId: z.string(),
  part: z.number().int(),
  storageKey: z.string(),
  workerId: z.string(),
  /** ISO time of the first captured moment; null until there is one. */
  startedAt: z.string().nullable(),
  process: z.object({ host: z.string(), pid: z.number().int(), started: z.string() }),
});
export type Job = z.infer<typeof jobSchema>;

/**
 * What this worker has taken, on its disk: a worker that comes up after a kill says at once that the part is lost, so that nobody
 * waits for the lease to run out.
 */
export class JobBook {
  constructor(private readonly directory: string) {}

  async note(job: Omit<Job, 'process'>): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const process = ofThisProcess();
    const path = this.path(job);
    await writeFile(`${path}.new`, JSON.stringify({ ...job, process }), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  async cross(job: { recordingId: string; part: number }): Promise<void> {
    await rm(this.path(job), { force: true });
  }

  /** What a process that is no more has left behind. */
  async orphans(): Promise<Job[]> {
    const names = await readdir(this.directory).catch(() => [] as string[]);
    const jobs = await Promise.all(
      names.filter((name) => name.endsWith('.json')).map((name) => readJob(join(this.directory, name))),
    );
    return jobs.filter((job) => job !== undefined).filter(({ process }) => isOver(process));
  }

  private path({ recordingId, part }: { recordingId: string; part: number }): string {
    return join(this.directory, `${recordingId}.${part}.json`);
  }
}

async function readJob(path: string): Promise<Job | undefined> {
  try {
    return jobSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function ofThisProcess(): Job['process'] {
  return { host: hostname(), pid: process.pid, started: startOf(process.pid) ?? '' };
}

function isOver({ host, pid, started }: Job['process']): boolean {
  return host === hostname() && startOf(pid) !== started;
}

/** When a process began, in the kernel's ticks; undefined: there is none of that number. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
