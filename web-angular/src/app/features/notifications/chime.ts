import { soundsHere } from './here';

/** Hertz and seconds of the one soft note; 1 is as loud as can be. */
const [HERTZ, SECONDS, LOUDNESS] = [880, 0.35, 0.06];

/** One soft note, where sounds are wanted and the browser allows them: it does once something was pressed. */
export function chime(): void {
  if (!soundsHere.is()) return;
  try {
    const context = new AudioContext();
    const [oscillator, gain, at] = [context.createOscillator(), context.createGain(), context.currentTime];
    oscillator.frequency.value = HERTZ;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + SECONDS);
    oscillator.connect(gain).connect(context.destination);
    oscillator.onended = () => void context.close().catch(() => undefined);
    oscillator.start(at);
    oscillator.stop(at + SECONDS);
  } catch {
    // Without sound there is still the toast.
  }
}
