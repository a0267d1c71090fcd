import { Injectable } from '@nestjs/common';
import { participantRemoved, type Removal } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { LEEWAY_SECONDS, REFRESHED_TOKEN_SECONDS } from '../livekit/join-grants.ts';
import type { Participant } from '../participants/participant.ts';
import { RemovalRepository } from './removal.repository.ts';

/** Seconds that a removal is remembered: the longest that a token lives which LiveKit handed out just before, and some for clocks. */
export const REMOVAL_SECONDS = REFRESHED_TOKEN_SECONDS + LEEWAY_SECONDS + 240;
/** Removals in one answer to the gate: a message of the bus holds a mebibyte, and each takes about 120 bytes. */
const PAGE = 4_000;

/**
 * Whom the gate keeps out. It says nothing to LiveKit: whoever removes somebody notes it here, in the transaction of the
 * change, and has LiveKit put them out.
 */
@Injectable()
export class RemovalService {
  constructor(private readonly removals: RemovalRepository) {}

  /** One participant: removed, banned, or of a session that has ended. The gate hears of it by a fact after COMMIT. */
  async participant(
    tx: Transaction,
    roomName: string,
    { id, meetingId, userId }: Pick<Participant, 'id' | 'meetingId' | 'userId'>,
  ): Promise<void> {
    const until = await this.removals.keepOut(tx, roomName, id, REMOVAL_SECONDS);
    tx.publish(participantRemoved, {
      organisationId: tx.organisationId,
      meetingId,
      participantId: id,
      userId,
      roomName,
      at: new Date().toISOString(),
      until: until.toISOString(),
    });
  }

  /** Everybody, because the meeting is over or the session that was in this room: until when, for its fact. */
  async everybody(tx: Transaction, roomName: string): Promise<string> {
    return (await this.removals.keepOut(tx, roomName, null, REMOVAL_SECONDS)).toISOString();
  }

  /** The page after this cursor, and the cursor of the next one, null when there is none. */
  async page(after = ''): Promise<{ removals: Removal[]; next: string | null }> {
    if (after === '') await this.removals.forgetOld();
    const [room = '', identity = ''] = after.split(' ');
    const removals = await this.removals.page({ room, identity }, PAGE);
    const last = removals.length === PAGE ? removals.at(-1) : undefined;
    return { removals, next: last ? `${last.room} ${last.identity ?? ''}` : null };
  }
}
