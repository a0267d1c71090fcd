import { TokenVerifier } from 'livekit-server-sdk';
import { describe, expect, it } from 'vitest';
import { MEDIA_SOURCES, type MediaSource } from '../roles/may-publish.ts';
import { JoinTokens } from './join-token.ts';

const options = { url: 'http://127.0.0.1:1', publicUrl: 'ws://127.0.0.1:1', apiKey: 'key', apiSecret: 's'.repeat(32) };

describe('join tokens', () => {
  it('open one room for one identity, for two minutes, with nothing to spare', async () => {
    const token = await new JoinTokens(options).sign('rm_x', 'par_1', MEDIA_SOURCES);
    const claims = await new TokenVerifier(options.apiKey, options.apiSecret).verify(token);
    expect(claims.sub).toBe('par_1');
    expect(claims.name).toBeUndefined();
    expect(claims.metadata).toBeUndefined();
    expect(claims.exp! - claims.nbf!).toBe(120);
    expect(claims.video).toEqual({
      room: 'rm_x',
      roomJoin: true,
      canSubscribe: true,
      canPublish: true,
      canPublishSources: ['microphone', 'camera', 'screen_share', 'screen_share_audio'],
      canPublishData: false,
      canUpdateOwnMetadata: false,
    });
  });

  it('let a recorder see and hear, and nobody see it', async () => {
    const token = await new JoinTokens(options).signHidden('rm_x', 'par_1');
    const { sub, video } = await new TokenVerifier(options.apiKey, options.apiSecret).verify(token);
    expect(sub).toBe('par_1');
    expect(video).toEqual({
      room: 'rm_x',
      roomJoin: true,
      hidden: true,
      canSubscribe: true,
      canPublish: false,
      canPublishData: false,
      canUpdateOwnMetadata: false,
    });
  });

  it('grant no more than the role', async () => {
    const granted = async (...sources: MediaSource[]) => {
      const token = await new JoinTokens(options).sign('rm_x', 'par_1', sources);
      return (await new TokenVerifier(options.apiKey, options.apiSecret).verify(token)).video;
    };
    expect(await granted('MICROPHONE')).toMatchObject({ canPublish: true, canPublishSources: ['microphone'] });
    const viewer = await granted();
    expect(viewer).toMatchObject({ canSubscribe: true, canPublish: false });
    expect(viewer).not.toHaveProperty('canPublishSources');
  });
});
