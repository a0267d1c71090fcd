import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { withClient } from '@parley/testing';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';
import { Talk } from './talk.ts';
import { WebOfItsOwn } from './web-of-its-own.ts';

interface Preview {
  url: string;
  host: string;
  title: string;
  description: string | null;
  siteName: string | null;
}

const PREVIEW = 'preview { url host title description siteName }';
const PAGE = `<!doctype html><html><head><title>The weather</title>
  <meta property="og:description" content="Rain &amp; wind.&#10;Later&#x202e; sun."><meta property="og:site_name" content="Sky"></head><body></body></html>`;

let chat: ChatUnderTest;
let talk: Talk;
let web: WebOfItsOwn;
const org = organisation();
const [ada, ben] = [person(org), person(org)];
let conversationId: string;
beforeAll(async () => {
  web = await WebOfItsOwn.open();
  chat = await startChat({ LINK_PREVIEWS: true }, web);
  talk = await Talk.with(chat);
  for (const one of [ada, ben]) await chat.register(one, 'Somebody');
  conversationId = await talk.start(ada, [ben], 'Links');
});
afterAll(async () => {
  await talk?.close();
  await chat?.stop();
  web?.close();
});

async function previewOf(by: TestPerson, id: string): Promise<Preview | null | undefined> {
  const query = `query ($asked: [_Any!]!) { _entities(representations: $asked) { ... on Message { ${PREVIEW} } } }`;
  const asked = [{ __typename: 'Message', id }];
  return (await chat.ask<{ _entities: [{ preview: Preview | null } | null] }>(by, query, { asked })).data._entities[0]
    ?.preview;
}
const shown = (id: string) =>
  vi.waitFor(
    async () => {
      const preview = await previewOf(ben, id);
      expect(preview).toEqual(expect.anything());
      return preview as Preview;
    },
    { timeout: 15_000, interval: 50 },
  );
const eventsOf = async (messageId: string, by = ben) =>
  (await talk.read((await talk.open(by, 'conversationEvents', { conversationId })).grant)).filter(
    (event) => event['__typename'] === 'PreviewChanged' && event['messageId'] === messageId,
  );
/** Whatever was to be looked at before this has been. */
async function settled(): Promise<void> {
  const last = await talk.say(ada, conversationId, web.page('last.example', `/${Math.random()}`, PAGE));
  await shown(last.id);
}

it('shows what the first link leads to, to all who follow and to who comes later', async () => {
  const url = web.page('weather.example', '/', PAGE);
  const { id } = await talk.say(ada, conversationId, `Look, \`http://code.example\`: ${url}.`);
  const preview = {
    url,
    host: 'weather.example',
    title: 'The weather',
    description: 'Rain & wind. Later sun.',
    siteName: 'Sky',
  };
  expect(await shown(id)).toEqual(preview);
  expect(await eventsOf(id)).toEqual([
    expect.objectContaining({ preview: { __typename: 'LinkPreview', ...preview }, isWithheld: false }),
  ]);
  const newest = (await talk.inbox(ben)).findLast((event) => event['conversationId'] === conversationId);
  expect(newest).toMatchObject({ lastMessage: { id, preview } });
  const headers = web.headers.at(-1);
  expect(headers).toMatchObject({ 'user-agent': expect.stringContaining('Parley') });
  expect(headers).not.toHaveProperty('cookie');
  expect(headers).not.toHaveProperty('referer');
});

it('costs the message nothing when there is nothing to show', async () => {
  const nothing = [
    web.at('gone.example', '/404'),
    web.page('picture.example', '/', PAGE, 'image/png'),
    web.page('untitled.example', '/', '<p>Nothing'),
    'http://nowhere.example/',
    'http://127.0.0.1:1/',
    'https://parley.example/m/abc',
  ];
  const said = [];
  for (const link of nothing) said.push(await talk.say(ada, conversationId, link));
  await settled();
  for (const { id } of said) expect(await previewOf(ada, id)).toBeNull();
  expect(web.resolved).not.toContain('parley.example');
});

it('goes with its link, and comes for another one', async () => {
  const [one, other] = [
    web.page('one.example', '/', PAGE),
    web.page('other.example', '/', PAGE.replace('weather', 'time')),
  ];
  const { id } = await talk.say(ada, conversationId, one);
  await shown(id);
  const edit = (body: string) =>
    talk.change<{ message: { preview: Preview | null } }>(
      ada,
      'editMessage',
      { messageId: id, body },
      `message { ${PREVIEW} }`,
    );
  expect((await edit(`Still ${one}`)).message.preview).toMatchObject({ host: 'one.example' });
  expect((await edit('No link')).message.preview).toBeNull();
  expect(await previewOf(ben, id)).toBeNull();
  expect((await edit(`Now ${other}`)).message.preview).toBeNull();
  expect(await shown(id)).toMatchObject({ host: 'other.example', title: 'The time' });
  expect(await eventsOf(id)).toHaveLength(2);
  await talk.change(ada, 'deleteMessage', { messageId: id }, 'message { id }');
  expect(await previewOf(ben, id)).toBeNull();
  const rows = await withClient(
    chat.database.superuserUrl,
    async (client) => (await client.query(`SELECT title FROM message_preview WHERE host = 'other.example'`)).rows,
  );
  expect(rows).toEqual([]);
});

it('is taken away by its author alone, and does not come back', async () => {
  const url = web.page('mine.example', '/', PAGE);
  const { id } = await talk.say(ada, conversationId, url);
  await shown(id);
  const remove = (by: TestPerson) =>
    talk.change<{ message: { preview: Preview | null } | null }>(
      by,
      'removeLinkPreview',
      { messageId: id },
      `message { ${PREVIEW} }`,
    );
  expect(await remove(ben)).toMatchObject({ message: null, userErrors: [{ code: 'FORBIDDEN' }] });
  expect(await previewOf(ben, id)).not.toBeNull();
  expect(await remove(ada)).toMatchObject({ message: { preview: null }, userErrors: [] });
  expect(await remove(ada)).toMatchObject({ message: { preview: null }, userErrors: [] });
  const events = await eventsOf(id);
  expect(events).toHaveLength(2);
  expect(events.at(-1)).toMatchObject({ preview: null, isWithheld: false });
  await talk.change(ada, 'editMessage', { messageId: id, body: `Again ${url}` }, 'message { id }');
  await settled();
  expect(await previewOf(ben, id)).toBeNull();
});

it('is off unless the operator turned it on', async () => {
  const quiet = await startChat({}, web);
  const speaker = await Talk.with(quiet);
  try {
    for (const one of [ada, ben]) await quiet.register(one, 'Somebody');
    const place = await speaker.start(ada, [ben], 'Quiet');
    const { id } = await speaker.say(ada, place, web.page('off.example', '/', PAGE));
    // Its words are taken by the same fact, behind which its link would be looked at.
    await vi.waitFor(
      async () => {
        const found = await quiet.ask<{ searchMessages: { nodes: { id: string }[] } }>(
          ada,
          `{ searchMessages(query: "off", first: 1) { nodes { id } } }`,
        );
        expect(found.data.searchMessages.nodes).toEqual([{ id }]);
      },
      { timeout: 15_000, interval: 50 },
    );
    expect(web.resolved).not.toContain('off.example');
  } finally {
    await speaker.close();
    await quiet.stop();
  }
});
