import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { describe, expect, it } from 'vitest';
import { JoinTokens } from '../livekit/join-token.ts';
import { MEDIA_SOURCES } from '../roles/may-publish.ts';
import { JoinTokenReader } from './join-tokens.ts';

const [apiKey, apiSecret] = ['key', 's'.repeat(32)];
const [room, identity] = [`rm_${'r'.repeat(22)}`, `par_${'0'.repeat(32)}` as never];
const reader = new JoinTokenReader(apiKey, apiSecret);
const now = () => Math.floor(Date.now() / 1_000);

const video = {
  room,
  roomJoin: true,
  canSubscribe: true,
  canPublish: true,
  canPublishSources: ['camera', 'microphone'],
  canPublishData: false,
  canUpdateOwnMetadata: false,
};

/** A token of ours with these claims in the place of its own. */
function signed(change: JWTPayload, { secret = apiSecret, alg = 'HS256' } = {}): Promise<string> {
  const claims = { iss: apiKey, sub: identity, nbf: now(), exp: now() + 120, video, ...change };
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));
}
const granting = (grants: object) => signed({ video: { ...video, ...grants } });
const without = (grant: keyof typeof video) => {
  const { [grant]: _left, ...rest } = video;
  return signed({ video: rest });
};

describe('join tokens that are taken', () => {
  it.each<[string, () => Promise<string>]>([
    ['ours', () => new JoinTokens({ url: '', publicUrl: '', apiKey, apiSecret }).sign(room, identity, MEDIA_SOURCES)],
    ['one that expired within LiveKit’s leeway', () => signed({ exp: now() - 50 })],
    [
      'one that LiveKit refreshed, with what was changed since',
      () =>
        signed({
          name: 'x',
          identity,
          kind: 'standard',
          metadata: '{}',
          attributes: { a: 'b' },
          roomPreset: '',
          exp: now() + 600,
          video: { ...video, canSubscribeMetrics: false, canManageAgentSession: false, hidden: false },
        }),
    ],
    [
      'a recorder’s, who is hidden and may publish nothing',
      () => new JoinTokens({ url: '', publicUrl: '', apiKey, apiSecret }).signHidden(room, identity),
    ],
    ['a viewer’s, who may publish nothing', () => granting({ canPublish: false, canPublishSources: [] })],
  ])('%s', async (_name, token) => {
    expect(await reader.read(await token())).toEqual({ room, identity });
  });
});

describe('join tokens that are refused', () => {
  it.each<[string, () => Promise<string> | string, RegExp]>([
    ['nonsense', () => 'x.y.z', /not a join token/],
    ['another key', () => signed({}, { secret: 'x'.repeat(32) }), /not a join token/],
    ['another algorithm', () => signed({}, { alg: 'HS512', secret: 's'.repeat(64) }), /not a join token/],
    ['no signature', () => new UnsecuredJWT({ iss: apiKey, sub: identity, video }).encode(), /not a join token/],
    ['another issuer', () => signed({ iss: 'other' }), /not a join token/],
    ['no expiry', () => signed({ exp: undefined as never }), /not a join token/],
    ['before its time', () => signed({ nbf: now() + 120 }), /not a join token/],
    ['expired', () => signed({ exp: now() - 61 }), /expired/],
  ])('%s', async (_name, token, sentence) => {
    expect(await reader.read(await token())).toEqual({ status: 401, sentence: expect.stringMatching(sentence) });
  });

  it.each<[string, () => Promise<string>]>([
    ['no room', () => without('room')],
    ['somebody else’s room', () => granting({ room: 'lobby' })],
    ['two rooms', () => granting({ room: `${room},${room}` })],
    ['another room to be forwarded to', () => granting({ destinationRoom: room })],
    ['no identity', () => signed({ sub: undefined as never })],
    ['an identity that is not ours', () => signed({ sub: 'admin' })],
    ['an identity with a publisher’s mark', () => signed({ sub: `${identity as string}#1` })],
    ['two identities', () => signed({ identity: `par_${'1'.repeat(32)}` })],
    ['no joining', () => granting({ roomJoin: false })],
    ['no grants', () => signed({ video: undefined as never })],
    ...['roomCreate', 'roomList', 'roomAdmin', 'roomRecord', 'ingressAdmin', 'hidden', 'recorder', 'agent'].map(
      (grant): [string, () => Promise<string>] => [grant, () => granting({ [grant]: true })],
    ),
    ...['canPublishData', 'canUpdateOwnMetadata', 'canSubscribeMetrics', 'canManageAgentSession', 'whatComesNext'].map(
      (grant): [string, () => Promise<string>] => [grant, () => granting({ [grant]: true })],
    ),
    ['all data, by leaving it open', () => without('canPublishData')],
    ['all sources, by leaving them open', () => without('canPublishSources')],
    ['all sources, by naming none', () => granting({ canPublishSources: [] })],
    ['publishing, by leaving it open', () => without('canPublish')],
    ['a source that is none', () => granting({ canPublishSources: ['camera', 'everything'] })],
    ['a room’s configuration', () => signed({ roomConfig: { maxParticipants: 1 } })],
    ['telephony', () => signed({ sip: { admin: true } })],
    ['the signature of a webhook', () => signed({ sha256: 'x' })],
    ['being no person', () => signed({ kind: 'agent' })],
  ])('%s', async (_name, token) => {
    expect(await reader.read(await token())).toMatchObject({ status: 403 });
  });
});
