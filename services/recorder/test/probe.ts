import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '@parley/testing';

const run = promisify(execFile);
const FFMPEG = findFfmpeg() ?? 'ffmpeg';

/** What a file is, as ffmpeg sees it after decoding all of it. */
export interface Probed {
  readonly seconds: number;
  readonly video: string;
  readonly audio: string;
  readonly width: number;
  readonly height: number;
  /** Mean volume in dB: −91 is silence. */
  readonly volume: number;
  /** Seconds in which the picture stood still for two at least. */
  readonly frozen: number;
}

/** Plays a file from its start to its end. @throws when it cannot be decoded without a fault */
export async function probe(path: string): Promise<Probed> {
  const show = [
    '-v',
    'error',
    '-show_entries',
    'format=duration:stream=codec_type,codec_name,width,height',
    '-of',
    'json',
  ];
  const { stdout } = await run(join(dirname(FFMPEG), 'ffprobe'), [...show, path]);
  const { format, streams } = JSON.parse(stdout) as {
    format: { duration: string };
    streams: { codec_type: string; codec_name: string; width?: number; height?: number }[];
  };
  const of = (type: string) => streams.find(({ codec_type }) => codec_type === type);
  const look = [
    '-hide_banner',
    '-xerror',
    '-i',
    path,
    '-vf',
    'freezedetect=n=0.001:d=2',
    '-af',
    'volumedetect',
    '-f',
    'null',
    '-',
  ];
  const { stderr } = await run(FFMPEG, look, { maxBuffer: 64 * 1024 * 1024 });
  const frozen = [...stderr.matchAll(/freeze_duration: ([\d.]+)/g)].reduce((sum, [, one]) => sum + Number(one), 0);
  return {
    seconds: Number(format.duration),
    video: of('video')?.codec_name ?? '',
    audio: of('audio')?.codec_name ?? '',
    width: of('video')?.width ?? 0,
    height: of('video')?.height ?? 0,
    volume: Number(/mean_volume: (-?[\d.]+) dB/.exec(stderr)?.[1] ?? -Infinity),
    frozen,
  };
}
