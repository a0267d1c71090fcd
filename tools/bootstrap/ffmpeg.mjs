import { findProgram, installWithApt } from './apt.mjs';
import { StepFailure } from './failure.mjs';

/**
 * An ffmpeg that makes one seekable file of a recording, with its ffprobe beside it: the one that PARLEY_FFMPEG names, or one
 * on PATH.
 *
 * @returns {string | undefined}
 */
export function findFfmpeg(env = process.env) {
  return findProgram([env.PARLEY_FFMPEG, 'ffmpeg'], env);
}

/**
 * Installs Debian's ffmpeg, when we are root on a system with apt; else says how to get one.
 *
 * @param {{ log: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>}
 */
export async function installFfmpeg({ log, env }) {
  const mend = 'install ffmpeg (Debian: sudo apt-get install ffmpeg), or name one in PARLEY_FFMPEG; then try again';
  await installWithApt({ step: 'ffmpeg', packages: ['ffmpeg'], mend, log, env });
  const ffmpeg = findFfmpeg(env);
  if (!ffmpeg) throw new StepFailure('ffmpeg', 'it was installed and still is not on PATH', { log, mend });
  return ffmpeg;
}
