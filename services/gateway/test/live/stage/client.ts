import type { UserId } from '@parley/contracts';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { bearer } from './door-process.ts';
import { FOLLOW } from './schema.ts';

/** What a client has seen of a conversation: its own log. */
export class Follower {
  readonly seqs: number[] = [];
  readonly types: string[] = [];
  cursor: string | undefined;
  error: unknown;
  isComplete = false;
  stop: () => void = () => undefined;

  take(event: { __typename: string; cursor: string; message?: { seq: number } }): void {
    this.types.push(event.__typename);
    this.cursor = event.cursor;
    if (event.message) this.seqs.push(event.message.seq);
  }
}

/** The sockets a client has opened, for tests that disturb them. */
export class Watched extends WebSocket {
  static readonly opened: Watched[] = [];

  constructor(...words: ConstructorParameters<typeof WebSocket>) {
    super(...words);
    Watched.opened.push(this);
  }
}

/** npm's graphql-ws client on ws, as a program uses it. `closes` gathers close codes. */
export function clientOf(url: string, authorization: string | undefined, closes: number[] = []): Client {
  return createClient({
    url,
    webSocketImpl: Watched,
    lazy: false,
    retryAttempts: 20,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 50)),
    connectionParams: authorization === undefined ? {} : { authorization },
    on: { closed: (event) => closes.push((event as { code: number }).code) },
    onNonLazyError: () => undefined,
  });
}

export function follow(client: Client, conversationId: string, after?: string): Follower {
  const follower = new Follower();
  if (after !== undefined) follower.cursor = after;
  follower.stop = client.subscribe<{ conversationEvents: Parameters<Follower['take']>[0] }>(
    // The client reads the variables again for every attempt, so that it resumes by its last cursor.
    {
      query: FOLLOW,
      get variables() {
        return { id: conversationId, after: follower.cursor };
      },
    },
    {
      next: ({ data }) => data && follower.take(data.conversationEvents),
      error: (error) => (follower.error = error),
      complete: () => (follower.isComplete = true),
    },
  );
  return follower;
}

export const signedIn = (url: string, userId: UserId, closes?: number[]): Client =>
  clientOf(url, bearer(userId), closes);
