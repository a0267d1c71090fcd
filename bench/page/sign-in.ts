import type { BrowserContext } from 'playwright-core';
import type { Parley } from '../stack/parley.ts';

/** Signed in by the graph alone: the refresh cookie, and the name that our page remembers. Nothing of it is loaded. */
export async function signInto(context: BrowserContext, { url, graphql, demo }: Parley): Promise<void> {
  const [first] = demo;
  if (!first) throw new Error('there is no demo account to sign in as');
  const query = `mutation ($input: SignInInput!) { signIn(input: $input) { user { id displayName } userErrors { code } } }`;
  const data = { query, variables: { input: { email: first.email, password: first.password } } };
  const response = await context.request.post(graphql, { data, headers: { origin: url } });
  const { signIn } = ((await response.json()) as { data: { signIn: { user: object | null } } }).data;
  if (!signIn.user) throw new Error('the demo account could not sign in');
  await context.addInitScript((me) => localStorage.setItem('parley.me', me), JSON.stringify(signIn.user));
}
