import { Inject, Injectable } from '@nestjs/common';
import { AccessToken, TrackSource } from 'livekit-server-sdk';
import { LIVEKIT_OPTIONS, type LiveKitOptions } from './livekit-options.ts';

/** Seconds in which a join token must first be used. */
export const JOIN_TOKEN_SECONDS = 120;
/** Seconds from admission after which its token can open nothing: LiveKit allows a minute of leeway. */
export const ADMISSION_SECONDS = JOIN_TOKEN_SECONDS + 60;
/** Seconds an empty room stays. */
export const ROOM_LINGERS_SECONDS = ADMISSION_SECONDS + 120;

const SOURCES = [TrackSource.CAMERA, TrackSource.MICROPHONE, TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO];

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
      canSubscribe: true,
      canPublish: true,
      canPublishSources: SOURCES,
      canPublishData: false,
      canUpdateOwnMetadata: false,
    });
    return token.toJwt();
  }
}
