import { Inject, Injectable } from '@nestjs/common';
import { ParticipantInfo_State, type RoomServiceClient } from 'livekit-server-sdk';
import { LIVEKIT_OPTIONS, type LiveKitOptions } from './livekit-options.ts';
import { ROOM_LINGERS_SECONDS } from './join-token.ts';
import { sourcesOf } from './permission.ts';
import { answered, roomClient, unlessAbsent } from './room-client.ts';
import type { Connection } from './room-event.ts';

/** Our words to LiveKit's room service. Refuses with UNAVAILABLE when it does not answer. */
@Injectable()
export class LiveKit {
  private readonly rooms: RoomServiceClient;
  /** What browsers connect to, `ws(s)://host:port`. */
  readonly publicUrl: string;

  constructor(@Inject(LIVEKIT_OPTIONS) options: LiveKitOptions) {
    this.rooms = roomClient(options);
    this.publicUrl = options.publicUrl;
  }

  /**
   * Makes the room unless it is there. Empty, it stays for longer than a join token lives, before the first and after
   * the last: nobody makes rooms but us (`auto_create: false`), so a token must not outlive its room.
   */
  async openRoom(roomName: string): Promise<void> {
    const lingers = { emptyTimeout: ROOM_LINGERS_SECONDS, departureTimeout: ROOM_LINGERS_SECONDS };
    await answered(this.rooms.createRoom({ name: roomName, ...lingers }));
  }

  /** Makes a room for a connection test: for one person, who may come again within these seconds. */
  async openTestRoom(roomName: string, seconds: number): Promise<void> {
    await answered(
      this.rooms.createRoom({ name: roomName, emptyTimeout: seconds, departureTimeout: seconds, maxParticipants: 2 }),
    );
  }

  /** Disconnects everybody and forgets the room; one that is not there is forgotten already. */
  async closeRoom(roomName: string): Promise<void> {
    await answered(unlessAbsent(this.rooms.deleteRoom(roomName), undefined));
  }

  async roomNames(): Promise<string[]> {
    return (await answered(this.rooms.listRooms())).map(({ name }) => name);
  }

  /** Who is connected to the room now. */
  async connectionsIn(roomName: string): Promise<Connection[]> {
    const [room] = await answered(this.rooms.listRooms([roomName]));
    if (!room) return [];
    const participants = await answered(unlessAbsent(this.rooms.listParticipants(roomName), []));
    return participants
      .filter(({ state }) => state === ParticipantInfo_State.ACTIVE)
      .map(({ identity, sid, joinedAt, permission }) => ({
        identity,
        participantSid: sid,
        roomSid: room.sid,
        joinedAt: new Date(Number(joinedAt) * 1_000),
        sources: sourcesOf(permission),
      }));
  }
}
