/** The closed set of the graph's codes, and two of our own: nobody answered, or nobody understood the answer. */
export type GraphErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'COST_LIMIT_EXCEEDED'
  | 'CURSOR_EXPIRED'
  | 'UNAVAILABLE'
  | 'INTERNAL'
  | 'OFFLINE';

/** One error of the graph as it arrives. */
export interface WireError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly retryAfterMs?: number };
}

const codes: readonly string[] = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'RATE_LIMITED',
  'COST_LIMIT_EXCEEDED',
  'CURSOR_EXPIRED',
  'UNAVAILABLE',
] satisfies GraphErrorCode[];
const isCode = (code: string | undefined): code is GraphErrorCode => code !== undefined && codes.includes(code);

/** Why the graph did not answer, by code. What a mutation refuses is not here: that is data, in `userErrors`. */
export class GraphError extends Error {
  constructor(
    readonly code: GraphErrorCode,
    message: string = code,
    /** How long to wait before asking again, in milliseconds, where the server said. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
    this.name = 'GraphError';
  }

  /** The first of the errors that arrived, with a code outside the closed set read as INTERNAL. */
  static of(errors: readonly WireError[]): GraphError {
    const first = errors[0];
    const code = first?.extensions?.code;
    return new GraphError(isCode(code) ? code : 'INTERNAL', first?.message, first?.extensions?.retryAfterMs);
  }

  /** Whether the same request may succeed when it is sent again as it is. */
  get isPassing(): boolean {
    return ['OFFLINE', 'UNAVAILABLE', 'INTERNAL', 'RATE_LIMITED'].includes(this.code);
  }
}
