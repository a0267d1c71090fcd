import { findChromium } from '@parley/tools/bootstrap/chromium.mjs';
import { voiceFile } from './voice.ts';

/**
 * The real browser of the journeys, with a moving picture for a camera, a voice in the microphone, and screen share
 * granted without asking.
 */
export function chromium(): { executablePath: string | undefined; args: string[] } {
  return {
    executablePath: findChromium(),
    args: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${voiceFile()}`,
      '--autoplay-policy=no-user-gesture-required',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  };
}
