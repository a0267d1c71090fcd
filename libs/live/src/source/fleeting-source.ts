import type { FleetingValue, OrganisationId } from '@parley/contracts';
import type { Caller } from '@parley/identity';
import type { Parser } from './kept-source.ts';

/** What a caller may follow at once, in one organisation. `audience` is `member` when absent. */
export interface OpenedTopics {
  readonly topics: string[];
  readonly organisationId: OrganisationId;
  readonly audience?: string;
}

/** A subscription field where the last value wins: who may follow it, which topics those are, their present values. */
export abstract class FleetingSource<Args = Record<string, unknown>> {
  /** Name of the field of `Subscription`. */
  abstract readonly field: string;
  /** Checks the field's arguments. A throw is BAD_USER_INPUT. */
  abstract readonly args: Parser<Args>;
  /** Milliseconds in which changes are joined, 100–250. */
  readonly tickMs: number = 150;

  /** @throws Refused when this caller may not follow one of them. */
  abstract open(caller: Caller, args: Args): Promise<OpenedTopics>;
  /** The present values. A revision never falls, also not through a restart of the owner. */
  abstract values(topics: readonly string[], organisationId: OrganisationId): Promise<FleetingValue[]>;
}
