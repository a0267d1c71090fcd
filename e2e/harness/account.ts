import { randomUUID } from 'node:crypto';
import { createClient as createStreamClient } from 'graphql-sse';
import { createClient as createSocketClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Stack } from './stack.ts';

export const PASSWORD = 'seven quiet otters singing';

export interface GraphAnswer<Data> {
  status: number;
  data: Data;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string; requestId?: string } }[];
}

type Address = Pick<Stack, 'graphql' | 'ws'>;

/** One operation over HTTP; `signal` gives it up. */
export async function ask<Data = Record<string, never>>(
  to: Address,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
  signal: AbortSignal | null = null,
): Promise<GraphAnswer<Data>> {
  const response = await fetch(to.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
    signal,
  });
  return { status: response.status, ...((await response.json()) as Omit<GraphAnswer<Data>, 'status'>) };
}

/** Somebody with an account, who speaks to the public graph as any program would. */
export class Account {
  private constructor(
    readonly to: Address,
    readonly userId: string,
    readonly email: string,
    readonly token: string,
  ) {}

  static async signUp(to: Address, displayName: string): Promise<Account> {
    const email = `${displayName.toLowerCase().replaceAll(/\W/g, '.')}.${randomUUID().slice(0, 8)}@example.com`;
    const { data } = await ask<{ signUp: { session: { accessToken: string }; user: { id: string } } }>(
      to,
      `mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken } user { id } userErrors { code message } } }`,
      { input: { email, password: PASSWORD, displayName } },
    );
    return new Account(to, data.signUp.user.id, email, data.signUp.session.accessToken);
  }

  /** The same person, signed in anew. @throws Error when they are not let in */
  async again(): Promise<Account> {
    const { data, errors } = await ask<{ signIn: { session: { accessToken: string } | null } & UserErrors }>(
      this.to,
      `mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } userErrors { code message field } } }`,
      { input: { email: this.email, password: PASSWORD } },
    );
    if (!data?.signIn.session) throw new Error(`no session: ${JSON.stringify(errors ?? data.signIn.userErrors)}`);
    return new Account(this.to, this.userId, this.email, data.signIn.session.accessToken);
  }

  /** The same session, at another gateway's door. */
  at(to: Address): Account {
    return new Account(to, this.userId, this.email, this.token);
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }

  ask<Data = Record<string, never>>(
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<GraphAnswer<Data>> {
    return ask<Data>(this.to, query, variables, this.headers);
  }

  /** A mutation whose payload is the field itself: `mutate('sendMessage', 'SendMessageInput', {…}, 'message { id }')`. */
  async mutate<Payload>(
    field: string,
    input: string,
    value: Record<string, unknown>,
    selection: string,
  ): Promise<Payload & UserErrors> {
    const query = `mutation ($input: ${input}!) { ${field}(input: $input) { ${selection} userErrors { code message field } } }`;
    const answer = await this.ask<Record<string, Payload & UserErrors>>(query, { input: value });
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data[field] as Payload & UserErrors;
  }

  /** Somebody of the organisation, by their address. @throws Error when there is nobody */
  async find(email: string): Promise<Pick<Account, 'userId'>> {
    const query = 'query ($email: String!) { searchUsers(query: $email, first: 1) { nodes { id } } }';
    const { data } = await this.ask<{ searchUsers: { nodes: { id: string }[] } }>(query, { email });
    const [found] = data.searchUsers.nodes;
    if (!found) throw new Error(`there is no ${email}`);
    return { userId: found.id };
  }

  async startConversation(...others: Pick<Account, 'userId'>[]): Promise<{ id: string; cursor: string }> {
    const input = { memberIds: others.map(({ userId }) => userId) };
    const payload = await this.mutate<{ conversation: { id: string; cursor: string } }>(
      'startConversation',
      'StartConversationInput',
      input,
      'conversation { id cursor }',
    );
    return payload.conversation;
  }

  send(conversationId: string, body: string, clientNonce?: string) {
    return this.mutate<{ message: { id: string; seq: number } | null }>(
      'sendMessage',
      'SendMessageInput',
      { conversationId, body, clientNonce },
      'message { id seq }',
    );
  }

  /** npm's own graphql-ws client, on one socket. */
  socket(options: Partial<Parameters<typeof createSocketClient>[0]> = {}): Client {
    return createSocketClient({
      url: this.to.ws,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${this.token}` },
      ...options,
    });
  }

  /** npm's own graphql-sse client, one stream an operation. */
  stream() {
    return createStreamClient({ url: this.to.graphql, headers: this.headers, retryAttempts: 0 });
  }
}

export interface UserErrors {
  userErrors: { code: string; message: string; field: string[] | null }[];
}
