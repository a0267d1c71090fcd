import type { Caller } from '@parley/identity';

/** What a resolver finds in its context. `cookie` and `reply` matter to auth alone, which keeps the refresh cookie. */
export interface SubgraphContext {
  caller: Caller;
  headers: Record<string, string | string[] | undefined>;
  /** Adds a header to this subgraph's answer. */
  setHeader(name: string, value: string): void;
}
