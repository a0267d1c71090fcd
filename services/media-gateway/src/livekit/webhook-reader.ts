import { Inject, Injectable } from '@nestjs/common';
import { WebhookReceiver, type WebhookEvent } from 'livekit-server-sdk';
import { LIVEKIT_OPTIONS, type LiveKitOptions } from './livekit-options.ts';
import { sourcesOf } from './permission.ts';
import type { RoomEvent } from './room-event.ts';

/** `DisconnectReason.CONNECTION_TIMEOUT` of LiveKit's protocol, which the SDK keeps to itself. */
const CONNECTION_TIMEOUT = 14;

/** Reads LiveKit's webhooks; only those signed with our key over the very bytes that came. */
@Injectable()
export class WebhookReader {
  private readonly receiver: WebhookReceiver;

  constructor(@Inject(LIVEKIT_OPTIONS) { apiKey, apiSecret }: LiveKitOptions) {
    this.receiver = new WebhookReceiver(apiKey, apiSecret);
  }

  /** Undefined when the signature is missing, forged, expired or of another body. */
  async read(body: string, authorization: string | undefined): Promise<RoomEvent | undefined> {
    try {
      return roomEventOf(await this.receiver.receive(body, authorization));
    } catch {
      return undefined;
    }
  }
}

const time = (seconds: bigint): Date => new Date(Number(seconds) * 1_000);

function roomEventOf({ event, room, participant, createdAt }: WebhookEvent): RoomEvent {
  if (!room) return { kind: 'other' };
  const at = time(createdAt);
  if (event === 'room_finished') return { kind: 'finished', roomName: room.name, roomSid: room.sid, at };
  if (!participant) return { kind: 'other' };
  const connection = {
    identity: participant.identity,
    participantSid: participant.sid,
    roomSid: room.sid,
    joinedAt: participant.joinedAt > 0n ? time(participant.joinedAt) : at,
    sources: sourcesOf(participant.permission),
  };
  if (event === 'participant_joined') return { kind: 'joined', roomName: room.name, connection };
  const wasSilent = Number(participant.disconnectReason) === CONNECTION_TIMEOUT;
  if (event === 'participant_left') return { kind: 'left', roomName: room.name, connection, at, wasSilent };
  return { kind: 'other' };
}
