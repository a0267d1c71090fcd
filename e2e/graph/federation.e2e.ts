import { expect, test } from '@playwright/test';
import { Followed } from '../harness/followed.ts';
import { Account } from '../harness/account.ts';
import { stack } from '../harness/stack.ts';

const CONTACTS = `{ contacts(first: 10) { nodes { user { id displayName presence { availability } } conversation { lastMessage { body author { displayName } } } } } }`;

interface Contacts {
  contacts: {
    nodes: {
      user: { id: string; displayName: string; presence: { availability: string } | null };
      conversation: { lastMessage: { body: string; author: { displayName: string } } } | null;
    }[];
  };
}

test('one query crosses contacts, auth, presence and chat', async () => {
  const [ada, ben] = [await Account.signUp(stack(), 'Ada Federated'), await Account.signUp(stack(), 'Ben Federated')];
  const { request } = await ada.mutate<{ request: { id: string } }>(
    'requestContact',
    'RequestContactInput',
    { userId: ben.userId },
    'request { id }',
  );
  await ben.mutate(
    'respondToContactRequest',
    'RespondToContactRequestInput',
    { requestId: request.id, accept: true },
    'contact { user { displayName } }',
  );
  await ben.send((await ben.startConversation(ada)).id, 'across the graph');
  const online = ben.socket();
  await expect
    .poll(async () => (await ada.ask<Contacts>(CONTACTS)).data.contacts.nodes, { timeout: 10_000 })
    .toEqual([
      {
        user: { id: ben.userId, displayName: 'Ben Federated', presence: { availability: 'ONLINE' } },
        conversation: { lastMessage: { body: 'across the graph', author: { displayName: 'Ben Federated' } } },
      },
    ]);
  await online.dispose();
});

for (const transport of ['socket', 'stream'] as const)
  test(`conversationEvents over a ${transport}, resumed by cursor`, async () => {
    const [ada, ben] = [await Account.signUp(stack(), 'Ada Follows'), await Account.signUp(stack(), 'Ben Speaks')];
    const { id } = await ben.startConversation(ada);
    const client = ada[transport]();
    const first = new Followed(client, id);
    await first.ready();
    for (const body of ['one', 'two']) await ben.send(id, body);
    await first.until(({ bodies }) => bodies.length === 2);
    first.end();
    for (const body of ['three', 'four']) await ben.send(id, body);
    const resumed = new Followed(client, id, first.cursor);
    await resumed.ready();
    await ben.send(id, 'five');
    await resumed.until(({ bodies }) => bodies.length === 3);
    expect([...first.bodies, ...resumed.bodies]).toEqual(['one', 'two', 'three', 'four', 'five']);
    expect(resumed.events.map(({ __typename }) => __typename)).toEqual([
      'MessageSent',
      'MessageSent',
      'Ready',
      'MessageSent',
    ]);
    resumed.end();
    await client.dispose();
  });

test('what nobody may have is not shared by asking at the same time', async () => {
  const people = await Promise.all(['Ann', 'Bob', 'Cid'].map((name) => Account.signUp(stack(), `${name} Alike`)));
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all(people.map((person) => person.ask<{ me: { id: string } }>('{ me { id } }')));
    expect(answers.map(({ data }) => data.me.id)).toEqual(people.map(({ userId }) => userId));
  }
});
