import { WebSocket } from 'ws';
import type { Addresses } from './parley.ts';

/** Somebody with an account and a fresh access token. */
export interface Person {
  email: string;
  password: string;
  userId: string;
  token: string;
  /** Milliseconds since 1970. */
  expires: number;
}

interface Entry {
  session: { accessToken: string; expiresAt: string } | null;
  user: { id: string } | null;
  userErrors: { code: string }[];
}

const PASSWORD = 'seven quiet otters measuring';
const RESULT = 'session { accessToken expiresAt } user { id } userErrors { code }';

/** One operation over HTTP. @throws Error naming what was refused */
export async function ask<Data>(
  to: Addresses,
  query: string,
  variables: Record<string, unknown>,
  token?: string,
): Promise<Data> {
  const response = await fetch(to.graphql, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: to.url,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(15_000),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown };
  if (errors || !data) throw new Error(`${query.slice(0, 60)}… was refused: ${JSON.stringify(errors)}`);
  return data;
}

/** Makes accounts, four at a time. */
export async function signUpMany(to: Addresses, count: number): Promise<Person[]> {
  const people: Person[] = [];
  const query = `mutation ($input: SignUpInput!) { entry: signUp(input: $input) { ${RESULT} } }`;
  for (let first = 0; first < count; first += 4) {
    const some = Array.from({ length: Math.min(4, count - first) }, async (_, offset) => {
      const email = `bench.${first + offset}.${Date.now()}@example.com`;
      const input = { email, password: PASSWORD, displayName: `Bench ${first + offset}` };
      return entered(email, PASSWORD, (await ask<{ entry: Entry }>(to, query, { input })).entry);
    });
    people.push(...(await Promise.all(some)));
  }
  return people;
}

/** Signs in. */
export async function signIn(to: Addresses, email: string, password: string): Promise<Person> {
  const query = `mutation ($input: SignInInput!) { entry: signIn(input: $input) { ${RESULT} } }`;
  return entered(email, password, (await ask<{ entry: Entry }>(to, query, { input: { email, password } })).entry);
}

/** The same people, those signed in anew whose token would not last another minute and a half. */
export async function refreshed(to: Addresses, people: readonly Person[]): Promise<Person[]> {
  const fresh: Person[] = [];
  for (const one of people)
    fresh.push(one.expires - Date.now() > 90_000 ? one : await signIn(to, one.email, one.password));
  return fresh;
}

function entered(email: string, password: string, { session, user, userErrors }: Entry): Person {
  if (!session || !user) throw new Error(`${email}: ${JSON.stringify(userErrors)}`);
  return { email, password, userId: user.id, token: session.accessToken, expires: Date.parse(session.expiresAt) };
}

/** A signed-in socket that follows its person's inbox. */
export interface Follower {
  readonly socket: WebSocket;
  /** Events after the first word, `InboxReady`. */
  readonly heard: string[];
}

const INBOX = 'subscription { inbox { __typename ... on ConversationMoved { conversationId } } }';

/** Opens a socket and waits until its inbox is being followed. @throws Error when it is refused or closed before */
export function follow(to: Addresses, person: Person): Promise<Follower> {
  const socket = new WebSocket(to.ws, 'graphql-transport-ws', { perMessageDeflate: false });
  const heard: string[] = [];
  return new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error('a socket was not ready within 20 s')), 20_000);
    socket.once('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${person.token}` } })),
    );
    socket.on('message', (data: Buffer) => {
      const text = String(data);
      const { type, payload } = JSON.parse(text) as {
        type: string;
        payload?: { data?: { inbox: { __typename: string } } };
      };
      if (type === 'connection_ack')
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: INBOX } }));
      else if (type === 'ping') socket.send('{"type":"pong"}');
      else if (type !== 'next' || !payload?.data) fail(new Error(`a socket was told ${text.slice(0, 200)}`));
      else if (payload.data.inbox.__typename === 'InboxReady') {
        clearTimeout(late);
        done({ socket, heard });
      } else heard.push(payload.data.inbox.__typename);
    });
    socket.once('error', fail);
    socket.once('close', (code) => fail(new Error(`a socket was closed with ${code}`)));
  });
}
