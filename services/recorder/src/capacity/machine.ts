import { availableParallelism, totalmem } from 'node:os';
import { environment } from '@parley/config';
import { CHROMIUMS, findProgram } from '../browser/find-program.ts';
import type { RecorderConfig } from '../config.ts';

/** What one recording takes at 720p, measured: cores and bytes. */
const CORES_EACH = 0.8;
const BYTES_EACH = 400 * 1024 * 1024;
/** The part of the memory that recordings may have. */
const SHARE = 0.5;

/** What this machine offers recordings. */
export interface Machine {
  /** Undefined: nothing can be recorded here. */
  readonly chromium: string | undefined;
  /** Undefined: recordings stay as they were captured. */
  readonly ffmpeg: string | undefined;
  /** Recordings at once. */
  readonly slots: number;
}

/** How many recordings a machine carries: one at least. */
export function slotsOf(cores: number, memoryBytes: number): number {
  return Math.max(1, Math.min(Math.floor(cores / CORES_EACH), Math.floor((memoryBytes * SHARE) / BYTES_EACH)));
}

/** @throws Error when a program is named and cannot be run */
export function lookAround(config: RecorderConfig): Machine {
  const path = environment.PATH ?? '';
  const chromium = findProgram(config.RECORDER_CHROMIUM, CHROMIUMS, path);
  const ffmpeg = config.RECORDER_FFMPEG === 'none' ? undefined : findProgram(config.RECORDER_FFMPEG, ['ffmpeg'], path);
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  const workers = config.RECORDER_WORKERS;
  const slots = config.RECORDER_SLOTS ?? slotsOf(availableParallelism() / workers, memory / workers);
  return { chromium, ffmpeg, slots: chromium ? slots : 0 };
}
