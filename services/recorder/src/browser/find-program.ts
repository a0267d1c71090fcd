import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a Chromium is called on PATH. */
export const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * A program that can be run: the one that is named, else the first of these on PATH.
 * @throws Error when one is named and cannot be run
 */
export function findProgram(named: string | undefined, names: string[], path: string): string | undefined {
  if (named) {
    if (!isExecutable(named)) throw new Error(`${named} cannot be run.`);
    return named;
  }
  const places = path.split(delimiter).filter(Boolean);
  return names.flatMap((name) => places.map((place) => join(place, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
