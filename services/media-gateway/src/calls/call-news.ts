import { Inject, Injectable } from '@nestjs/common';
import {
  callRinging,
  callSettled,
  type CallLine,
  type CallSnapshot,
  type CallState,
  type UserId,
} from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { CONFIG } from '../config.token.ts';
import type { MediaConfig } from '../config.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { PersonRepository } from '../people/person.repository.ts';
import { calleesOf, type Call } from './call.ts';

/** What others are told of a call; chat puts it into inboxes and conversations. */
@Injectable()
export class CallNews {
  constructor(
    private readonly meetings: MeetingRepository,
    private readonly people: PersonRepository,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'PUBLIC_URL'>,
  ) {}

  async ringing(tx: Transaction, call: Call, userIds: UserId[], expiresAt: Date): Promise<void> {
    if (userIds.length === 0) return;
    const { organisationId } = tx;
    const snapshot = await this.snapshot(tx, call);
    tx.publish(callRinging, { organisationId, call: snapshot, userIds, expiresAt: expiresAt.toISOString() });
  }

  async settled(
    tx: Transaction,
    call: Call,
    told: { userId: UserId; state: CallState }[],
    lines: CallLine[],
  ): Promise<void> {
    if (told.length + lines.length === 0) return;
    const [{ organisationId }, at] = [tx, (call.endedAt ?? new Date()).toISOString()];
    tx.publish(callSettled, { organisationId, call: await this.snapshot(tx, call), told, lines, at });
  }

  private async snapshot(tx: Transaction, call: Call): Promise<CallSnapshot> {
    const meeting = await this.meetings.find(tx, call.meetingId);
    const caller = await this.people.find(tx, call.callerId);
    const code = meeting?.code ?? '';
    return {
      callId: call.id,
      kind: call.kind,
      caller: {
        userId: call.callerId,
        displayName: caller?.displayName ?? '',
        avatarUrl: caller?.avatarUrl ?? null,
      },
      isGroup: calleesOf(call).length > 1,
      meetingCode: code,
      meetingUrl: `${this.config.PUBLIC_URL}/m/${code}`,
      conversationId: call.conversationId,
      startedAt: call.startedAt.toISOString(),
    };
  }
}
