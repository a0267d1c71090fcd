import type { Deafness, Hearing } from './hearing';

/** By how many of how many I am heard; undefined where everybody hears me, or nobody is to. */
export function partlyHeard({ isPartly, byHowMany }: Pick<Hearing, 'isPartly' | 'byHowMany'>): string | undefined {
  const count = byHowMany();
  return count && isPartly() ? heardWords(count) : undefined;
}

/** By how many of how many I am heard. */
export function heardWords({ heardBy, listeners }: { heardBy: number; listeners: number }): string {
  return $localize`:@@heardBy:Heard by ${heardBy}:heard: of ${listeners}:listeners:`;
}

/** Why somebody does not hear me. */
export function deafWords(why: Deafness): string {
  return why === 'sound-off'
    ? $localize`:@@theirSoundOff:Does not hear you: their sound is off`
    : $localize`:@@doesNotHear:Does not hear you: your sound does not reach them`;
}
