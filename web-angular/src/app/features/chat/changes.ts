import type { ChangePartsFragment, ConversationPartsFragment } from '../../graph/generated/graphql';

/** Who came, who went, or what it is called from here on. */
export type Change = ChangePartsFragment;

/** Changes that stand in one line: of one kind, by one person, one after the other. */
export interface ChangeLine {
  readonly key: string;
  /** At least one, ascending. */
  readonly changes: readonly Change[];
}

/** Names in one line; the others are counted. */
const NAMED = 3;

/** Puts changes among those known: once each, by seq. */
export function mergeChanges(known: readonly Change[], incoming: readonly Change[]): readonly Change[] {
  const bySeq = new Map([...known, ...incoming].map((change) => [change.seq, change]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** The conversation behind a change. Only the first of its members are shown anywhere, so that more are not counted here. */
export function changed<T extends ConversationPartsFragment>(conversation: T, change: Change): T {
  if (change.__typename === 'TitleChanged') return { ...conversation, title: change.title };
  const others = conversation.members.nodes.filter(({ userId }) => userId !== change.member.userId);
  const nodes = change.__typename === 'MemberAdded' ? [...others, change.member] : others;
  return { ...conversation, members: { ...conversation.members, nodes } };
}

/**
 * Puts lines of changes among rows. `seqOf`: where a row stands; undefined for what is on its way, which stays at the end. Without
 * `hasEarlier` all changes are shown, else those behind the first row: the others belong to rows that are not loaded. So with `hasLater`.
 */
export function withChanges<T>(
  rows: readonly T[],
  changes: readonly Change[],
  seqOf: (row: T) => number | undefined,
  hasEarlier: boolean,
  hasLater = false,
): readonly (T | ChangeLine)[] {
  const [first, last] = [rows[0], rows.at(-1)];
  const from = hasEarlier && first ? (seqOf(first) ?? 0) : 0;
  const to = hasLater && last ? (seqOf(last) ?? Infinity) : Infinity;
  const left = changes.filter(({ seq }) => seq > from && seq < to);
  const all: (T | ChangeLine)[] = [];
  for (const row of rows) {
    const seq = seqOf(row) ?? Infinity;
    const count = left.findIndex((change) => change.seq > seq);
    all.push(...linesOf(left.splice(0, count < 0 ? left.length : count)), row);
  }
  return [...all, ...linesOf(left)];
}

/** What a line says. */
export function changeWords({ changes }: ChangeLine, myId: string): string {
  const [first] = changes as readonly [Change];
  if (first.__typename === 'TitleChanged') return titleWords(first, myId);
  const names = namesOf(changes, myId);
  if (first.__typename === 'MemberAdded') {
    if (first.by.userId === myId) return $localize`:@@youAdded:You added ${names}:names:.`;
    const by = first.by.displayName;
    return $localize`:@@someoneAdded:${by}:name: added ${names}:names:.`;
  }
  const { remover, member } = first;
  if (!remover || remover.userId === member.userId)
    return member.userId === myId ? $localize`:@@youLeft:You left.` : $localize`:@@someoneLeft:${names}:names: left.`;
  if (remover.userId === myId) return $localize`:@@youRemoved:You removed ${names}:names:.`;
  const by = remover.displayName;
  return $localize`:@@someoneRemoved:${by}:name: removed ${names}:names:.`;
}

function titleWords({ title, by }: Extract<Change, { __typename: 'TitleChanged' }>, myId: string): string {
  const name = by.displayName;
  if (by.userId === myId)
    return title
      ? $localize`:@@youRenamed:You named the group ${title}:title:.`
      : $localize`:@@youUnnamed:You removed the group’s title.`;
  return title
    ? $localize`:@@someoneRenamed:${name}:name: named the group ${title}:title:.`
    : $localize`:@@someoneUnnamed:${name}:name: removed the group’s title.`;
}

function namesOf(changes: readonly Change[], myId: string): string {
  const names = changes.flatMap((change) =>
    'member' in change ? [change.member.userId === myId ? $localize`:@@youInLine:you` : change.member.displayName] : [],
  );
  return listed(names);
}

/** Names as one says them; beyond three the others are counted. */
export function listed(names: readonly string[]): string {
  if (names.length <= NAMED) return new Intl.ListFormat($localize.locale ?? 'en').format(names);
  const some = names.slice(0, NAMED - 1).join(', ');
  return $localize`:@@namesAndOthers:${some}:names: and ${names.length - NAMED + 1}:count: others`;
}

function linesOf(changes: readonly Change[]): ChangeLine[] {
  const lines: { key: string; changes: Change[] }[] = [];
  for (const change of changes) {
    const last = lines.at(-1);
    const before = last?.changes[0];
    if (last && before && isAlike(before, change)) last.changes.push(change);
    else lines.push({ key: `change ${change.seq}`, changes: [change] });
  }
  return lines;
}

function isAlike(a: Change, b: Change): boolean {
  return a.__typename === 'MemberAdded' && b.__typename === 'MemberAdded' && a.by.userId === b.by.userId;
}
