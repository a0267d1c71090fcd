import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';

/** Runs ffmpeg and its ffprobe: nothing of a shell, and no words of anybody's but ours among the arguments. */
export class Ffmpeg {
  private readonly ffprobe: string;

  constructor(private readonly ffmpeg: string) {
    this.ffprobe = join(dirname(ffmpeg), 'ffprobe');
  }

  /**
   * Makes a seekable file of what was captured: the picture as it is, the sound as AAC, the index first.
   * @param captured slices of one part, joined
   * @throws when nothing in it can be read
   */
  async remux(captured: Readable, path: string): Promise<void> {
    const input = ['-f', 'matroska', '-i', 'pipe:0'];
    const output = ['-c:v', 'copy', '-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart', '-f', 'mp4', path];
    await run(this.ffmpeg, ['-y', '-v', 'error', '-fflags', '+genpts', ...input, ...output], captured);
  }

  /**
   * Puts files after one another.
   * @param list a file of ffmpeg's concat format
   */
  async join(list: string, path: string): Promise<void> {
    const input = ['-f', 'concat', '-safe', '0', '-i', list];
    await run(this.ffmpeg, ['-y', '-v', 'error', ...input, '-c', 'copy', '-movflags', '+faststart', '-f', 'mp4', path]);
  }

  /** Seconds of a file. @throws when it cannot be read */
  async duration(path: string): Promise<number> {
    const args = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'default=nw=1:nk=1', path];
    const seconds = Number.parseFloat(await run(this.ffprobe, args));
    if (!Number.isFinite(seconds)) throw new Error('ffprobe does not tell how long it is.');
    return seconds;
  }
}

async function run(program: string, args: string[], input?: Readable): Promise<string> {
  const child = spawn(program, args, { stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // It may end before it has read everything: then its exit code says why.
  const fed = input && child.stdin ? pipeline(input, child.stdin).catch((error: unknown) => error) : undefined;
  const [said, complaint, code] = await Promise.all([text(child.stdout!), text(child.stderr!), ended]);
  const trouble = await fed;
  if (code === 0 && trouble && (trouble as NodeJS.ErrnoException).code !== 'EPIPE') throw trouble;
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${complaint.trim().slice(-300)}`);
  return said;
}
