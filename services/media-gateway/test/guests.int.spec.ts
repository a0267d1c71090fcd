import { newId } from '@parley/persistence';
import { TokenVerifier } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doorOperations, operations } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { nameOf, somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';

let media: MediaUnderTest;
let door: LiveDoorUnderTest;
beforeAll(async () => {
  media = await startMedia();
  door = await liveDoor(media);
});
afterAll(async () => {
  await door.close();
  await media.stop();
});

const { create, end } = operations(() => media);
const { knock, look, admit, leave } = doorOperations(() => media);
const host = somebody(newId('organisation'));
const open = async (more: object = {}) => (await create(host, { access: 'PUBLIC', ...more })).meeting;
const count = async (table: string, code: string) =>
  (await media.rows(`SELECT FROM ${table} t JOIN meeting m ON m.id = t.meeting_id WHERE m.code = $1`, [code])).length;

describe('a guest', () => {
  it('comes in by a name alone, marked as a guest, with a token for the media and one of their own', async () => {
    const meeting = await open();
    await knock(host, meeting.code);
    const { admission } = await knock({}, meeting.code, { displayName: `  ${nameOf(host.sub)} ` });
    expect(admission).toMatchObject({
      __typename: 'Admitted',
      role: 'PRESENTER',
      guestToken: expect.stringMatching(/^gst_[\w-]{43}$/),
      meeting: {
        myRole: 'PRESENTER',
        lobby: null,
        participants: {
          nodes: [
            { displayName: nameOf(host.sub), isGuest: false, userId: host.sub },
            { displayName: nameOf(host.sub), isGuest: true, userId: null },
          ],
        },
      },
    });
    const claims = await new TokenVerifier(media.livekit.apiKey, media.livekit.apiSecret).verify(admission.token);
    expect(claims.sub).toBe(admission.participantIdentity);
    const again = { guestToken: admission.guestToken, displayName: 'Another', clientNonce: 'n' };
    const [a, b] = [await knock({}, meeting.code, again), await knock({}, meeting.code, again)];
    expect(a.admission.participantIdentity).toBe(b.admission.participantIdentity);
    expect(a.admission.participantIdentity).not.toBe(admission.participantIdentity);
    expect((await look(host, meeting.code)).participants?.nodes.map(({ displayName }) => displayName)).toEqual(
      Array.from({ length: 3 }, () => nameOf(host.sub)),
    );
    const stored =
      JSON.stringify(await media.rows('SELECT * FROM guest')) +
      JSON.stringify(await media.rows('SELECT * FROM participant'));
    expect(stored).not.toContain(admission.guestToken);
  });

  it('sees nothing but the public fields, and follows from their admission on', async () => {
    const meeting = await open();
    await knock(host, meeting.code);
    const { guestToken } = (await knock({}, meeting.code, { displayName: 'Gus' })).admission;
    expect(await look({}, meeting.code)).toMatchObject({
      participants: null,
      permissions: null,
      myRole: null,
      lobby: null,
    });
    expect(await door.events({}, { code: meeting.code, guestToken })).toMatchObject([
      { __typename: 'ParticipantChanged', participant: { displayName: 'Gus', isGuest: true, userId: null } },
    ]);
    const opened = await door.open({}, { code: meeting.code, guestToken });
    expect(JSON.stringify(opened)).not.toContain(guestToken);
    expect(opened.opened?.holder).toMatch(/^guest [0-9a-f]{64}$/);
    for (const [query, input] of [
      [
        'mutation ($input: EndMeetingInput!) { endMeeting(input: $input) { userErrors { code } } }',
        { meetingId: meeting.id },
      ],
      [
        'mutation ($input: LockMeetingInput!) { lockMeeting(input: $input) { userErrors { code } } }',
        { meetingId: meeting.id, locked: true },
      ],
      [
        'mutation ($input: AdmitInput!) { admit(input: $input) { userErrors { code } } }',
        { meetingId: meeting.id, lobbyIds: [] },
      ],
      [
        'mutation ($input: UpdateMeetingInput!) { updateMeeting(input: $input) { userErrors { code } } }',
        { meetingId: meeting.id },
      ],
    ] as const)
      expect((await media.ask({}, query, { input })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['a blank one', ' \t '],
    ['81 characters', 'x'.repeat(81)],
    ['control characters', 'a\u0007b'],
    ['a line break', 'Ann\nHost'],
    ['a right-to-left override', 'Ann \u202egnp.exe'],
    ['an isolate', '\u2066Ann\u2069'],
    ['nothing to be seen', '\u200b\u2060'],
    ['half a character', 'a\ud800'],
  ])('is refused with this name: %s', async (_, displayName) => {
    const meeting = await open();
    expect(await knock({}, meeting.code, { displayName })).toMatchObject({
      admission: null,
      userErrors: [{ code: 'BAD_USER_INPUT', field: ['displayName'] }],
    });
    expect([await count('guest', meeting.code), await count('participant', meeting.code)]).toEqual([0, 0]);
  });

  it('of another meeting, a made-up one, or one whose time is over, is none', async () => {
    const [meeting, another] = [await open(), await open()];
    const { guestToken } = (await knock({}, another.code, { displayName: 'Gus' })).admission;
    await media.rows(`UPDATE guest SET expires_at = now() WHERE meeting_id = $1`, [another.id.slice(4)]);
    for (const [code, token] of [
      [meeting.code, guestToken],
      [another.code, guestToken],
      [meeting.code, `gst_${'A'.repeat(43)}`],
      [meeting.code, 'nonsense'],
    ] as const) {
      expect(await knock({}, code, { guestToken: token, displayName: 'Gus' })).toMatchObject({
        admission: null,
        userErrors: [{ code: 'FORBIDDEN', field: ['guestToken'] }],
      });
      expect(await door.open({}, { code, guestToken: token })).toMatchObject({ error: { code: 'FORBIDDEN' } });
    }
    expect(await count('participant', meeting.code)).toBe(0);
  });

  it('cannot enter where guests may not, nor after the end', async () => {
    for (const access of ['SIGNED_IN', 'ORGANISATION', 'INVITED']) {
      const { meeting } = await create(host, { access });
      expect((await knock({}, meeting.code, { displayName: 'Gus' })).admission).toMatchObject({
        reason: 'NOT_ALLOWED',
      });
    }
    const meeting = await open();
    const { guestToken } = (await knock({}, meeting.code, { displayName: 'Gus' })).admission;
    await end(host, meeting.id);
    expect((await knock({}, meeting.code, { guestToken })).admission).toMatchObject({ reason: 'ENDED' });
    expect(await door.open({}, { code: meeting.code, guestToken })).toMatchObject({ error: { code: 'FORBIDDEN' } });
  });

  it('waits in the lobby by their token, is let in by it, and can leave by it alone', async () => {
    const meeting = await open({ lobby: true });
    const { admission } = await knock({}, meeting.code, { displayName: 'Gus' });
    const { lobbyId, guestToken } = admission;
    expect(admission).toMatchObject({ __typename: 'WaitingInLobby', guestToken: expect.stringMatching(/^gst_/) });
    expect((await look(host, meeting.code)).lobby?.nodes).toMatchObject([{ displayName: 'Gus', isGuest: true }]);
    // Without the token they are somebody new.
    const stranger = (await knock({}, meeting.code, { displayName: 'Gus' })).admission;
    expect(stranger.lobbyId).not.toBe(lobbyId);
    for (const token of [undefined, stranger.guestToken, 'nonsense'])
      expect((await leave({}, { lobbyId, guestToken: token })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await leave({}, { lobbyId: stranger.lobbyId, guestToken: stranger.guestToken })).toMatchObject({
      userErrors: [],
    });
    expect(await door.events({}, { code: meeting.code, guestToken })).toEqual([]);
    await admit(host, { meetingId: meeting.id, lobbyIds: [lobbyId] });
    expect((await knock({}, meeting.code, { guestToken })).admission).toMatchObject({
      __typename: 'Admitted',
      guestToken,
      meeting: { participants: { nodes: [{ displayName: 'Gus', isGuest: true }] } },
    });
  });

  it('banned by their token stays out; a removed one waits again where there is a lobby', async () => {
    const meeting = await open({ lobby: true });
    const { lobbyId, guestToken } = (await knock({}, meeting.code, { displayName: 'Gus' })).admission;
    await admit(host, { meetingId: meeting.id, lobbyIds: [lobbyId] });
    await knock({}, meeting.code, { guestToken });
    const putOut = `UPDATE participant SET removed_at = now(), removed_seq = admitted_seq WHERE meeting_id = $1 AND is_guest`;
    await media.rows(putOut, [meeting.id.slice(4)]);
    expect((await knock({}, meeting.code, { guestToken })).admission).toMatchObject({ lobbyId });
    await media.rows(
      `INSERT INTO ban (organisation_id, meeting_id, guest_token_hash) SELECT organisation_id, meeting_id, token_hash FROM guest WHERE meeting_id = $1`,
      [meeting.id.slice(4)],
    );
    expect((await knock({}, meeting.code, { guestToken })).admission).toMatchObject({ reason: 'BANNED' });
  });
});
