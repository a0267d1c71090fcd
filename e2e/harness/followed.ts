import type { ExecutionResult } from 'graphql';
import { until } from './until.ts';

/** What either client of ours, sockets or streams, offers to follow an operation. */
interface Follower {
  subscribe(
    operation: { query: string; variables?: Record<string, unknown> },
    sink: {
      next(value: ExecutionResult<Record<string, unknown>>): void;
      error(error: unknown): void;
      complete(): void;
    },
  ): () => void;
}

export interface ConversationEvent {
  __typename: 'Ready' | 'MessageSent' | 'Resync';
  cursor: string;
  message?: { id: string; seq: number; body: string };
}

export const EVENTS = `subscription ($id: ID!, $after: String) { conversationEvents(conversationId: $id, after: $after) {
  __typename ... on Ready { cursor } ... on Resync { cursor } ... on MessageSent { cursor message { id seq body } } } }`;

/** A followed conversation, with everything it brought. */
export class Followed {
  readonly events: ConversationEvent[] = [];
  error: unknown;
  isOver = false;
  readonly end: () => void;

  constructor(client: Follower, conversationId: string, after?: string) {
    this.end = client.subscribe(
      { query: EVENTS, variables: { id: conversationId, after: after ?? null } },
      {
        next: ({ data, errors }) => {
          if (errors) this.error = errors;
          else this.events.push(data?.['conversationEvents'] as ConversationEvent);
        },
        error: (error) => (this.error = error),
        complete: () => (this.isOver = true),
      },
    );
  }

  get bodies(): (string | undefined)[] {
    return this.events.filter(({ __typename }) => __typename === 'MessageSent').map(({ message }) => message?.body);
  }

  get cursor(): string | undefined {
    return this.events.at(-1)?.cursor;
  }

  async until(isSo: (followed: Followed) => boolean, withinMs = 10_000): Promise<void> {
    await until(() => isSo(this) || this.error !== undefined, withinMs);
    if (!isSo(this))
      throw new Error(
        `not so: ${JSON.stringify({ events: this.events, error: String(this.error), isOver: this.isOver })}`,
      );
  }

  ready(): Promise<void> {
    return this.until(({ events }) => events.some(({ __typename }) => __typename === 'Ready'));
  }
}
