interface Payload {
  userErrors: { code: string; message: string }[];
}

async function ask<T>(graphql: string, query: string, input: object, token?: string): Promise<T & Payload> {
  const response = await fetch(graphql, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: new URL(graphql).origin,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { result: T & Payload };
    errors?: { message: string }[];
  };
  const problem = errors?.[0]?.message ?? data?.result.userErrors[0]?.message;
  if (!data || problem !== undefined) throw new Error(problem ?? `HTTP ${response.status}`);
  return data.result;
}

interface Person {
  readonly email: string;
  readonly userId: string;
}

interface SignedIn {
  session: { accessToken: string };
  user: { id: string };
}

const PASSWORD = 'correct horse battery staple of one bench run';
const ERRORS = 'userErrors { code message }';

/** Many people of one organisation, made through the public graph. */
export class People {
  private readonly graphql: string;
  private readonly people: readonly Person[];

  private constructor(graphql: string, people: readonly Person[]) {
    this.graphql = graphql;
    this.people = people;
  }

  static async meet(graphql: string, count: number): Promise<People> {
    const people: Person[] = [];
    for (let n = 0; n < count; n++) {
      const email = `bench-${n}@example.test`;
      const query = `mutation($input: SignUpInput!) { result: signUp(input: $input) { session { accessToken } user { id } ${ERRORS} } }`;
      const input = { email, password: PASSWORD, displayName: `Person ${n}` };
      const { user } = await ask<SignedIn>(graphql, query, input);
      people.push({ email, userId: user.id });
    }
    return new People(graphql, people);
  }

  /**
   * Makes conversations for sockets that are counted room after room and belong to the first so many people in turn: the members
   * of each are those whose sockets are in it. @returns the conversations' ids
   */
  async converse(rooms: number, size: number, among: number): Promise<string[]> {
    // Chat learns of people by facts; it asks auth for those it has not heard of.
    const query = `mutation($input: StartConversationInput!) { result: startConversation(input: $input) { conversation { id } ${ERRORS} } }`;
    const tokens = await this.tokens(among);
    const ids: string[] = [];
    for (let room = 0; room < rooms; room++) {
      const members = [...new Set(Array.from({ length: size }, (_, n) => (room * size + n) % among))];
      const memberIds = members.slice(1).map((n) => this.people[n]?.userId);
      const input = { memberIds, title: `Bench ${room}` };
      const { conversation } = await ask<{ conversation: { id: string } }>(
        this.graphql,
        query,
        input,
        tokens[members[0] ?? 0],
      );
      ids.push(conversation.id);
    }
    return ids;
  }

  /** Fresh access tokens of the first so many; they last five minutes. */
  async tokens(among: number): Promise<string[]> {
    const query = `mutation($input: SignInInput!) { result: signIn(input: $input) { session { accessToken } user { id } ${ERRORS} } }`;
    const tokens: string[] = [];
    for (const { email } of this.people.slice(0, among)) {
      const { session } = await ask<SignedIn>(this.graphql, query, { email, password: PASSWORD });
      tokens.push(session.accessToken);
    }
    return tokens;
  }
}
