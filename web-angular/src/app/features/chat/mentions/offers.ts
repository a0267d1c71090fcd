import { Named } from '../acts/message-changes';

/** What stands behind an `@` before the caret. */
export interface Call {
  /** Where the `@` stands. */
  readonly from: number;
  readonly query: string;
}

/** People offered at once. */
const MOST = 6;
/** A name begun behind an `@` that begins a word; it may have spaces, as names do. */
const BEGUN = /(?:^|[\s(])@([^@\n]{0,40})$/u;

/** Whether somebody is being called before the caret. */
export function callAt(text: string, caret: number): Call | undefined {
  const query = BEGUN.exec(text.slice(0, caret))?.[1];
  return query === undefined ? undefined : { from: caret - query.length - 1, query };
}

/** Those one of whose names begins so; whose whole name does come first. */
export function offersOf<T extends Named>(members: readonly T[], query: string): readonly T[] {
  const wanted = plain(query);
  const fits = members.filter(({ displayName }) => ` ${plain(displayName)}`.includes(` ${wanted}`));
  const first = fits.filter(({ displayName }) => plain(displayName).startsWith(wanted));
  return [...first, ...fits.filter((one) => !first.includes(one))].slice(0, MOST);
}

/** The text with the name in place of what was begun, and where the caret goes. */
export function call(
  text: string,
  caret: number,
  { from }: Call,
  { displayName }: Named,
): { text: string; caret: number } {
  const before = `${text.slice(0, from)}@${displayName} `;
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length };
}

/** Those of the chosen whose name still stands behind an `@`. */
export function calledIn(text: string, chosen: readonly Named[]): readonly Named[] {
  return chosen.filter(({ displayName }) => displayName !== '' && text.includes(`@${displayName}`));
}

/** Without case and accents. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
