/** Hertz of the two notes, up when a recording starts and down when it ends. */
const [LOW, HIGH] = [523, 784];
/** Seconds of each note, and how loud it is at most (1 is as loud as can be). */
const [NOTE_S, LOUDNESS] = [0.14, 0.12];

/** A short tone in one's own ears: a recording has started, or ended. Nobody else hears it. */
export function tone(kind: 'start' | 'stop'): void {
  try {
    const context = new AudioContext();
    const notes = kind === 'start' ? [LOW, HIGH] : [HIGH, LOW];
    notes.forEach((hertz, index) => note(context, hertz, context.currentTime + index * NOTE_S));
    setTimeout(() => void context.close(), notes.length * NOTE_S * 1000 + 200);
  } catch {
    // Without sound there are still the words.
  }
}

function note(context: AudioContext, hertz: number, at: number): void {
  const [oscillator, gain] = [context.createOscillator(), context.createGain()];
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  gain.gain.linearRampToValueAtTime(0, at + NOTE_S);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + NOTE_S);
}
