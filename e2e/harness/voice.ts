import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RATE = 48_000;
const SECONDS = 6;
const PITCH_HZ = 140;
const SYLLABLES_PER_SECOND = 3;
const HARMONICS = [1, 0.7, 0.5, 0.35, 0.25, 0.2, 0.15, 0.1];

/**
 * A file with something like a voice: harmonics that swell and fade as syllables do. Chromium's own beeps last 20 ms,
 * which no media server takes for speech, and a steady tone is what noise suppression removes.
 *
 * @returns its path, under e2e/artifacts
 */
export function voiceFile(): string {
  const directory = join(import.meta.dirname, '../artifacts');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'voice.wav');
  writeFileSync(file, wav(Array.from({ length: RATE * SECONDS }, (_, i) => voiceAt(i / RATE))));
  return file;
}

function voiceAt(second: number): number {
  const pitch = PITCH_HZ * (1 + 0.08 * Math.sin(2 * Math.PI * 0.7 * second));
  const tone = HARMONICS.reduce((sum, share, i) => sum + share * Math.sin(2 * Math.PI * pitch * (i + 1) * second), 0);
  const syllable = Math.abs(Math.sin(Math.PI * SYLLABLES_PER_SECOND * second)) ** 0.5;
  return (tone / 3.3) * syllable * 0.6;
}

/** 16-bit mono samples, −1 to 1, as a WAV file. */
function wav(samples: number[]): Buffer {
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((value, i) => data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), i * 2));
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
