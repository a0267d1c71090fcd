import { createHash } from 'node:crypto';
import { AccessToken } from 'livekit-server-sdk';
import { describe, expect, it } from 'vitest';
import { JoinTokens } from './join-token.ts';
import { WebhookReader } from './webhook-reader.ts';

const options = { url: 'http://127.0.0.1:1', publicUrl: 'ws://127.0.0.1:1', apiKey: 'key', apiSecret: 's'.repeat(32) };
const reader = new WebhookReader(options);
const body = JSON.stringify({
  event: 'participant_left',
  createdAt: '1700000060',
  room: { name: 'rm_x', sid: 'RM_1' },
  participant: { identity: 'par_1', sid: 'PA_1', joinedAt: '1700000000', metadata: 'x' },
});

async function sign(over: string, secret = options.apiSecret): Promise<string> {
  const token = new AccessToken('key', secret, { ttl: 60 });
  token.sha256 = createHash('sha256').update(over).digest('base64');
  return token.toJwt();
}

describe('webhooks', () => {
  it('are read in our words when the signature covers the body', async () => {
    expect(await reader.read(body, await sign(body))).toEqual({
      kind: 'left',
      roomName: 'rm_x',
      at: new Date(1_700_000_060_000),
      wasSilent: false,
      connection: {
        identity: 'par_1',
        participantSid: 'PA_1',
        roomSid: 'RM_1',
        joinedAt: new Date(1_700_000_000_000),
        sources: null,
      },
    });
    const other = JSON.stringify({ event: 'track_published', room: { name: 'rm_x' }, participant: { sid: 'PA_1' } });
    expect(await reader.read(other, await sign(other))).toEqual({ kind: 'other' });
  });

  it('tell of somebody who went from somebody of whom nothing was heard any more', async () => {
    const silent = body.replace('"metadata"', '"disconnectReason":"CONNECTION_TIMEOUT","metadata"');
    expect(await reader.read(silent, await sign(silent))).toMatchObject({ kind: 'left', wasSilent: true });
    const gone = body.replace('"metadata"', '"disconnectReason":"CLIENT_INITIATED","metadata"');
    expect(await reader.read(gone, await sign(gone))).toMatchObject({ kind: 'left', wasSilent: false });
  });

  it('are not read without a signature, with another key, over another body, or with a join token', async () => {
    expect(await reader.read(body, undefined)).toBeUndefined();
    expect(await reader.read(body, 'nonsense')).toBeUndefined();
    expect(await reader.read(body, await sign(body, 'x'.repeat(32)))).toBeUndefined();
    expect(await reader.read(body, await sign(`${body} `))).toBeUndefined();
    expect(await reader.read(body, await new JoinTokens(options).sign('rm_x', 'par_1', []))).toBeUndefined();
    expect(await reader.read('not json', await sign('not json'))).toBeUndefined();
  });
});
