import { Inject, Injectable } from '@nestjs/common';
import { AccessToken, TrackSource } from 'livekit-server-sdk';
import { LEEWAY_SECONDS, WIDEST_GRANTS, type Source } from './join-grants.ts';
import { LIVEKIT_OPTIONS, type LiveKitOptions } from './livekit-options.ts';

/** Seconds in which a join token must first be used. */
export const JOIN_TOKEN_SECONDS = 120;
/** Seconds from admission after which its token can open nothing. */
export const ADMISSION_SECONDS = JOIN_TOKEN_SECONDS + LEEWAY_SECONDS;
/** Seconds an empty room stays. */
export const ROOM_LINGERS_SECONDS = ADMISSION_SECONDS + 120;

/** The names in a token, in the SDK's words. */
const SOURCES: Record<Source, TrackSource> = {
  camera: TrackSource.CAMERA,
  microphone: TrackSource.MICROPHONE,
  screen_share: TrackSource.SCREEN_SHARE,
  screen_share_audio: TrackSource.SCREEN_SHARE_AUDIO,
};

/** Signs join tokens: one room, one identity, the least grants (G7). It carries no name: names come from the graph. */
@Injectable()
export class JoinTokens {
  constructor(@Inject(LIVEKIT_OPTIONS) private readonly options: LiveKitOptions) {}

  async sign(roomName: string, identity: string): Promise<string> {
    const { apiKey, apiSecret } = this.options;
    const token = new AccessToken(apiKey, apiSecret, { identity, ttl: JOIN_TOKEN_SECONDS });
    token.addGrant({
      room: roomName,
      roomJoin: true,
      ...WIDEST_GRANTS,
      canPublishSources: WIDEST_GRANTS.canPublishSources.map((source) => SOURCES[source]),
    });
    return token.toJwt();
  }
}
