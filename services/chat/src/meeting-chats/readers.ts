import { Injectable } from '@nestjs/common';
import type { ConversationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { hashOfGuestToken, type Caller } from '@parley/identity';
import { atHome, type Reader } from '../conversations/member.ts';
import { MeetingChats } from './meeting-chats.service.ts';
import { guestIdOf } from './guest-id.ts';

const unknown = () => Refused.notFound('conversation', 'conversationId');

/** As whom somebody reads and writes: by their account, at home or as a visitor; without one by their guest token. */
@Injectable()
export class Readers {
  constructor(private readonly chats: MeetingChats) {}

  /**
   * Does `work` as this caller. Where it finds them to be nobody there, the media-gateway may know better: then once more.
   * @throws Refused UNAUTHENTICATED (neither account nor guest token), NOT_FOUND, UNAVAILABLE, and what `work` throws
   */
  async as<T>(
    { user }: Pick<Caller, 'user'>,
    id: ConversationId,
    guestToken: string | null | undefined,
    work: (reader: Reader) => Promise<T>,
  ): Promise<T> {
    if (!user) return work(await this.guest(id, guestToken));
    try {
      return await work(atHome(user));
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'NOT_FOUND') throw error;
      const { userId, organisationId: home } = user;
      const organisationId = await this.chats.placeFor(id, { userId, guestTokenHash: null }, home);
      if (!organisationId) throw error;
      return work({ organisationId, memberId: userId });
    }
  }

  private async guest(id: ConversationId, guestToken: string | null | undefined): Promise<Reader> {
    if (!guestToken) throw new Refused('UNAUTHENTICATED', 'Sign in first, or show your guest token.');
    const guestTokenHash = hashOfGuestToken(guestToken);
    const organisationId = guestTokenHash && (await this.chats.placeFor(id, { userId: null, guestTokenHash }));
    if (!organisationId) throw unknown();
    return { organisationId, memberId: guestIdOf(guestTokenHash) };
  }
}
