import { findChromium } from '@parley/tools/bootstrap/chromium.mjs';
import { voiceFile } from './voice.ts';

/**
 * What is plugged in: `some` of everything, granted without asking; the same, and it asks (or is denied, where nobody can be asked);
 * `several` cameras; `none`.
 */
type Devices = 'some' | 'asking' | 'several' | 'none';

const GRANTED = '--use-fake-ui-for-media-stream';
const voice = (): string => `--use-file-for-fake-audio-capture=${voiceFile()}`;
const DEVICES: Record<Devices, () => string[]> = {
  some: () => [GRANTED, '--use-fake-device-for-media-stream', voice()],
  asking: () => ['--use-fake-device-for-media-stream', voice()],
  several: () => [GRANTED, '--use-fake-device-for-media-stream=device-count=3', voice()],
  none: () => [GRANTED],
};

/**
 * The real browser of the journeys, with a moving picture for a camera, a voice in the microphone, and screen share
 * granted without asking.
 */
export function chromium(devices: Devices = 'some'): { executablePath: string | undefined; args: string[] } {
  return {
    executablePath: findChromium(),
    args: [
      ...DEVICES[devices](),
      '--autoplay-policy=no-user-gesture-required',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  };
}
