import { idFrom } from '@parley/contracts';
import { SIGNIFICANT, timeApart } from '@parley/testing';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest } from './chat-under-test.ts';
import { Talk } from './talk.ts';

/** Of each question, half about what is there and half about what is not: what issue 6 asks for. */
const SAMPLES = 10_000;

let chat: ChatUnderTest;
let talk: Talk;
const org = organisation();
const [ada, ben, mallory] = [person(org), person(org), person(org)];
const conversationIds: string[] = [];
const messageIds: string[] = [];
beforeAll(async () => {
  chat = await startChat();
  talk = await Talk.with(chat);
  for (const one of [ada, ben, mallory]) await chat.register(one, 'Somebody');
  for (let of = 0; of < 20; of += 1) {
    const id = await talk.start(ada, [ben], `Group ${of}`);
    conversationIds.push(id);
    messageIds.push((await talk.say(ada, id, 'Not for Mallory.')).id);
  }
});
afterAll(async () => {
  await talk?.close();
  await chat?.stop();
});

const refusal = async (name: string, input: object) =>
  (await talk.change(mallory, name, input, '')).userErrors[0]?.code;
const shown = async (id: string) =>
  (await chat.ask<{ conversation: unknown }>(mallory, `{ conversation(id: "${id}") { id } }`)).data.conversation;
const questions: [name: string, there: string[], ask: (id: string) => Promise<unknown>, answer: unknown][] = [
  ['conversation', conversationIds, shown, null],
  ['sendMessage', conversationIds, (id) => refusal('sendMessage', { conversationId: id, body: 'x' }), 'NOT_FOUND'],
  ['editMessage', messageIds, (id) => refusal('editMessage', { messageId: id, body: 'x' }), 'NOT_FOUND'],
];

it.each(questions)(
  'takes as long for what one may not know of as for what is not there: %s',
  async (_name, there, ask, answer) => {
    const kind = there === messageIds ? 'message' : 'conversation';
    const absent = there.map(() => idFrom(kind, v7()));
    const asked = async (id: string) => expect(await ask(id)).toBe(answer);
    expect(Math.abs(await timeApart({ there, absent, samples: SAMPLES, ask: asked }))).toBeLessThan(SIGNIFICANT);
  },
  300_000,
);
