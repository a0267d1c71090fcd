import { matchesGlob, relative, sep } from 'node:path';

/**
 * A linted file's path inside the workspace, with forward slashes.
 *
 * @param {import('eslint').Rule.RuleContext} context
 */
export function pathOf(context) {
  return relative(context.cwd, context.filename).split(sep).join('/');
}

/**
 * Whether a path lies in one of the rooms.
 *
 * @param {string} path
 * @param {string[]} rooms globs from the workspace's root
 */
export function isIn(path, rooms) {
  return rooms.some((room) => matchesGlob(path, room));
}
