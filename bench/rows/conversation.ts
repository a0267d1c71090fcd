import type { MeterPlan } from '../measure/meter.ts';

/** Flags of `npm run bench`. */
export interface Options {
  rounds: number;
  /** Seconds a round is counted, after warming up. */
  seconds: number;
  members: number;
}

const FOLLOW = `subscription Follow($id: ID!) { conversationEvents(conversationId: $id) { __typename
  ... on MessageSent { cursor message { id seq body sentAt author { userId displayName avatarUrl } } } } }`;

/** What a member says in graphql-transport-ws before it listens; `id` is its operation's. */
export function followScript(id: string, conversationId: string, authorization?: string): MeterPlan['script'] {
  const init = { type: 'connection_init', ...(authorization === undefined ? {} : { payload: { authorization } }) };
  const subscribe = { id, type: 'subscribe', payload: { query: FOLLOW, variables: { id: conversationId } } };
  return [
    { send: JSON.stringify(init), wait: 'connection_ack' },
    { send: JSON.stringify(subscribe), wait: 'Ready' },
  ];
}
