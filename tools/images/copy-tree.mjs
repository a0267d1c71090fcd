import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Not run, and nobody's to read: declarations and sources of TypeScript, source maps. */
const LEFT_OUT = /\.([cm]?ts|tsx|map)$/;

/**
 * Copies a folder as an image has it: readable by everybody whatever the umask was, links replaced by what they lead to,
 * and without nested packages, TypeScript and source maps.
 *
 * @param {string} from
 * @param {string} to must not be there yet
 */
export function copyTree(from, to) {
  if (existsSync(to)) throw new Error(`two packages would lie at ${to}`);
  makeReadable(to);
  for (const name of readdirSync(from)) {
    const source = join(from, name);
    if (!statSync(source).isDirectory()) {
      if (!LEFT_OUT.test(name)) copyReadable(source, join(to, name));
    } else if (name !== 'node_modules') copyTree(source, join(to, name));
  }
}

/**
 * Copies one file, readable by everybody.
 *
 * @param {string} from
 * @param {string} to
 */
export function copyReadable(from, to) {
  copyFileSync(from, to);
  chmodSync(to, 0o644);
}

/**
 * Writes one file, readable by everybody.
 *
 * @param {string} file
 * @param {string} text
 */
export function writeReadable(file, text) {
  writeFileSync(file, text);
  chmodSync(file, 0o644);
}

/**
 * Makes a folder, and those above it that are not there, readable by everybody.
 *
 * @param {string} directory
 */
export function makeReadable(directory) {
  if (!existsSync(dirname(directory))) makeReadable(dirname(directory));
  if (!existsSync(directory)) mkdirSync(directory);
  chmodSync(directory, 0o755);
}
