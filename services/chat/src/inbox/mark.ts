/**
 * A place in what moved for one person: everything that transactions below `since` did has been told. While that is being told
 * page by page, also the conversations down to `last`, and `until` is what `since` becomes behind the last of them.
 */
export interface Mark {
  readonly since: number;
  readonly until?: number;
  /** UUID of a conversation. */
  readonly last?: string;
}

/** Reads what `marksBehind` wrote; '' is the beginning. */
export function markOf(text: string): Mark {
  const [since = '', until, last] = text.split('.');
  return { since: Number(since), ...(until && last ? { until: Number(until), last } : {}) };
}

/** Marks of one page behind `mark`, at whose moment all below `over` had been seen; a page behind the first keeps the first one's. */
export function marksBehind({ since, until = undefined }: Mark, over: number) {
  const end = until ?? over;
  return { behind: (last: string) => `${since}.${end}.${last}`, end: String(end) };
}

/** At most `limit` of rows that are one more where there is more. */
export const pageOf = <Row>(rows: readonly Row[], limit: number): { rows: Row[]; more: boolean } => ({
  rows: rows.slice(0, limit),
  more: rows.length > limit,
});
