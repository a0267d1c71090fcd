import { freePort } from '@parley/tools/embedded/free-port.ts';
import { expect, test } from '@playwright/test';
import type { Client } from 'graphql-ws';
import { Account } from '../harness/account.ts';
import { Cable } from '../harness/cable.ts';
import { Copy } from '../harness/copy.ts';
import { stack } from '../harness/stack.ts';
import { until } from '../harness/until.ts';

interface Change {
  readonly userId: string;
  readonly availability: string;
  readonly text: string | null;
}

const undo: (() => unknown)[] = [];
test.afterAll(async () => {
  for (const one of undo.reverse()) await one();
});

const addressAt = (port: number) => ({
  graphql: `http://127.0.0.1:${port}/graphql`,
  ws: `ws://127.0.0.1:${port}/graphql`,
});

/** Somebody whom the watcher knows. */
async function contactOf(watcher: Account, name: string): Promise<Account> {
  const one = await Account.signUp(stack(), name);
  const { request } = await one.mutate<{ request: { id: string } }>(
    'requestContact',
    'RequestContactInput',
    { userId: watcher.userId },
    'request { id }',
  );
  await watcher.mutate(
    'respondToContactRequest',
    'RespondToContactRequestInput',
    { requestId: request.id, accept: true },
    'contact { user { id } }',
  );
  return one;
}

/** What a watcher hears of people, with the time. */
class Heard {
  readonly changes: (Change & { at: number })[] = [];

  constructor(client: Client, userIds: string[]) {
    const query =
      'subscription ($ids: [ID!]!) { presenceChanged(userIds: $ids) { userId availability lastSeenAt text } }';
    client.subscribe<{ presenceChanged: Change }>(
      { query, variables: { ids: userIds } },
      {
        next: ({ data }) => data && this.changes.push({ ...data.presenceChanged, at: Date.now() }),
        error: (error) => this.changes.push({ userId: '', availability: JSON.stringify(error), text: null, at: 0 }),
        complete: () => undefined,
      },
    );
  }

  of({ userId }: Account) {
    return this.changes.filter((change) => change.userId === userId);
  }

  /** Milliseconds from `since` until this was heard; Infinity if it was not. */
  async took(one: Account, word: string, since: number, withinMs: number): Promise<number> {
    const found = () => this.of(one).find(({ availability, at }) => availability === word && at >= since);
    await until(() => found() !== undefined, withinMs);
    return (found()?.at ?? Infinity) - since;
  }
}

/** Somebody's signed-in socket, which is online from here on. */
async function online(one: Account, heard: Heard, options: Parameters<Account['socket']>[0] = {}): Promise<Client> {
  const since = Date.now();
  const client = one.socket({ onNonLazyError: () => undefined, ...options });
  undo.push(() => Promise.resolve(client.dispose()).catch(() => undefined));
  expect(await heard.took(one, 'ONLINE', since, 10_000)).toBeLessThan(10_000);
  return client;
}

test('who closes, signs out, whose gateway crashes and whose cable is pulled is seen to be gone in time (G5)', async () => {
  test.setTimeout(120_000);
  const ben = await Account.signUp(stack(), 'Ben Watching');
  const names = ['Ada Closing', 'Cleo Leaving', 'Dora Crashing', 'Emil Vanishing'];
  const [ada, cleo, dora, emil] = (await Promise.all(names.map((name) => contactOf(ben, name)))) as [
    Account,
    Account,
    Account,
    Account,
  ];
  const watching = ben.socket();
  undo.push(() => watching.dispose());
  const heard = new Heard(
    watching,
    [ada, cleo, dora, emil].map(({ userId }) => userId),
  );
  const doomed = new Copy(stack().pids['gateway'] as number, { PORT: String(await freePort()) });
  undo.push(() => doomed.kill());
  await doomed.start();
  const cable = await Cable.lay(Number(new URL(stack().url).port));
  undo.push(() => cable.remove());

  const closing = await online(ada, heard);
  await online(cleo, heard);
  await online(dora.at(addressAt(doomed.port)), heard);
  await online(emil.at(addressAt(cable.port)), heard, { keepAlive: 5_000 });
  // Past the next beat, so that what follows is what it does by itself.
  await new Promise((resolve) => setTimeout(resolve, 2_500));

  const since = Date.now();
  cable.cut();
  doomed.kill();
  void closing.dispose();
  const out = cleo.ask('mutation { signOut { userErrors { code } } }');
  const took = await Promise.all([
    heard.took(cleo, 'OFFLINE', since, 10_000),
    heard.took(ada, 'OFFLINE', since, 15_000),
    heard.took(dora, 'OFFLINE', since, 20_000),
    heard.took(emil, 'OFFLINE', since, 50_000),
  ]);
  expect((await out).errors).toBeUndefined();
  console.log(`gone after ms: signed out ${took[0]}, closed ${took[1]}, crashed ${took[2]}, vanished ${took[3]}`);
  expect(took[0]).toBeLessThanOrEqual(2_000);
  expect(took[1]).toBeLessThanOrEqual(5_000);
  expect(took[2]).toBeLessThanOrEqual(10_000);
  expect(took[3]).toBeLessThanOrEqual(35_000);
  // None of them flickered on the way.
  for (const one of [ada, cleo, dora, emil])
    expect(
      heard
        .of(one)
        .map(({ availability }) => availability)
        .slice(-2),
    ).toEqual(['ONLINE', 'OFFLINE']);
});

test('a status and idleness travel from one socket to another; a status ends by itself', async () => {
  const ben = await Account.signUp(stack(), 'Ben Looking');
  const ada = await contactOf(ben, 'Ada Saying');
  const watching = ben.socket();
  undo.push(() => watching.dispose());
  const heard = new Heard(watching, [ada.userId]);
  await online(ada, heard, { connectionParams: { authorization: `Bearer ${ada.token}`, idle: false } });
  const end = Date.now() + 3_000;
  const input = { availability: 'DO_NOT_DISTURB', text: 'Writing', expiresAt: new Date(end).toISOString() };
  const { presence } = await ada.mutate<{ presence: Change }>(
    'setStatus',
    'SetStatusInput',
    input,
    'presence { userId availability text }',
  );
  expect(presence).toEqual({ userId: ada.userId, availability: 'DO_NOT_DISTURB', text: 'Writing' });
  expect(await heard.took(ada, 'DO_NOT_DISTURB', end - 3_000, 2_000)).toBeLessThan(2_000);
  expect(heard.of(ada).at(-1)?.text).toBe('Writing');
  expect(await heard.took(ada, 'ONLINE', end, 4_000)).toBeLessThan(4_000);
  expect(heard.of(ada).at(-1)?.text).toBeNull();
});
