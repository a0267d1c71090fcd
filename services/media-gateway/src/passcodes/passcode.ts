import { requireText } from '@parley/subgraph';

/** Characters of a passcode. */
const LENGTH = { least: 4, most: 32 } as const;

/** What a host wants people to type. `''` is none. @throws Refused BAD_USER_INPUT: not 4–32 showable characters */
export function requirePasscode(given: string, field: string): string | null {
  return given === '' ? null : requireText(given, LENGTH, field);
}

/** What somebody typed, as it was hashed; null when it can be none. */
export function typedPasscode(given: string): string | null {
  const clean = given.trim().normalize('NFC');
  return clean !== '' && [...clean].length <= LENGTH.most ? clean : null;
}
