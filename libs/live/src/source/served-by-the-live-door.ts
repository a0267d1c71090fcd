import { Refused } from '@parley/errors';

/**
 * The body of a Nest `@Subscription` method, which exists for the schema: subscriptions are answered by a live source
 * through the gateway's live door and never reach a subgraph.
 * @throws Refused always
 */
export function servedByTheLiveDoor(): never {
  throw new Refused('BAD_USER_INPUT', 'Subscriptions are served at the public address.');
}
