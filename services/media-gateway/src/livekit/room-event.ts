import type { MediaSource } from '../roles/may-publish.ts';

/** One connection of one participant to a room. LiveKit gives every connection a SID of its own. */
export interface Connection {
  /** As in the join token; ours to give, so ours to know. */
  identity: string;
  participantSid: string;
  roomSid: string;
  joinedAt: Date;
  /** What it may send, as LiveKit says; null when that is nothing we have given. */
  sources: readonly MediaSource[] | null;
}

/** What LiveKit tells of a room, in our words. A hint: it may come late, twice, out of order or never. */
export type RoomEvent =
  | { kind: 'joined'; roomName: string; connection: Connection }
  | {
      kind: 'left';
      roomName: string;
      connection: Connection;
      at: Date;
      /** They did not go: LiveKit has heard nothing from them for `SILENT_SECONDS`. */
      wasSilent: boolean;
    }
  | { kind: 'finished'; roomName: string; roomSid: string; at: Date }
  | { kind: 'other' };

/** How long LiveKit 1.13 waits for a packet until it says that somebody left, in seconds: 10 until disconnected, 5 until failed, 5 of grace. */
export const SILENT_SECONDS = 20;
