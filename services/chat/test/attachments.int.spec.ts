import { existsSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { bomb, TestS3, withClient } from '@parley/testing';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';
import { Files } from './files.ts';
import { Talk } from './talk.ts';

const TEXT = Buffer.from('What we have agreed on.\n'.repeat(5_000));
const PAGE = Buffer.from('<!doctype html><script>alert(document.domain)</script>');
const picture = (width = 1_600, height = 900) => sharp({ create: { width, height, channels: 3, background: '#c33' } });

describe.each(['disk', 'S3'] as const)('files on %s', (where) => {
  let s3: TestS3 | undefined;
  let chat: ChatUnderTest;
  let talk: Talk;
  let files: Files;
  let [ada, ben, cy] = [] as unknown as [TestPerson, TestPerson, TestPerson];
  let conversation: string;

  beforeAll(async () => {
    s3 = where === 'S3' ? await TestS3.start() : undefined;
    const { bucket, region, endpoint, accessKey, secretKey } = s3?.options ?? {};
    chat = await startChat(
      s3
        ? {
            FILES_S3_BUCKET: bucket,
            FILES_S3_REGION: region ?? '',
            FILES_S3_ENDPOINT: endpoint,
            FILES_S3_ACCESS_KEY: accessKey,
            FILES_S3_SECRET_KEY: secretKey,
          }
        : {},
    );
    talk = await Talk.with(chat);
    files = new Files(chat, talk);
    const org = organisation();
    const somebody = (name: string) => chat.register(person(org), name);
    [ada, ben, cy] = await Promise.all([somebody('Ada'), somebody('Ben'), somebody('Cy')]);
    conversation = await talk.start(ada, [ben], 'Files');
  }, 400_000);
  afterAll(async () => {
    await talk?.close();
    await chat?.stop();
    await s3?.stop();
  });
  const sql = (text: string) =>
    withClient(
      chat.database.superuserUrl,
      async (client) => (await client.query(text)).rows as Record<string, string>[],
    );

  it('reach whoever may read the message, byte for byte, and live with all there is to know', async () => {
    const opened = await talk.open(ben, 'conversationEvents', { conversationId: conversation });
    const woken = await talk.wakeUps(opened.opened.topic);
    const png = await picture().png().toBuffer();
    const ids = [
      await files.upload(ada, conversation, png, { name: 'the plan.png', type: 'image/png' }),
      await files.upload(ada, conversation, TEXT, { name: '../no\u202etes.txt', type: 'text/plain; charset=utf-8' }),
    ];
    const { message, userErrors } = await files.send(ada, conversation, ids);
    expect(userErrors).toEqual([]);
    expect(message).toMatchObject({
      body: '',
      attachments: [
        { id: ids[0], name: 'the plan.png', type: 'image/png', size: png.length, width: 1_600, height: 900 },
        { id: ids[1], name: '../notes.txt', type: 'text/plain', size: TEXT.length, width: null, previewUrl: null },
      ],
    });
    const [shown] = await files.seen(ben, conversation);
    expect(shown).toEqual(message);
    const told = (await talk.read(opened.grant)).find(({ __typename: type }) => type === 'MessageSent');
    expect(told).toMatchObject({ message: { attachments: shown?.attachments } });
    await vi.waitFor(() => expect(JSON.stringify(woken)).toContain(shown?.attachments[0]?.url));

    const [plan, notes] = shown?.attachments ?? [];
    const original = await files.get(plan?.url ?? '');
    expect(original.bytes.equals(png)).toBe(true);
    expect(Object.fromEntries(original.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': expect.stringMatching(/^inline; filename="the plan\.png"/),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    const small = await files.get(plan?.previewUrl ?? '');
    expect(await sharp(small.bytes).metadata()).toMatchObject({ format: 'webp', width: 960, height: 540 });
    const text = await files.get(notes?.url ?? '');
    expect(text.bytes.equals(TEXT)).toBe(true);
    expect(text.headers.get('content-type')).toBe('application/octet-stream');
    expect(text.headers.get('content-disposition')).toMatch(/^attachment; filename="__?\.?_?notes\.txt"/);
    const part = await files.get(notes?.url ?? '', { range: 'bytes=5-9' });
    expect([part.status, part.bytes.toString()]).toEqual([206, TEXT.subarray(5, 10).toString()]);
    expect((await files.get(notes?.url ?? '', { range: `bytes=${TEXT.length}-` })).status).toBe(416);
    const saved = await files.get(`${plan?.url}&download=1`);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it('that are pages are bytes to be saved, whatever they are called', async () => {
    for (const type of ['text/html', 'image/svg+xml', '']) {
      const id = await files.upload(ada, conversation, PAGE, { name: 'me.html', type });
      const { message } = await files.send(ada, conversation, [id], { body: type });
      const { headers } = await files.get(message?.attachments[0]?.url ?? '');
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      expect(message?.attachments[0]?.previewUrl).toBeNull();
    }
  });

  it('go with their message: their addresses open nothing, and their bytes are gone', async () => {
    const id = await files.upload(ada, conversation, await picture(40, 40).webp().toBuffer(), { type: 'image/webp' });
    const { message } = await files.send(ada, conversation, [id], { body: 'look' });
    const { url = '', previewUrl } = message?.attachments[0] ?? {};
    expect((await files.get(previewUrl ?? '')).status).toBe(200);
    const change = { messageId: message?.id };
    const deleted = await talk.change<{ message: { attachments: [] } }>(
      ada,
      'deleteMessage',
      change,
      'message { attachments { id } }',
    );
    expect(deleted.message.attachments).toEqual([]);
    expect((await files.get(url)).status).toBe(404);
    expect((await files.get(previewUrl ?? '')).status).toBe(404);
    expect((await files.seen(ben, conversation)).find((one) => one.id === message?.id)?.attachments).toEqual([]);
    const left = () => sql(`SELECT 1 FROM attachment WHERE id = '${id.slice(4)}'`);
    await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 10_000, interval: 100 });
    if (where === 'disk') expect(existsSync(join(chat.filesDir, 'objects', ada.org.slice(4), id.slice(4)))).toBe(false);
  });

  it('are refused when their storage is away, and taken when it is back', async () => {
    if (!s3) return;
    await s3.kill();
    const { upload } = await files.announce(ada, conversation, TEXT);
    const taken = files.put(upload?.url ?? '', TEXT);
    expect((await taken).body.errors?.[0]?.extensions.code).toBe('UNAVAILABLE');
    expect((await files.send(ada, conversation, [upload?.attachmentId ?? ''])).userErrors[0]?.code).toBe('NOT_FOUND');
    await s3.startAgain();
    await files.upload(ada, conversation, TEXT);
  }, 60_000);

  if (where === 'S3') return;

  it('are found by their names, quoted by them, and kept when the words around them change', async () => {
    const id = await files.upload(ada, conversation, TEXT, { name: 'Quarterly figures.txt', type: 'text/plain' });
    const { message } = await files.send(ada, conversation, [id]);
    const search = `{ searchMessages(query: "quarterly fig", first: 5) { nodes { id } } }`;
    await vi.waitFor(
      async () => {
        const { data } = await chat.ask<{ searchMessages: { nodes: { id: string }[] } }>(ben, search);
        expect(data.searchMessages.nodes.map((one) => one.id)).toEqual([message?.id]);
      },
      { timeout: 10_000, interval: 100 },
    );
    const answer = { conversationId: conversation, body: 'thanks', replyToId: message?.id };
    const quoted = await talk.change<{ message: object }>(
      ben,
      'sendMessage',
      answer,
      'message { replyTo { excerpt } }',
    );
    expect(quoted.message).toEqual({ replyTo: { excerpt: 'Quarterly figures.txt' } });
    const edit = (body: string) =>
      talk.change<{ message: { body: string; attachments: object[] } | null }>(
        ada,
        'editMessage',
        { messageId: message?.id, body },
        'message { body attachments { id } }',
      );
    expect(await edit('With words')).toMatchObject({ message: { body: 'With words', attachments: [{ id }] } });
    expect(await edit('')).toMatchObject({ message: { body: '', attachments: [{ id }] } });
  });

  it('are sent once under a nonce, and under another file’s nonce not at all', async () => {
    const id = await files.upload(ada, conversation, TEXT);
    const other = await files.upload(ada, conversation, TEXT);
    const first = await files.send(ada, conversation, [id], { clientNonce: 'n1' });
    expect(await files.send(ada, conversation, [id], { clientNonce: 'n1' })).toEqual(first);
    const again = await files.send(ada, conversation, [other], { clientNonce: 'n1' });
    expect(again).toMatchObject({ message: null, userErrors: [{ code: 'CONFLICT' }] });
    expect((await files.send(ada, conversation, [other])).userErrors).toEqual([]);
  });

  it('are in one message alone, when several that are sent at the same moment name them', async () => {
    const id = await files.upload(ada, conversation, TEXT);
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, i) => files.send(ada, conversation, i % 2 ? [id] : [], { body: `at once ${i}` })),
    );
    expect(all.filter(({ message }) => message?.attachments.length)).toHaveLength(1);
    expect(all.filter(({ message }) => message)).toHaveLength(4);
    expect(all.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });

  describe('are refused, with nothing changed,', () => {
    const noErrors = { upload: null };
    it.each([
      ['over the limit', { size: 2 * 1024 * 1024 + 1 }, 'size'],
      ['empty', { size: 0 }, 'size'],
      ['without a hash', { sha256: 'abc' }, 'sha256'],
      ['without a name', { name: ' \u202e ' }, 'name'],
      ['with half a character for a name', { name: '\ud800' }, 'name'],
      ['with a name of 256 characters', { name: 'a'.repeat(256) }, 'name'],
      ['of what is no type', { type: 'picture' }, 'type'],
    ])('when they are announced %s', async (_what, said, field) => {
      expect(await files.announce(ada, conversation, TEXT, said)).toEqual({
        ...noErrors,
        userErrors: [{ code: 'BAD_USER_INPUT', field: [field] }],
      });
    });

    it('of whoever may not write there, or is nobody', async () => {
      const refused = { ...noErrors, userErrors: [{ code: 'NOT_FOUND', field: ['conversationId'] }] };
      expect(await files.announce(cy, conversation, TEXT)).toEqual(refused);
      const query = `mutation ($input: PrepareUploadInput!) { prepareUpload(input: $input) { userErrors { code } } }`;
      const input = { conversationId: conversation, name: 'a', size: 1, type: '', sha256: '0'.repeat(64) };
      expect((await chat.ask({}, query, { input })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    });

    const nothingStored = async (id: string) => {
      expect(await sql(`SELECT stored_at FROM attachment WHERE id = '${id.slice(4)}'`)).toEqual([{ stored_at: null }]);
      expect(existsSync(join(chat.filesDir, 'objects', ada.org.slice(4), id.slice(4)))).toBe(false);
      await vi.waitFor(() => expect(readdirSync(join(chat.filesDir, 'incoming'))).toEqual([]));
      const sent = await files.send(ada, conversation, [id]);
      expect(sent).toMatchObject({ message: null, userErrors: [{ code: 'NOT_FOUND', field: ['attachmentIds'] }] });
    };

    it.each<[string, () => Promise<Buffer> | Buffer, string, RegExp]>([
      ['words that say they are a PNG', () => TEXT, 'image/png', /something else/],
      ['a page that says it is a GIF', () => PAGE, 'image/gif', /something else/],
      ['a JPEG that says it is a PNG', () => picture(9, 9).jpeg().toBuffer(), 'image/png', /image\/jpeg/],
      ['a picture that says it is a document', () => picture(9, 9).png().toBuffer(), 'application/pdf', /image\/png/],
      ['a program that says it is words', () => Buffer.from(`MZ${'\0'.repeat(200)}`), 'text/plain', /msdownload/],
      ['words that say they are a PDF', () => TEXT, 'application/pdf', /something else/],
      ['half a picture', async () => (await noise()).subarray(0, 20_000), 'image/jpeg', /broken/],
      ['30,000 by 30,000 in a few kilobytes', () => bomb(30_000, 30_000), 'image/png', /40 megapixels/],
    ])('when what comes is %s', async (_what, make, type, words) => {
      const bytes = await make();
      const { upload } = await files.announce(ada, conversation, bytes, { type });
      const { status, body } = await files.put(upload?.url ?? '', bytes);
      expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
      expect(body.errors?.[0]?.message).toMatch(words);
      await nothingStored(upload?.attachmentId ?? '');
    });

    it('when more, less or other bytes come than were announced, or they break off', async () => {
      const other = Buffer.from(TEXT);
      other[0] = 0;
      for (const [sent, words] of [
        [Buffer.concat([TEXT, Buffer.alloc(3_000_000)]), /longer/],
        [TEXT.subarray(1), /shorter/],
        [other, /not the one/],
      ] as const) {
        const { upload } = await files.announce(ada, conversation, TEXT);
        const { status, body } = await files.put(upload?.url ?? '', sent);
        expect([status, body.errors?.[0]?.message]).toEqual([400, expect.stringMatching(words)]);
        // And the link is used by that.
        expect((await files.put(upload?.url ?? '', TEXT)).status).toBe(404);
        await nothingStored(upload?.attachmentId ?? '');
      }
      const { upload } = await files.announce(ada, conversation, TEXT);
      const out = request(`${chat.url}${upload?.url}`, { method: 'PUT', headers: { 'content-length': TEXT.length } });
      out.on('error', () => undefined);
      out.write(TEXT.subarray(0, 2_000));
      await vi.waitFor(() => expect(readdirSync(join(chat.filesDir, 'incoming'))).toHaveLength(1));
      out.destroy();
      await nothingStored(upload?.attachmentId ?? '');
    });

    it('when their link was used, at the same moment too, is old, or is none', async () => {
      const { upload } = await files.announce(ada, conversation, TEXT);
      const both = await Promise.all([files.put(upload?.url ?? '', TEXT), files.put(upload?.url ?? '', TEXT)]);
      expect(both.map(({ status }) => status).toSorted()).toEqual([200, 404]);
      const old = (await files.announce(ada, conversation, TEXT)).upload;
      expect(Date.parse(old?.expiresAt ?? '')).toBeLessThanOrEqual(Date.now() + 300_000);
      await sql(`UPDATE attachment SET link_expires_at = now() WHERE id = '${old?.attachmentId.slice(4)}'`);
      expect((await files.put(old?.url ?? '', TEXT)).status).toBe(404);
      await nothingStored(old?.attachmentId ?? '');
      for (const token of ['x', `${'0'.repeat(32)}.${'A'.repeat(43)}`])
        expect((await files.put(`/uploads/attachments/${token}`, TEXT)).status).toBe(404);
    });

    it('in a message when they are somebody else’s, of another conversation, not there yet, sent before, or too many', async () => {
      const mine = await files.upload(ada, conversation, TEXT);
      const elsewhere = await talk.start(ada, [ben], 'Elsewhere');
      const { upload } = await files.announce(ben, conversation, TEXT);
      const before = (await files.seen(ada, conversation)).length;
      const missing = { message: null, userErrors: [{ code: 'NOT_FOUND', field: ['attachmentIds'] }] };
      expect(await files.send(ben, conversation, [mine])).toEqual(missing);
      expect(await files.send(ada, elsewhere, [mine])).toEqual(missing);
      expect(await files.send(ben, conversation, [upload?.attachmentId ?? ''])).toEqual(missing);
      expect(await files.send(ada, conversation, [mine, `att_${'0'.repeat(32)}`])).toEqual(missing);
      const malformed = { message: null, userErrors: [{ code: 'BAD_USER_INPUT', field: ['attachmentIds'] }] };
      expect(await files.send(ada, conversation, ['att_x'])).toEqual(malformed);
      const eleven = Array.from({ length: 11 }, (_, i) => `att_${String(i).padStart(32, '0')}`);
      expect(await files.send(ada, conversation, eleven)).toEqual(malformed);
      expect(await files.send(ada, conversation, [])).toMatchObject({ userErrors: [{ field: ['body'] }] });
      expect(await files.seen(ada, conversation)).toHaveLength(before);
      // It is still there, to be sent once.
      expect((await files.send(ada, conversation, [mine])).message?.attachments).toHaveLength(1);
      expect(await files.send(ada, conversation, [mine])).toEqual(missing);
    });
  });

  it('have addresses that are theirs alone, and end', async () => {
    const [one] = (await files.seen(ada, conversation)).flatMap(({ attachments }) => attachments);
    const url = new URL(one?.url ?? '', chat.url);
    const [, , org, id] = url.pathname.split('/');
    for (const [path, status] of [
      [`/files/${org}/${id}/preview${url.search}`, 403],
      [`/files/${org}/${'0'.repeat(32)}/file${url.search}`, 403],
      [`/files/${'0'.repeat(32)}/${id}/file${url.search}`, 403],
      [`/files/${org}/${id}/file`, 403],
      [`/files/${org}/${id}/file${url.search.replace(/expires=\d+/, 'expires=99999999999')}`, 403],
      [`/files/${org}/..%2f..%2fetc/file${url.search}`, 403],
    ] as const)
      expect((await files.get(path)).status, path).toBe(status);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 59 * 60_000 });
    try {
      expect((await files.get(one?.url ?? '')).status).toBe(200);
      vi.setSystemTime(Date.now() + 62 * 60_000);
      expect((await files.get(one?.url ?? '')).status).toBe(410);
    } finally {
      vi.useRealTimers();
    }
    const renewed = (await files.seen(ada, conversation)).flatMap(({ attachments }) => attachments)[0];
    expect((await files.get(renewed?.url ?? '')).status).toBe(200);
  });

  it('that nobody has sent after a day are gone, and are claimed no more from that moment on', async () => {
    const [late, unused] = [await files.upload(ada, conversation, TEXT), await files.upload(ada, conversation, TEXT)];
    const [row] = await sql(
      `SELECT due_at - now() AS left_over FROM attachment_due WHERE attachment_id = '${unused.slice(4)}'`,
    );
    expect(JSON.stringify(row)).toMatch(/"hours":23/);
    await sql(
      `UPDATE attachment_due SET due_at = now() WHERE attachment_id IN ('${late.slice(4)}', '${unused.slice(4)}')`,
    );
    expect((await files.send(ada, conversation, [late])).userErrors[0]?.code).toBe('NOT_FOUND');
    // Whatever is deleted makes it look.
    const kept = await files.upload(ada, conversation, TEXT);
    const { message } = await files.send(ada, conversation, [kept]);
    await talk.change(ada, 'deleteMessage', { messageId: message?.id }, 'message { id }');
    const place = (id: string) => join(chat.filesDir, 'objects', ada.org.slice(4), id.slice(4));
    await vi.waitFor(() => expect([late, unused, kept].filter((id) => existsSync(place(id)))).toEqual([]), {
      timeout: 10_000,
      interval: 100,
    });
  });

  it('of an organisation are nobody else’s in Postgres itself', async () => {
    const seen = await withClient(chat.database.url, async (client) => {
      const { rows } = await client.query(`SELECT count(*) AS n FROM attachment`);
      return Number(rows[0].n);
    });
    expect(seen).toBe(0);
  });
});

it('are taken by no installation that has no place for them', async () => {
  const chat = await startChat({ FILES_DIR: undefined });
  const talk = await Talk.with(chat);
  try {
    const [ada, ben] = [person(organisation()), person(organisation())];
    await chat.register(ada, 'Ada');
    const refused = await new Files(chat, talk).announce(ada, `cnv_${ben.sub.slice(4)}`, TEXT);
    expect(refused).toEqual({ upload: null, userErrors: [{ code: 'FORBIDDEN', field: null }] });
  } finally {
    await talk.close();
    await chat.stop();
  }
});

const noise = async () => {
  const of = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return sharp({ create: { width: 400, height: 400, channels: 3, background: '#fff', noise: of } })
    .jpeg()
    .toBuffer();
};
