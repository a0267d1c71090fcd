import { Inject, Injectable } from '@nestjs/common';
import { AccessToken } from 'livekit-server-sdk';
import type { MediaSource } from '../roles/may-publish.ts';
import { LEEWAY_SECONDS } from './join-grants.ts';
import { LIVEKIT_OPTIONS, type LiveKitOptions } from './livekit-options.ts';
import { permissionFor } from './permission.ts';

/** Seconds in which a join token must first be used. */
export const JOIN_TOKEN_SECONDS = 120;
/** Seconds from admission after which its token can open nothing. */
export const ADMISSION_SECONDS = JOIN_TOKEN_SECONDS + LEEWAY_SECONDS;
/** Seconds an empty room stays. */
export const ROOM_LINGERS_SECONDS = ADMISSION_SECONDS + 120;

/** Signs join tokens: one room, one identity, the least grants (G7). It carries no name: names come from the graph. */
@Injectable()
export class JoinTokens {
  constructor(@Inject(LIVEKIT_OPTIONS) private readonly options: LiveKitOptions) {}

  /** @param sources what they may send from the first moment on; later changes go to LiveKit itself */
  sign(roomName: string, identity: string, sources: readonly MediaSource[]): Promise<string> {
    return this.signed(roomName, identity, sources, {});
  }

  /** For whoever is not there for the others, and may see and hear alone: the stage page of a recording. */
  signHidden(roomName: string, identity: string): Promise<string> {
    return this.signed(roomName, identity, [], { hidden: true });
  }

  private async signed(
    roomName: string,
    identity: string,
    sources: readonly MediaSource[],
    more: { hidden?: true },
  ): Promise<string> {
    const { apiKey, apiSecret } = this.options;
    const token = new AccessToken(apiKey, apiSecret, { identity, ttl: JOIN_TOKEN_SECONDS });
    const { canSubscribe, canPublish, canPublishData, canPublishSources, canUpdateMetadata } = permissionFor(sources);
    token.addGrant({
      room: roomName,
      roomJoin: true,
      canSubscribe,
      canPublish,
      canPublishData,
      canUpdateOwnMetadata: canUpdateMetadata,
      ...(canPublish ? { canPublishSources: [...canPublishSources] } : {}),
      ...more,
    });
    return token.toJwt();
  }
}
