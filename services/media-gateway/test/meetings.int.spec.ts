import { newId } from '@parley/persistence';
import { withClient } from '@parley/testing';
import { TokenVerifier } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CREATE, END, operations } from './documents.ts';
import { nameOf, PUBLIC_URL, somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';

let media: MediaUnderTest;
beforeAll(async () => {
  media = await startMedia();
});
afterAll(() => media.stop());

const { create, join, end, read } = operations(() => media);
const org = newId('organisation');
const host = somebody(org);
const colleague = somebody(org);
const stranger = somebody(newId('organisation'));
const roomOf = async (code: string) =>
  (await media.rows<{ room_name: string }>('SELECT room_name FROM meeting WHERE code = $1', [code]))[0]
    ?.room_name as string;

describe('making a meeting', () => {
  it('gives a code, a link, and the host as host', async () => {
    const { meeting, userErrors } = await create(host, { title: '  Weekly ' });
    expect(userErrors).toEqual([]);
    expect(meeting).toMatchObject({
      id: expect.stringMatching(/^mtg_[0-9a-f]{32}$/),
      url: `${PUBLIC_URL}/m/${meeting.code}`,
      title: 'Weekly',
      access: 'SIGNED_IN',
      state: 'OPEN',
      host: { userId: host.sub, displayName: nameOf(host.sub) },
    });
    expect(await roomOf(meeting.code)).not.toContain(meeting.code);
  });

  it('makes one per nonce, also when asked twice at once', async () => {
    const input = { title: 'Once', clientNonce: 'n-1' };
    const made = await Promise.all([create(host, input), create(host, input), create(host, input)]);
    expect(new Set(made.map(({ meeting }) => meeting.id)).size).toBe(1);
    expect((await create(host, { ...input, title: 'Twice' })).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    expect((await create(colleague, input)).meeting.id).not.toBe(made[0]?.meeting.id);
  });

  it.each([
    [{ title: '  ' }, 'title'],
    [{ title: 'x'.repeat(201) }, 'title'],
    [{ title: 'a\u0000b' }, 'title'],
    [{ clientNonce: 'n'.repeat(129) }, 'clientNonce'],
  ])('refuses %o', async (input, field) => {
    expect(await create(host, input)).toEqual({
      meeting: null,
      userErrors: [expect.objectContaining({ code: 'BAD_USER_INPUT', field: [field] })],
    });
  });

  it('is for the signed in', async () => {
    const { errors } = await media.ask({}, CREATE, { input: {} });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('joining', () => {
  it('admits with a token for this room alone, and shows the participant under our name and role', async () => {
    const { meeting } = await create(host);
    const { admission } = await join(colleague, meeting.code.toUpperCase().replaceAll('-', ' '), {
      displayName: 'Mallory',
    });
    expect(admission).toMatchObject({
      __typename: 'Admitted',
      url: 'ws://localhost:4000',
      meeting: { id: meeting.id },
    });
    const claims = await new TokenVerifier(media.livekit.apiKey, media.livekit.apiSecret).verify(admission.token);
    expect(claims).toMatchObject({
      sub: admission.participantIdentity,
      video: { room: await roomOf(meeting.code), roomJoin: true, canPublishData: false },
    });
    expect(claims.video).not.toHaveProperty('roomAdmin');
    expect((await media.rooms.listRooms([await roomOf(meeting.code)])).length).toBe(1);
    expect((await read(host, meeting.code))?.participants?.nodes).toEqual([
      {
        id: admission.participantIdentity,
        identity: admission.participantIdentity,
        displayName: nameOf(colleague.sub),
        role: 'PRESENTER',
        joinedAt: null,
      },
    ]);
  });

  it('makes two tabs two participants, and one nonce one', async () => {
    const { meeting } = await create(host);
    const [a, b] = [await join(host, meeting.code), await join(host, meeting.code)];
    expect(a.admission.participantIdentity).not.toBe(b.admission.participantIdentity);
    const again = await Promise.all([
      join(host, meeting.code, { clientNonce: 'j' }),
      join(host, meeting.code, { clientNonce: 'j' }),
    ]);
    expect(again[0].admission.participantIdentity).toBe(again[1].admission.participantIdentity);
    expect((await read(host, meeting.code))?.participants?.nodes.map(({ role }) => role)).toEqual([
      'HOST',
      'HOST',
      'HOST',
    ]);
  });

  it('tells unknown codes, and lets nobody in who may not', async () => {
    for (const code of ['bcd-fghj-kmn', 'nonsense', '', '../../etc', 'x'.repeat(5_000)])
      expect(await join(host, code)).toMatchObject({
        admission: null,
        userErrors: [{ code: 'NOT_FOUND', field: ['code'] }],
      });
    const open = await create(host, { access: 'SIGNED_IN' });
    expect((await join({}, open.meeting.code)).admission).toMatchObject({
      __typename: 'Refused',
      reason: 'NOT_ALLOWED',
      message: expect.stringMatching(/Sign in/),
    });
    const ours = await create(host, { access: 'ORGANISATION' });
    expect((await join(stranger, ours.meeting.code)).admission).toMatchObject({
      __typename: 'Refused',
      reason: 'NOT_ALLOWED',
    });
    const mine = await create(host, { access: 'INVITED' });
    expect((await join(colleague, mine.meeting.code)).admission).toMatchObject({
      __typename: 'Refused',
      reason: 'NOT_ALLOWED',
    });
    expect((await join(host, mine.meeting.code)).admission.__typename).toBe('Admitted');
    const rows = await media.rows(
      'SELECT FROM participant p JOIN meeting m ON m.id = p.meeting_id WHERE m.code = ANY ($1)',
      [[open.meeting.code, ours.meeting.code]],
    );
    expect(rows).toHaveLength(0);
  });
});

describe('reading by code', () => {
  it('shows title and host to whoever has the link, and who is in to those who may enter', async () => {
    const { meeting } = await create(host, { title: 'Open house' });
    await join(host, meeting.code);
    expect(await read({}, meeting.code)).toMatchObject({
      title: 'Open house',
      host: { displayName: nameOf(host.sub) },
      participants: null,
    });
    expect((await read(stranger, meeting.code))?.participants?.nodes).toHaveLength(1);
    const closed = await create(host, { access: 'ORGANISATION' });
    expect(await read(stranger, closed.meeting.code)).toMatchObject({ id: closed.meeting.id, participants: null });
    expect(await read(host, 'bcd-fghj-kmn')).toBeNull();
    expect(await read(host, 'nonsense')).toBeNull();
  });

  it('pages through participants and refuses what is no page', async () => {
    const { meeting } = await create(host);
    const joined = [];
    for (let n = 0; n < 3; n += 1) joined.push((await join(host, meeting.code)).admission.participantIdentity);
    const page = (first: number, after?: string) =>
      media.ask<{
        meeting: {
          participants: { nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } | null;
        };
      }>(
        host,
        `query ($code: String!, $first: Int!, $after: String) { meeting(code: $code) { participants(first: $first, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } } }`,
        { code: meeting.code, first, after },
      );
    const one = (await page(2)).data.meeting.participants;
    expect(one).toMatchObject({ nodes: [{ id: joined[0] }, { id: joined[1] }], pageInfo: { hasNextPage: true } });
    const two = (await page(2, one?.pageInfo.endCursor)).data.meeting.participants;
    expect(two).toMatchObject({ nodes: [{ id: joined[2] }], pageInfo: { hasNextPage: false } });
    for (const bad of [await page(0), await page(101), await page(1, 'nonsense')])
      expect(bad.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('reading by id', () => {
  const ENTITY = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Meeting { id } } }`;
  const byId = async (caller: object, ...ids: string[]) =>
    (
      await media.ask<{ _entities: ({ id: string } | null)[] }>(caller, ENTITY, {
        r: ids.map((id) => ({ __typename: 'Meeting', id })),
      })
    ).data._entities;

  it('is for those who may know of the meeting', async () => {
    const [open, closed] = [(await create(host)).meeting, (await create(host, { access: 'INVITED' })).meeting];
    expect(await byId(host, open.id, closed.id)).toEqual([{ id: open.id }, { id: closed.id }]);
    expect(await byId(colleague, open.id, closed.id)).toEqual([{ id: open.id }, null]);
    expect(await byId(stranger, open.id, closed.id)).toEqual([null, null]);
    expect(await byId({}, open.id)).toEqual([null]);
    expect(await byId(host, newId('meeting'), 'mtg_x')).toEqual([null, null]);
  });

  it('is kept by Postgres itself between organisations', async () => {
    await create(host);
    await create(stranger);
    const seen = await withClient(media.database.url, async (client) => {
      const organisations = 'SELECT DISTINCT organisation_id FROM meeting';
      const blind = await client.query(organisations);
      await client.query(`SELECT set_config('parley.organisation_id', $1, false)`, [org.slice(4)]);
      return [blind.rowCount, (await client.query<{ organisation_id: string }>(organisations)).rows];
    });
    expect(seen).toEqual([0, [{ organisation_id: expect.stringMatching(/^[0-9a-f-]{36}$/) }]]);
    const open = await media.rows(
      `SELECT relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id'
       WHERE relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY 1`,
    );
    expect(open).toEqual([
      { relname: 'former_room' },
      { relname: 'invitation_directory' },
      { relname: 'lobby_directory' },
      { relname: 'mail_directory' },
      { relname: 'meeting_directory' },
      { relname: 'meeting_session_directory' },
      { relname: 'open_call' },
      { relname: 'outbox' },
      { relname: 'recording_directory' },
      { relname: 'session_directory' },
    ]);
  });
});

describe('ending', () => {
  it('closes the room and the door for everybody, once', async () => {
    const { meeting } = await create(host);
    await join(colleague, meeting.code);
    const ended = await end(host, meeting.id);
    expect(ended).toMatchObject({ meeting: { state: 'ENDED' }, userErrors: [] });
    expect(await media.rooms.listRooms([await roomOf(meeting.code)])).toEqual([]);
    expect((await join(host, meeting.code)).admission).toMatchObject({ __typename: 'Refused', reason: 'ENDED' });
    expect((await join(colleague, meeting.code)).admission).toMatchObject({ __typename: 'Refused', reason: 'ENDED' });
    expect((await read(host, meeting.code))?.participants?.nodes).toEqual([]);
    expect(await end(host, meeting.id)).toEqual(ended);
    const facts = await media.rows(
      `SELECT FROM outbox WHERE subject = 'evt.media.meeting.ended.v1' AND payload ->> 'meetingId' = $1`,
      [meeting.id],
    );
    expect(facts).toHaveLength(1);
  });

  it('is for hosts, and hides what one may not know of', async () => {
    const { meeting } = await create(host);
    const secret = (await create(host, { access: 'INVITED' })).meeting;
    expect((await end(colleague, meeting.id)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await end(colleague, secret.id)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await end(stranger, meeting.id)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await end(host, newId('meeting'))).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    for (const bad of ['', 'mtg_', 'mtg_1; DROP', host.sub, meeting.code])
      expect(await end(host, bad)).toMatchObject({
        meeting: null,
        userErrors: [{ code: 'BAD_USER_INPUT', field: ['meetingId'] }],
      });
    expect((await media.ask({}, END, { input: { meetingId: meeting.id } })).errors?.[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    expect((await read(host, meeting.code))?.state).toBe('OPEN');
  });
});

describe('without LiveKit', () => {
  it('says so and changes nothing; afterwards it goes on', async () => {
    const { meeting } = await create(host);
    await media.livekit.kill();
    expect(await join(colleague, meeting.code)).toMatchObject({
      admission: null,
      userErrors: [{ code: 'UNAVAILABLE' }],
    });
    expect(await end(host, meeting.id)).toMatchObject({ meeting: null, userErrors: [{ code: 'UNAVAILABLE' }] });
    expect(await read(host, meeting.code)).toMatchObject({ state: 'OPEN', participants: { nodes: [] } });
    await media.livekit.startAgain();
    expect((await join(colleague, meeting.code)).admission.__typename).toBe('Admitted');
  });
});
