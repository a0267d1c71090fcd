/** Hertz of the two notes that sound together, and seconds of a ring and of what lies between two. */
const [NOTES, RING_S, EVERY_MS] = [[587, 740], 0.9, 2_600];
/** 1 is as loud as can be. */
const LOUDNESS = 0.1;
const KEY = 'parley.ringsSilently';

/** Whether calls ring without a sound in this browser. */
export const ringsSilently = (): boolean => localStorage.getItem(KEY) === 'yes';

/** Remembers it. */
export function ringSilently(isSilent: boolean): void {
  if (isSilent) localStorage.setItem(KEY, 'yes');
  else localStorage.removeItem(KEY);
}

/**
 * Rings until the returned function is called. A browser that allows no sound before a press stays silent, and rings from the first
 * press on.
 */
export function ring(): () => void {
  if (ringsSilently()) return () => undefined;
  let context: AudioContext;
  try {
    context = new AudioContext();
  } catch {
    // Without sound there is still the dialog.
    return () => undefined;
  }
  const wake = (): void => void context.resume().catch(() => undefined);
  const sound = (): void => {
    if (context.state === 'running') for (const hertz of NOTES) note(context, hertz);
  };
  sound();
  const timer = setInterval(sound, EVERY_MS);
  addEventListener('pointerdown', wake);
  addEventListener('keydown', wake);
  return () => {
    clearInterval(timer);
    removeEventListener('pointerdown', wake);
    removeEventListener('keydown', wake);
    void context.close().catch(() => undefined);
  };
}

function note(context: AudioContext, hertz: number): void {
  const [oscillator, gain, at] = [context.createOscillator(), context.createGain(), context.currentTime];
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.05);
  gain.gain.setValueAtTime(LOUDNESS, at + RING_S - 0.3);
  gain.gain.linearRampToValueAtTime(0, at + RING_S);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + RING_S);
}
