import { connectNats } from '@parley/bus';
import {
  contactAdded,
  contactRemoved,
  contactRequestSent,
  lobbyWaiting,
  liveOpenSubject,
  liveReadSubject,
  topics,
  type Fact,
  type KeptEvent,
  type PayloadOf,
} from '@parley/contracts';
import { hashOfArguments } from '@parley/identity';
import { newId } from '@parley/persistence';
import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';
import type { ReadPage } from './talk.ts';

let chat: ChatUnderTest;
let contacts: NatsConnection, gateway: NatsConnection;
let ada: TestPerson, ben: TestPerson;
beforeAll(async () => {
  chat = await startChat();
  const org = organisation();
  [ada, ben] = [await chat.register(person(org), 'Ada'), await chat.register(person(org), 'Ben')];
  contacts = await connectNats(chat.nats.url('contacts'), 'contacts in a test');
  gateway = await connectNats(chat.nats.url('gateway'), 'gateway in a test');
});
afterAll(async () => {
  await Promise.all([contacts.close(), gateway.close()]);
  await chat.stop();
});

const snapshot = ({ sub }: TestPerson, displayName: string) => ({ userId: sub, displayName, avatarUrl: null });

/** Publishes a fact as contacts' relay does; twice, as a relay may. */
async function tell<F extends Fact>(fact: F, payload: PayloadOf<F>, as = contacts): Promise<void> {
  const envelope = JSON.stringify({
    id: crypto.randomUUID(),
    organisationId: ada.org,
    at: new Date().toISOString(),
    payload,
  });
  // Chat makes the stream a moment after it is ready.
  const publish = () => jetstream(as).publish(fact.subject, envelope);
  for (let time = 0; time < 2; time += 1) await vi.waitFor(publish, { timeout: 10_000, interval: 100 });
}

/** Everything in somebody's inbox, read as a gateway reads it. */
async function inboxOf(who: TestPerson): Promise<KeptEvent['event'][]> {
  const claim = await chat.claim(who, hashOfArguments('inbox', {}));
  const opened = (
    await gateway.request(liveOpenSubject('chat'), JSON.stringify({ v: 1, field: 'inbox', args: {}, claim }))
  ).json<{ grant: string; opened: { topic: string } }>();
  expect(opened.opened.topic).toBe(topics.inbox(who.sub));
  const read = await gateway.request(
    liveReadSubject('chat'),
    JSON.stringify({ v: 1, grant: opened.grant, after: 0, limit: 100, maxBytes: 100_000 }),
  );
  const { events, beside } = read.json<ReadPage>();
  return [...events, ...(beside?.standings ?? [])].map(({ event }) => event);
}

it('receives what concerns a person, once each, in order', async () => {
  const requestId = newId('contactRequest');
  const at = new Date().toISOString();
  await tell(contactRequestSent, {
    organisationId: ada.org,
    requestId,
    from: snapshot(ada, 'Ada'),
    to: snapshot(ben, 'Ben'),
    sentAt: at,
  });
  await tell(contactAdded, { organisationId: ada.org, a: snapshot(ben, 'Ben'), b: snapshot(ada, 'Ada'), addedAt: at });
  await tell(contactRemoved, { organisationId: ada.org, userId: ada.sub, otherUserId: ben.sub });
  const start = `mutation ($input: StartConversationInput!) { startConversation(input: $input) { conversation { id } } }`;
  const { data } = await chat.ask<{ startConversation: { conversation: { id: string } } }>(ada, start, {
    input: { memberIds: [ben.sub] },
  });
  const conversationId = data.startConversation.conversation.id;
  await chat.ask(ada, `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }`, {
    input: { conversationId, body: 'hello' },
  });
  const moved = { __typename: 'ConversationMoved', conversationId, lastSeq: 1 };
  await vi.waitFor(async () => expect((await inboxOf(ben)).at(-1)).toMatchObject(moved), {
    timeout: 10_000,
    interval: 50,
  });
  expect(await inboxOf(ben)).toMatchObject([
    { __typename: 'ContactRequestReceived', request: { id: requestId, from: { displayName: 'Ada' }, sentAt: at } },
    { __typename: 'ContactAdded', contact: { userId: ada.sub, displayName: 'Ada' } },
    { __typename: 'AccessChanged' },
    { ...moved, unreadCount: 1 },
  ]);
  expect(await inboxOf(ada)).toMatchObject([
    { __typename: 'ContactAdded' },
    { __typename: 'AccessChanged' },
    { ...moved, unreadCount: 0 },
  ]);
});

it('tells hosts that somebody waits, wherever they are', async () => {
  const media = await connectNats(chat.nats.url('media-gateway'), 'media-gateway in a test');
  const permissions = {
    presentersMayUnmute: true,
    presentersMayStartVideo: true,
    presentersMayShare: false,
    presentersMayChat: true,
  };
  const meeting = {
    id: newId('meeting'),
    code: 'bcd-fghj-kmn',
    title: 'Weekly',
    state: 'OPEN' as const,
    isLocked: false,
    hasLobby: true,
    hasPasscode: false,
    permissions,
    waitingCount: 3,
  };
  await tell(lobbyWaiting, { organisationId: ada.org, userIds: [ben.sub, ada.sub], meeting }, media);
  for (const host of [ada, ben])
    await vi.waitFor(
      async () => {
        const told = (await inboxOf(host)).filter((event) => event['__typename'] === 'MeetingChanged');
        expect(told).toMatchObject([{ meeting: { ...meeting, __typename: 'MeetingNotice', permissions } }]);
      },
      { timeout: 10_000, interval: 50 },
    );
  await media.close();
});
