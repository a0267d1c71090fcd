import { randomInt } from 'node:crypto';

/** No vowels, so that no words come out; no l, so that none looks like another. */
const ALPHABET = 'bcdfghjkmnpqrstvwxyz';
const LENGTH = 10;

const grouped = (letters: string): string => `${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7)}`;

/** A new code, `bcd-fghj-kmn`: ten letters by the system's random numbers, about 43 bits. */
export function newMeetingCode(): string {
  return grouped(Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''));
}

/** The code somebody typed, in our spelling: any case, spaces or dashes anywhere. Undefined when it cannot be one. */
export function readMeetingCode(typed: string): string | undefined {
  if (typed.length > 64) return undefined;
  const letters = typed.toLowerCase().replace(/[\s\p{Pd}]/gu, '');
  return letters.length === LENGTH && [...letters].every((letter) => ALPHABET.includes(letter))
    ? grouped(letters)
    : undefined;
}
