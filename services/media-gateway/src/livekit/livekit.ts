import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@parley/errors';
import { ParticipantInfo_State, RoomServiceClient, ServerError } from 'livekit-server-sdk';
import { LIVEKIT_OPTIONS, type LiveKitOptions } from './livekit-options.ts';
import { ROOM_LINGERS_SECONDS } from './join-token.ts';
import type { Connection } from './room-event.ts';

/** Seconds until a call to LiveKit counts as unanswered. */
const TIMEOUT_SECONDS = 3;

/** Our words to LiveKit's room service. Refuses with UNAVAILABLE when it does not answer. */
@Injectable()
export class LiveKit {
  private readonly rooms: RoomServiceClient;
  /** What browsers connect to, `ws(s)://host:port`. */
  readonly publicUrl: string;

  constructor(@Inject(LIVEKIT_OPTIONS) { url, apiKey, apiSecret, publicUrl }: LiveKitOptions) {
    this.rooms = new RoomServiceClient(url, apiKey, apiSecret, { requestTimeout: TIMEOUT_SECONDS, failover: false });
    this.publicUrl = publicUrl;
  }

  /**
   * Makes the room unless it is there. Empty, it stays for longer than a join token lives, before the first and after
   * the last: nobody makes rooms but us (`auto_create: false`), so a token must not outlive its room.
   */
  async openRoom(roomName: string): Promise<void> {
    const lingers = { emptyTimeout: ROOM_LINGERS_SECONDS, departureTimeout: ROOM_LINGERS_SECONDS };
    await answered(this.rooms.createRoom({ name: roomName, ...lingers }));
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
      .map(({ identity, sid, joinedAt }) => ({
        identity,
        participantSid: sid,
        roomSid: room.sid,
        joinedAt: new Date(Number(joinedAt) * 1_000),
      }));
  }
}

async function unlessAbsent<T>(call: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ServerError && error.status === 404) return otherwise;
    throw error;
  }
}

async function answered<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch {
    throw new Refused('UNAVAILABLE', 'The media server does not answer. Try again in a moment.');
  }
}
