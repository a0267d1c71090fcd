import { Inject, Injectable } from '@nestjs/common';
import type { RoomServiceClient } from 'livekit-server-sdk';
import type { MediaSource } from '../roles/may-publish.ts';
import { LIVEKIT_OPTIONS, type LiveKitOptions } from './livekit-options.ts';
import { permissionFor, TRACK_SOURCES } from './permission.ts';
import { answered, roomClient, unlessAbsent } from './room-client.ts';

/**
 * What is done to people in a room: they are put out, muted, and given other permissions. Whoever is not there is passed
 * over. Refuses with UNAVAILABLE when LiveKit does not answer.
 */
@Injectable()
export class ParticipantControl {
  private readonly rooms: RoomServiceClient;

  constructor(@Inject(LIVEKIT_OPTIONS) options: LiveKitOptions) {
    this.rooms = roomClient(options);
  }

  async putOut(roomName: string, identity: string): Promise<void> {
    await answered(unlessAbsent(this.rooms.removeParticipant(roomName, identity), undefined));
  }

  /** From now on they may send these alone. LiveKit ends at once what they send besides. */
  async permit(roomName: string, identity: string, sources: readonly MediaSource[]): Promise<void> {
    const permission = permissionFor(sources);
    const wanted = { permission: { ...permission, canPublishSources: [...permission.canPublishSources] } };
    await answered(unlessAbsent(this.rooms.updateParticipant(roomName, identity, wanted), undefined));
  }

  /** Mutes what everybody sends of this source for whom `whose` says so; they can unmute themselves, and nobody else can. */
  async mute(roomName: string, source: MediaSource, whose: (identity: string) => boolean): Promise<void> {
    const [wanted, people] = [TRACK_SOURCES[source], await this.peopleIn(roomName)];
    const open = people
      .filter(({ identity }) => whose(identity))
      .flatMap(({ identity, tracks }) => tracks.map((track) => ({ identity, track })))
      .filter(({ track }) => !track.muted && wanted.includes(track.source));
    await Promise.all(
      open.map(({ identity, track }) =>
        answered(unlessAbsent(this.rooms.mutePublishedTrack(roomName, identity, track.sid, true), undefined)),
      ),
    );
  }

  /** Ends shared screens. Afterwards their owners may send what `whose` says they may; undefined passes them over. */
  async stopShares(roomName: string, whose: (identity: string) => readonly MediaSource[] | undefined): Promise<void> {
    const people = await this.peopleIn(roomName);
    const sharing = people.filter(({ tracks }) =>
      tracks.some(({ source }) => TRACK_SOURCES.SCREEN_SHARE.includes(source)),
    );
    await Promise.all(sharing.map(({ identity }) => this.stopShare(roomName, identity, whose(identity))));
  }

  private async stopShare(
    roomName: string,
    identity: string,
    sources: readonly MediaSource[] | undefined,
  ): Promise<void> {
    if (!sources) return;
    const others = sources.filter((source) => source !== 'SCREEN_SHARE');
    await this.permit(roomName, identity, others);
    if (others.length < sources.length) await this.permit(roomName, identity, sources);
  }

  private async peopleIn(roomName: string) {
    return answered(unlessAbsent(this.rooms.listParticipants(roomName), []));
  }
}
