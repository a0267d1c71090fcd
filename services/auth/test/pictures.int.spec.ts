import { createHash } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { connectNats } from '@parley/bus';
import { FACT_STREAM, parseId, userUpdated, type FactEnvelope, type UserSnapshot } from '@parley/contracts';
import { bomb, withClient, type TestCaller } from '@parley/testing';
import sharp from 'sharp';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, startAuth, type AuthUnderTest } from './auth-under-test.ts';

let auth: AuthUnderTest;
let count = 0;
beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.stop());

/** Somebody who has just signed up, as the gateway vouches for them. */
async function somebody(): Promise<TestCaller> {
  const input = { email: `p${(count += 1)}@example.org`, password: PASSWORD, displayName: 'Ada' };
  const query = `mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken } } }`;
  const { data } = await auth.ask<{ signUp: { session: { accessToken: string } } }>({}, query, { input });
  const claims = JSON.parse(
    Buffer.from(data.signUp.session.accessToken.split('.')[1] ?? '', 'base64url').toString(),
  ) as Record<'sub' | 'org' | 'sid' | 'role', string>;
  const { sub, org, sid } = claims;
  return {
    sub: parseId('user', sub),
    org: parseId('organisation', org),
    sid: parseId('session', sid),
    role: 'MEMBER',
  } as TestCaller;
}

interface Announced {
  uploadPicture: { upload: { url: string; expiresAt: string } | null; userErrors: { code: string; field: string[] }[] };
}
interface Taken {
  avatarUrl?: string;
  errors?: { message: string; extensions: { code: string } }[];
}
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
async function announce(who: TestCaller, bytes: Buffer, said: object = {}, contentType = 'image/png') {
  const input = { contentType, byteLength: bytes.length, sha256: sha256(bytes), ...said };
  const query = `mutation ($input: UploadPictureInput!) { uploadPicture(input: $input) { upload { url expiresAt } userErrors { code field } } }`;
  return (await auth.ask<Announced>(who, query, { input })).data.uploadPicture;
}
async function put(path: string, bytes: Buffer, type = 'image/png'): Promise<{ status: number; body: Taken }> {
  const answer = await fetch(`${auth.url}${path}`, {
    method: 'PUT',
    headers: { 'content-type': type },
    body: new Uint8Array(bytes),
  });
  return { status: answer.status, body: (await answer.json()) as Taken };
}
async function upload(who: TestCaller, bytes: Buffer, contentType = 'image/png') {
  const { upload: link } = await announce(who, bytes, {}, contentType);
  return put(link?.url ?? '', bytes, contentType);
}
const avatarOf = async (who: TestCaller): Promise<string | null> =>
  (await auth.ask<{ me: { avatarUrl: string | null } }>(who, `{ me { avatarUrl } }`)).data.me.avatarUrl;
const remove = async (who: TestCaller) =>
  (
    await auth.ask<{ removePicture: { user: { avatarUrl: string | null }; userErrors: [] } }>(
      who,
      `mutation { removePicture { user { avatarUrl } userErrors { code } } }`,
    )
  ).data.removePicture;
const sql = (text: string) =>
  withClient(auth.database.superuserUrl, async (client) => (await client.query(text)).rows as Record<string, string>[]);
const plain = (width: number, height: number, background = '#c33') =>
  sharp({ create: { width, height, channels: 3, background } });

describe('a picture', () => {
  it('comes by a link, is cut, turned upright, freed of what the camera wrote, and told to the others', async () => {
    const ada = await somebody();
    const nats = await connectNats(auth.nats.url('chat'), 'chat in a test');
    const consumer = await jetstream(nats).consumers.get(FACT_STREAM.name, { filter_subjects: [userUpdated.subject] });
    // Left half red, right half blue, and lying on its side by a word of the camera's.
    const lying = await plain(600, 300, '#00f')
      .composite([{ input: await plain(300, 300, '#f00').png().toBuffer(), left: 0, top: 0 }])
      .withExif({ IFD0: { Copyright: 'Secret place' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(lying.includes('Secret place')).toBe(true);
    const { status, body } = await upload(ada, lying, 'image/jpeg');
    expect([status, body.avatarUrl]).toEqual([200, await avatarOf(ada)]);
    expect(body.avatarUrl).toMatch(/^\/pictures\/[0-9a-f]{32}\/[0-9a-f]{64}\/512\.webp$/);
    for (const size of [512, 96]) {
      const answer = await fetch(`${auth.url}${body.avatarUrl?.replace('512', String(size))}`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: size, height: size });
      expect(bytes.includes('Secret place')).toBe(false);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'image/webp',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'content-disposition': 'inline; filename="picture.webp"',
        'cache-control': expect.stringContaining('immutable'),
      });
      const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
      const [top, bottom] = [data.subarray(0, 3), data.subarray(-3)];
      expect([(top[0] ?? 0) > 200, (bottom[2] ?? 0) > 200]).toEqual([true, true]);
    }
    const message = await consumer.next({ expires: 5_000 });
    const { payload } = message?.json<FactEnvelope>() ?? {};
    expect(payload as UserSnapshot).toMatchObject({ userId: ada.sub, avatarUrl: body.avatarUrl, revision: 2 });
    await nats.close();
  });

  it('may be PNG or WebP too; the same one has the same address; one replaced is there for what was written before', async () => {
    const ada = await somebody();
    const png = await plain(20, 900).png().toBuffer();
    const first = await upload(ada, png);
    expect((await upload(ada, png)).body.avatarUrl).toBe(first.body.avatarUrl);
    const webp = await plain(700, 700, '#393').webp().toBuffer();
    const second = await upload(ada, webp, 'image/webp');
    expect(second.body.avatarUrl).not.toBe(first.body.avatarUrl);
    expect(await avatarOf(ada)).toBe(second.body.avatarUrl);
    expect((await fetch(`${auth.url}${first.body.avatarUrl}`)).status).toBe(200);
  });

  it('is gone once it is taken away, with all before it; taking away nothing changes nothing', async () => {
    const ada = await somebody();
    const addresses: string[] = [];
    for (const colour of ['#111', '#222'])
      addresses.push((await upload(ada, await plain(50, 50, colour).png().toBuffer())).body.avatarUrl ?? '');
    expect(await remove(ada)).toEqual({ user: { avatarUrl: null }, userErrors: [] });
    for (const address of addresses) expect((await fetch(`${auth.url}${address}`)).status).toBe(404);
    const revision = () => sql(`SELECT revision FROM user_account WHERE id = '${String(ada.sub).slice(4)}'`);
    const before = await revision();
    expect(await remove(ada)).toEqual({ user: { avatarUrl: null }, userErrors: [] });
    expect(await revision()).toEqual(before);
  });

  it('has no address but its own', async () => {
    const { body } = await upload(await somebody(), await plain(9, 9, '#abc').png().toBuffer());
    const [, , organisation, hash] = (body.avatarUrl ?? '').split('/');
    for (const path of [
      `/pictures/${organisation}/${hash}/511.webp`,
      `/pictures/${organisation}/${hash}/512.png`,
      `/pictures/${'0'.repeat(32)}/${hash}/512.webp`,
      `/pictures/${organisation}/${'0'.repeat(64)}/512.webp`,
      `/pictures/${organisation}/..%2f..%2fetc/512.webp`,
    ])
      expect((await fetch(`${auth.url}${path}`)).status).toBe(404);
  });

  it('of nobody is asked for by nobody', async () => {
    const query = `mutation { removePicture { userErrors { code } } }`;
    expect((await auth.ask({}, query)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('what is announced', () => {
  it.each([
    ['5 MiB and a byte', { byteLength: 5 * 1024 * 1024 + 1 }, 'byteLength'],
    ['nothing', { byteLength: 0 }, 'byteLength'],
    ['less than nothing', { byteLength: -5 }, 'byteLength'],
    ['an SVG', { contentType: 'image/svg+xml' }, 'contentType'],
    ['a GIF', { contentType: 'image/gif' }, 'contentType'],
    ['a page', { contentType: 'text/html' }, 'contentType'],
    ['no hash', { sha256: 'abc' }, 'sha256'],
  ])('is refused when it is %s', async (_what, said, field) => {
    const answer = await announce(await somebody(), Buffer.from('x'), said);
    expect(answer).toEqual({ upload: null, userErrors: [{ code: 'BAD_USER_INPUT', field: [field] }] });
  });
});

describe('what comes is refused, and leaves the picture one has, when it is', () => {
  const png = () => plain(30, 30, '#123').png().toBuffer();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const noise = async () =>
    sharp({
      create: {
        width: 400,
        height: 400,
        channels: 3,
        background: '#fff',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    });
  it.each<[string, () => Promise<Buffer>, string, RegExp]>([
    ['words in a file called .png', async () => Buffer.from('Only words'), 'image/png', /not a picture/],
    ['an SVG that says it is a PNG', async () => svg, 'image/png', /not a picture/],
    ['a GIF that says it is a PNG', async () => plain(9, 9).gif().toBuffer(), 'image/png', /not a picture/],
    ['a JPEG that says it is a PNG', async () => plain(9, 9).jpeg().toBuffer(), 'image/png', /image\/jpeg/],
    ['half a JPEG', async () => (await (await noise()).jpeg().toBuffer()).subarray(0, 20_000), 'image/jpeg', /broken/],
    [
      'the head of a PNG and nonsense',
      async () => Buffer.concat([(await png()).subarray(0, 40), svg]),
      'image/png',
      /broken/,
    ],
    ['30,000 by 30,000 in a few kilobytes', async () => bomb(30_000, 30_000), 'image/png', /40 megapixels/],
    ['a long thin one', async () => bomb(16_000, 2_501), 'image/png', /40 megapixels/],
  ])('%s', async (_what, make, contentType, words) => {
    const ada = await somebody();
    const { body: before } = await upload(ada, await png());
    const bytes = await make();
    expect(bytes.length).toBeLessThan(1024 * 1024);
    const { status, body } = await upload(ada, bytes, contentType);
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(body.errors?.[0]?.message).toMatch(words);
    expect(await avatarOf(ada)).toBe(before.avatarUrl);
  });

  it('longer, shorter or other bytes than were announced', async () => {
    const ada = await somebody();
    const bytes = await png();
    const other = Buffer.from(bytes);
    other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
    for (const [sent, words] of [
      [Buffer.concat([bytes, Buffer.alloc(6_000_000)]), /longer/],
      [bytes.subarray(1), /shorter/],
      [Buffer.alloc(0), /shorter/],
      [other, /not the one/],
    ] as const) {
      const { upload: link } = await announce(ada, bytes);
      const { status, body } = await put(link?.url ?? '', sent);
      expect([status, body.errors?.[0]?.message]).toEqual([400, expect.stringMatching(words)]);
      // And the link is used by that.
      expect((await put(link?.url ?? '', bytes)).status).toBe(404);
    }
    expect(await avatarOf(ada)).toBeNull();
  });

  it('something that breaks off', async () => {
    const ada = await somebody();
    const bytes = await png();
    const { upload: link } = await announce(ada, bytes);
    const headers = { 'content-type': 'image/png', 'content-length': bytes.length };
    const out = request(`${auth.url}${link?.url}`, { method: 'PUT', headers });
    out.on('error', () => undefined);
    out.write(bytes.subarray(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 100));
    out.destroy();
    await new Promise((resolve) => out.once('close', resolve));
    expect((await upload(ada, bytes)).status).toBe(200);
  });

  it('by a link that was used, at the same moment too; that is old; that was replaced; that is none', async () => {
    const ada = await somebody();
    const bytes = await png();
    const { upload: link } = await announce(ada, bytes);
    const both = await Promise.all([put(link?.url ?? '', bytes), put(link?.url ?? '', bytes)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 404]);
    const old = await announce(ada, bytes);
    expect(Date.parse(old.upload?.expiresAt ?? '')).toBeLessThanOrEqual(Date.now() + 300_000);
    await sql(`UPDATE upload SET expires_at = now() WHERE user_id = '${String(ada.sub).slice(4)}'`);
    expect((await put(old.upload?.url ?? '', bytes)).status).toBe(404);
    const [earlier, newest] = [await announce(ada, bytes), await announce(ada, bytes)];
    expect((await put(earlier.upload?.url ?? '', bytes)).status).toBe(404);
    expect((await put(newest.upload?.url ?? '', bytes)).status).toBe(200);
    for (const token of ['x', `${'0'.repeat(32)}.${'A'.repeat(43)}`, '..%2f..'])
      expect((await put(`/uploads/pictures/${token}`, bytes)).status).toBe(404);
  });

  it('the twenty-first in ten minutes', async () => {
    const ada = await somebody();
    const bytes = await png();
    const codes: (string | undefined)[] = [];
    for (let time = 0; time < 21; time += 1) codes.push((await announce(ada, bytes)).userErrors[0]?.code);
    expect(codes.filter(Boolean)).toEqual(['RATE_LIMITED']);
  });
});

it('keeps five pictures of a person, and nothing in the tables without the organisation being named', async () => {
  const ada = await somebody();
  for (let shade = 1; shade <= 7; shade += 1)
    await upload(
      ada,
      await plain(10, 10, `#${String(shade).repeat(3)}`)
        .png()
        .toBuffer(),
    );
  const [row] = await sql(`SELECT count(*) FROM picture WHERE user_id = '${String(ada.sub).slice(4)}'`);
  expect(Number(row?.['count'])).toBe(5);
  expect((await fetch(`${auth.url}${await avatarOf(ada)}`)).status).toBe(200);
  const seen = await withClient(auth.database.url, async (client) => {
    const { rows } = await client.query(`SELECT (SELECT count(*) FROM picture) + (SELECT count(*) FROM upload) AS n`);
    return Number(rows[0].n);
  });
  expect(seen).toBe(0);
});
