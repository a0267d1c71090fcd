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

/** Many people of one organisation with one conversation, made through the public graph. */
export class People {
  readonly conversationId: string;
  private readonly graphql: string;
  private readonly people: readonly Person[];

  private constructor(graphql: string, people: readonly Person[], conversationId: string) {
    this.graphql = graphql;
    this.people = people;
    this.conversationId = conversationId;
  }

  static async meet(graphql: string, count: number): Promise<People> {
    const people: Person[] = [];
    let first = '';
    for (let n = 0; n < count; n++) {
      const email = `bench-${n}@example.test`;
      const query = `mutation($input: SignUpInput!) { result: signUp(input: $input) { session { accessToken } user { id } ${ERRORS} } }`;
      const { session, user } = await ask<SignedIn>(graphql, query, {
        email,
        password: PASSWORD,
        displayName: `Person ${n}`,
      });
      people.push({ email, userId: user.id });
      first ||= session.accessToken;
    }
    // Chat learns of people by facts; it asks auth for those it has not heard of.
    const start = `mutation($input: StartConversationInput!) { result: startConversation(input: $input) { conversation { id } ${ERRORS} } }`;
    const memberIds = people.slice(1).map(({ userId }) => userId);
    const { conversation } = await ask<{ conversation: { id: string } }>(
      graphql,
      start,
      { memberIds, title: 'Bench' },
      first,
    );
    return new People(graphql, people, conversation.id);
  }

  /** Fresh access tokens of everybody; they last five minutes. */
  async tokens(): Promise<string[]> {
    const query = `mutation($input: SignInInput!) { result: signIn(input: $input) { session { accessToken } user { id } ${ERRORS} } }`;
    const tokens: string[] = [];
    for (const { email } of this.people) {
      const { session } = await ask<SignedIn>(this.graphql, query, { email, password: PASSWORD });
      tokens.push(session.accessToken);
    }
    return tokens;
  }
}
