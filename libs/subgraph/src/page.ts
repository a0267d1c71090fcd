import { Refused } from '@parley/errors';
import type { ConnectionOf } from './connection.graphql.ts';

const MOST = 100;

/** Arguments of a list as the graph takes them. */
export interface PageRequest {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

/** A checked request: `limit` rows beyond `key` (a keyset position), from the front or from the back. */
export interface Page {
  limit: number;
  direction: 'forward' | 'backward';
  /** Parts of the keyset position named by the cursor, as text; undefined at the end of the list one starts from. */
  key: string[] | undefined;
}

/**
 * Checks list arguments. `keyShape` matches each part of a cursor's keyset position, so that a cursor of another list
 * is refused and none reaches SQL unchecked.
 * @throws Refused BAD_USER_INPUT
 */
export function page(request: PageRequest, keyShape: RegExp[]): Page {
  const { first, after, last, before } = request;
  if ((first == null) === (last == null)) throw Refused.badInput('Give either first or last.', 'first');
  if (last == null && before != null) throw Refused.badInput('before goes with last.', 'before');
  if (first == null && after != null) throw Refused.badInput('after goes with first.', 'after');
  const limit = first ?? last ?? 0;
  if (limit < 1 || limit > MOST)
    throw Refused.badInput(`A page has 1 to ${MOST} entries.`, first == null ? 'last' : 'first');
  const cursor = first == null ? before : after;
  const field = first == null ? 'before' : 'after';
  return {
    limit,
    direction: first == null ? 'backward' : 'forward',
    key: cursor == null ? undefined : keyOf(cursor, keyShape, field),
  };
}

function keyOf(cursor: string, keyShape: RegExp[], field: string): string[] {
  const parts = Buffer.from(cursor, 'base64url').toString('utf8').split('\n');
  if (parts.length !== keyShape.length || !parts.every((part, i) => (keyShape[i] as RegExp).test(part)))
    throw Refused.badInput('This cursor is of another list.', field);
  return parts;
}

/**
 * A connection from rows fetched for `asked`: at most `limit + 1` rows, nearest to the cursor first (so backwards in
 * reverse order); the extra row only tells that there is more.
 */
export function pageOf<R, T>(
  asked: Page,
  rows: R[],
  keyOfRow: (row: R) => string[],
  nodeOf: (row: R) => T,
): ConnectionOf<T> {
  const more = rows.length > asked.limit;
  const shown = rows.slice(0, asked.limit);
  if (asked.direction === 'backward') shown.reverse();
  const edges = shown.map((row) => ({
    cursor: Buffer.from(keyOfRow(row).join('\n')).toString('base64url'),
    node: nodeOf(row),
  }));
  const forward = asked.direction === 'forward';
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: forward ? more : asked.key !== undefined,
      hasPreviousPage: forward ? asked.key !== undefined : more,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
