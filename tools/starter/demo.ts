import { DEMO_PEOPLE } from './secrets.ts';
import type { Installation } from './installation.ts';

interface Person {
  token: string;
  userId: string;
}

/** One entry of `userErrors`. */
interface UserError {
  code: string;
  message: string;
}

interface SignedIn {
  session: { accessToken: string } | null;
  user: { id: string } | null;
  userErrors: UserError[];
}

const RESULT = 'session { accessToken } user { id } userErrors { code message }';

/**
 * Sees to it that the demo people have accounts and are contacts of each other, all through the public graph.
 *
 * @param say told when it could not be done; the stack is of use without them
 */
export async function makeDemo(installation: Installation, say: (line: string) => void): Promise<void> {
  const graph = graphOf(installation);
  try {
    const people: Person[] = [];
    let isNew = false;
    for (const { email, displayName } of DEMO_PEOPLE) {
      const password = installation.secrets.demoPasswords[email] ?? '';
      const known = await signIn(graph, { email, password });
      isNew ||= !known;
      people.push(known ?? (await signUp(graph, { email, password, displayName })));
    }
    const [ada, grace] = people;
    if (isNew && ada && grace) await introduce(graph, ada, grace);
  } catch (error) {
    say(`demo: not made: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Graph = <T>(query: string, input: Record<string, unknown>, token?: string) => Promise<T>;

function graphOf({ ports, publicUrl }: Installation): Graph {
  return async <T>(query: string, input: Record<string, unknown>, token?: string): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${ports.gateway}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        origin: new URL(publicUrl).origin,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify({ query, variables: { input } }),
      signal: AbortSignal.timeout(15_000),
    });
    const body = (await response.json()) as {
      data?: { result?: T & { userErrors: UserError[] } };
      errors?: UserError[];
    };
    const first = body.errors?.[0];
    if (first || !body.data?.result) throw new Error(first?.message ?? `HTTP ${response.status}`);
    return body.data.result;
  };
}

async function signIn(graph: Graph, input: { email: string; password: string }): Promise<Person | undefined> {
  const query = `mutation ($input: SignInInput!) { result: signIn(input: $input) { ${RESULT} } }`;
  return personOf(await graph<SignedIn>(query, input));
}

async function signUp(graph: Graph, input: { email: string; password: string; displayName: string }): Promise<Person> {
  const query = `mutation ($input: SignUpInput!) { result: signUp(input: $input) { ${RESULT} } }`;
  const answer = await graph<SignedIn>(query, input);
  const person = personOf(answer);
  if (!person) throw new Error(`${input.email}: ${answer.userErrors.map(({ message }) => message).join(' ')}`);
  return person;
}

function personOf({ session, user }: SignedIn): Person | undefined {
  return session && user ? { token: session.accessToken, userId: user.id } : undefined;
}

async function introduce(graph: Graph, from: Person, to: Person): Promise<void> {
  const request = `mutation ($input: RequestContactInput!) {
    result: requestContact(input: $input) { request { id } userErrors { code message } } }`;
  const asked = await graph<{ request: { id: string } | null }>(request, { userId: to.userId }, from.token);
  if (!asked.request) return;
  const respond = `mutation ($input: RespondToContactRequestInput!) {
    result: respondToContactRequest(input: $input) { userErrors { code message } } }`;
  await graph(respond, { requestId: asked.request.id, accept: true }, to.token);
}
