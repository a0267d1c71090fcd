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

interface Token {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

interface Person {
  readonly email: string;
  readonly userId: string;
  token: Token;
}

interface SignedIn {
  session: { accessToken: string; expiresAt: string };
  user: { id: string };
}

const tokenOf = ({ session }: SignedIn): Token => ({
  text: session.accessToken,
  endsAt: Date.parse(session.expiresAt),
});

const PASSWORD = 'correct horse battery staple of one bench run';
/** How long a token must last to be used for another run, in milliseconds. */
const LASTING_MS = 150_000;
/** Hashing of passwords is done two at a time. */
const AT_ONCE = 4;
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
    const query = `mutation($input: SignUpInput!) { result: signUp(input: $input) { session { accessToken expiresAt } user { id } ${ERRORS} } }`;
    const meetOne = async (n: number) => {
      const email = `bench-${n}@example.test`;
      const input = { email, password: PASSWORD, displayName: `Person ${n}` };
      const signedIn = await ask<SignedIn>(graphql, query, input);
      people[n] = { email, userId: signedIn.user.id, token: tokenOf(signedIn) };
    };
    for (let n = 0; n < count; n += AT_ONCE)
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - n) }, (_, more) => meetOne(n + more)));
    return new People(graphql, people);
  }

  /** Ids of all, in their order. */
  get ids(): string[] {
    return this.people.map(({ userId }) => userId);
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

  /** Takes away what the first so many have said of themselves. */
  async sayNothing(among: number): Promise<void> {
    const query = `mutation($input: SetStatusInput!) { result: setStatus(input: $input) { ${ERRORS} } }`;
    for (const token of await this.tokens(among)) await ask(this.graphql, query, {}, token);
  }

  /** Access tokens of the first so many that last for another run; they are made for five minutes. */
  async tokens(among: number): Promise<string[]> {
    const query = `mutation($input: SignInInput!) { result: signIn(input: $input) { session { accessToken expiresAt } user { id } ${ERRORS} } }`;
    const chosen = this.people.slice(0, among);
    const ending = chosen.filter(({ token }) => token.endsAt - Date.now() < LASTING_MS);
    const renew = async (one: Person) => {
      one.token = tokenOf(await ask<SignedIn>(this.graphql, query, { email: one.email, password: PASSWORD }));
    };
    for (let n = 0; n < ending.length; n += AT_ONCE) await Promise.all(ending.slice(n, n + AT_ONCE).map(renew));
    return chosen.map(({ token }) => token.text);
  }
}
