import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Logger } from '@parley/telemetry';
import type { Storage } from '@parley/storage';
import { readCaptured, type CapturedPart } from './captured.ts';
import type { Ffmpeg } from './ffmpeg.ts';

/** How long a file may differ from its parts, in seconds for each part: sound is cut at its own frames. */
const ALLOWANCE_SECONDS = 0.5;

/** One file of a recording, on this machine's disk. */
export interface Whole {
  readonly path: string;
  readonly extension: 'mp4' | 'webm';
  readonly contentType: 'video/mp4' | 'video/webm';
  readonly bytes: number;
  readonly durationSeconds: number;
  readonly parts: { part: number; durationSeconds: number }[];
  readonly hasFfmpeg: boolean;
}

/**
 * Makes one file of what was captured. Parts that cannot be read are left out.
 * @param directory a new one, for this alone; the caller removes it
 * @returns undefined when nothing can be read
 */
export async function putTogether(
  captured: readonly CapturedPart[],
  { storage, ffmpeg, directory, log }: { storage: Storage; ffmpeg: Ffmpeg | undefined; directory: string; log: Logger },
): Promise<Whole | undefined> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (!ffmpeg) return asCaptured(captured, storage, join(directory, 'whole.webm'));
  const parts = [];
  for (const one of captured) {
    const path = join(directory, `part-${one.part}.mp4`);
    try {
      await ffmpeg.remux(readCaptured(storage, one), path);
      parts.push({ part: one.part, path, durationSeconds: await ffmpeg.duration(path) });
    } catch (error) {
      log.warn({ err: error, part: one.part }, 'a part cannot be read, and is left out');
      await rm(path, { force: true });
    }
  }
  if (parts.length === 0) return undefined;
  const path = join(directory, 'whole.mp4');
  if (parts.length === 1 && parts[0]) await rename(parts[0].path, path);
  else {
    const list = join(directory, 'parts.txt');
    await writeFile(list, parts.map((one) => `file 'part-${one.part}.mp4'\n`).join(''));
    await ffmpeg.join(list, path);
    for (const one of parts) await rm(one.path);
  }
  const durationSeconds = await ffmpeg.duration(path);
  const ofParts = parts.reduce((sum, one) => sum + one.durationSeconds, 0);
  if (Math.abs(durationSeconds - ofParts) > ALLOWANCE_SECONDS * parts.length)
    throw new Error(`The file is ${durationSeconds} s long, and its parts ${ofParts} s.`);
  return {
    path,
    extension: 'mp4',
    contentType: 'video/mp4',
    bytes: (await stat(path)).size,
    durationSeconds,
    parts: parts.map(({ part, durationSeconds: seconds }) => ({ part, durationSeconds: seconds })),
    hasFfmpeg: true,
  };
}

/** Without ffmpeg: the parts as the browser made them, after one another. Durations are those of the clock. */
async function asCaptured(
  captured: readonly CapturedPart[],
  storage: Storage,
  path: string,
): Promise<Whole | undefined> {
  if (captured.length === 0) return undefined;
  for (const one of captured) await pipeline(readCaptured(storage, one), createWriteStream(path, { flags: 'a' }));
  const parts = captured.map(({ part, estimatedSeconds }) => ({ part, durationSeconds: estimatedSeconds }));
  return {
    path,
    extension: 'webm',
    contentType: 'video/webm',
    bytes: (await stat(path)).size,
    durationSeconds: parts.reduce((sum, one) => sum + one.durationSeconds, 0),
    parts,
    hasFfmpeg: false,
  };
}
