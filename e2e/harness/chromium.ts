import { findChromium } from '@parley/tools/bootstrap/chromium.mjs';

/**
 * The real browser of the journeys, with a moving picture for a camera, a beeping microphone, and screen share
 * granted without asking.
 */
export function chromium(): { executablePath: string | undefined; args: string[] } {
  return {
    executablePath: findChromium(),
    args: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  };
}
