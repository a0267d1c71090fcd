import { connectNats } from '@parley/bus';
import {
  liveOpenSubject,
  liveReadSubject,
  wakeUpSubject,
  type Beside,
  type KeptEvent,
  type WakeUp,
} from '@parley/contracts';
import { hashOfArguments } from '@parley/identity';
import type { NatsConnection } from '@nats-io/transport-node';
import type { ChatUnderTest, TestPerson } from './chat-under-test.ts';

export interface UserErrors {
  userErrors: { code: string; field: string[] | null }[];
}

type LiveEvent = KeptEvent['event'];
/** Events, and behind them how things stand. */
export interface ReadPage {
  events: KeptEvent[];
  beside?: Beside;
}
interface Opened {
  ok: boolean;
  grant: string;
  opened: { topic: string; head: number; intervals: [number, number | null][] };
  error?: { code: string };
}

/** What people do in conversations, through the doors that they have: the graph, and the gateway's questions over NATS. */
export class Talk {
  private constructor(
    private readonly chat: ChatUnderTest,
    private readonly gateway: NatsConnection,
  ) {}

  static async with(chat: ChatUnderTest): Promise<Talk> {
    return new Talk(chat, await connectNats(chat.nats.url('gateway'), 'gateway in a test'));
  }

  close(): Promise<void> {
    return this.gateway.close();
  }

  /** Any mutation of one input; `answer` is what is selected besides the refusals. */
  async change<T extends object>(by: TestPerson, name: string, input: object, answer: string): Promise<T & UserErrors> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { answer: ${name}(input: $input) { ${answer} userErrors { code field } } }`;
    return (await this.chat.ask<{ answer: T & UserErrors }>(by, query, { input })).data.answer;
  }

  async start(by: TestPerson, others: TestPerson[], title?: string): Promise<string> {
    const input = { memberIds: others.map(({ sub }) => sub), title };
    const made = await this.change<{ conversation: { id: string } }>(
      by,
      'startConversation',
      input,
      'conversation { id }',
    );
    return made.conversation.id;
  }

  async say(by: TestPerson, conversationId: string, body: string): Promise<{ id: string; seq: number } & UserErrors> {
    const { message, userErrors } = await this.change<{ message: { id: string; seq: number } }>(
      by,
      'sendMessage',
      { conversationId, body },
      'message { id seq }',
    );
    return { ...message, userErrors };
  }

  async bodies(by: TestPerson, id: string): Promise<string[] | undefined> {
    const { data } = await this.chat.ask<{ conversation: { messages: { nodes: { body: string }[] } } | null }>(
      by,
      `query ($id: ID!) { conversation(id: $id) { messages(last: 100) { nodes { body } } } }`,
      { id },
    );
    return data.conversation?.messages.nodes.map(({ body }) => body);
  }

  async unread(by: TestPerson, id: string): Promise<number | undefined> {
    const query = `query ($id: ID!) { conversation(id: $id) { unreadCount } }`;
    return (await this.chat.ask<{ conversation: { unreadCount: number } | null }>(by, query, { id })).data.conversation
      ?.unreadCount;
  }

  /** `node(id)` of a message, as the gateway asks for it. */
  async message(by: TestPerson, id: string): Promise<{ body: string } | null> {
    const query = `query ($asked: [_Any!]!) { _entities(representations: $asked) { ... on Message { body } } }`;
    const asked = [{ __typename: 'Message', id }];
    return (await this.chat.ask<{ _entities: [{ body: string } | null] }>(by, query, { asked })).data._entities[0];
  }

  async open(by: TestPerson, field: string, args: object = {}): Promise<Opened> {
    const claim = await this.chat.claim(by, hashOfArguments(field, args as Record<string, unknown>));
    const question = JSON.stringify({ v: 1, field, args, claim });
    return (await this.gateway.request(liveOpenSubject('chat'), question)).json<Opened>();
  }

  /** What stands behind `after`, read with a grant as a gateway reads it. */
  async read(grant: string, after = 0): Promise<LiveEvent[]> {
    const question = JSON.stringify({ v: 1, grant, after, limit: 100, maxBytes: 100_000 });
    const page = (await this.gateway.request(liveReadSubject('chat'), question)).json<ReadPage>();
    return [...page.events, ...(page.beside?.standings ?? [])].map(({ event }) => event);
  }

  async inbox(who: TestPerson): Promise<LiveEvent[]> {
    return this.read((await this.open(who, 'inbox')).grant);
  }

  /** What is woken on a topic from now on. */
  async wakeUps(topic: string): Promise<WakeUp[]> {
    const heard: WakeUp[] = [];
    this.gateway.subscribe(wakeUpSubject(topic), { callback: (_, message) => void heard.push(message.json<WakeUp>()) });
    await this.gateway.flush();
    return heard;
  }
}
