import { findFfmpeg } from '@parley/tools/bootstrap/ffmpeg.mjs';
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A recorded file, as it is after every frame of it was decoded. */
export interface Played {
  hasPicture: boolean;
  hasSound: boolean;
  /** Length in seconds. */
  seconds: number;
  /** Seconds in which the picture stood still for three at least. */
  frozenSeconds: number;
  /** The loudest moment, in dB below the most; −91 is silence. */
  loudestDb: number;
}

/** Plays a file from its start to its end. @throws when there is a fault in it, or no ffmpeg here */
export async function played(path: string): Promise<Played> {
  const ffmpeg = findFfmpeg();
  if (!ffmpeg) throw new Error('There is no ffmpeg here.');
  const ask = ['-v', 'error', '-show_entries', 'format=duration:stream=codec_type', '-of', 'json', path];
  const { stdout } = await run(join(dirname(ffmpeg), 'ffprobe'), ask);
  const { format, streams } = JSON.parse(stdout) as {
    format: { duration: string };
    streams: { codec_type: string }[];
  };
  const look = ['-vf', 'freezedetect=n=0.001:d=3', '-af', 'volumedetect', '-f', 'null', '-'];
  const { stderr } = await run(ffmpeg, ['-hide_banner', '-xerror', '-i', path, ...look], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const frozen = [...stderr.matchAll(/freeze_duration: ([\d.]+)/g)].map(([, seconds]) => Number(seconds));
  return {
    hasPicture: streams.some(({ codec_type }) => codec_type === 'video'),
    hasSound: streams.some(({ codec_type }) => codec_type === 'audio'),
    seconds: Number(format.duration),
    frozenSeconds: frozen.reduce((sum, seconds) => sum + seconds, 0),
    loudestDb: Number(/max_volume: (-?[\d.]+) dB/.exec(stderr)?.[1] ?? -91),
  };
}
