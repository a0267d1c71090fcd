/** Loudness of samples from 0 (silence, below −60 dB) to 1 (as loud as can be). */
export function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(power + 1e-9);
  return Math.min(1, Math.max(0, (decibels + 60) / 60));
}

/** From this loudness on it counts as a voice: about −42 dB, above what noise suppression leaves. */
export const VOICE = 0.3;
/** Between two words one still speaks, for this long, in milliseconds. */
export const BREATH_MS = 700;

/** Whether somebody speaks, who was loud enough at `heardAt` for the last time. Both in milliseconds on the same clock. */
export function stillSpeaks(heardAt: number | undefined, now: number): boolean {
  return heardAt !== undefined && now - heardAt < BREATH_MS;
}
