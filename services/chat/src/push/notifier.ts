import { Injectable } from '@nestjs/common';
import type { MessageId, UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { CallNotice } from '../calls/call-notice.ts';
import { MissedRepository } from '../missed/missed.repository.ts';
import { PushOffice } from './push-office.ts';
import { PushRepository } from './push.repository.ts';
import { LIFE_SECONDS } from './push.ts';
import { ServerKey } from './server-key.ts';

const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1_000);

/**
 * Decides who is told of what happens beyond the page, within the transaction in which it is heard: whose browsers (without a key
 * nobody's), and who may hear of it by mail if they have not seen it some time after.
 */
@Injectable()
export class Notifier {
  constructor(
    private readonly key: ServerKey,
    private readonly pushes: PushRepository,
    private readonly office: PushOffice,
    private readonly missed: MissedRepository,
  ) {}

  /** @param only whom an edit mentions now, and nobody else */
  async said(tx: Transaction, ids: readonly MessageId[], only?: readonly UserId[]): Promise<void> {
    await this.missed.addMentions(tx, ids);
    const { publicKey } = this.key;
    if (publicKey && (await this.pushes.addMessages(tx, ids, publicKey, only))) this.office.wake(tx);
  }

  async rings(tx: Transaction, call: CallNotice, userIds: readonly UserId[], expiresAt: Date): Promise<void> {
    const { publicKey } = this.key;
    if (!publicKey) return;
    await this.pushes.addCall(tx, { kind: 'CALL', call, expiresAt }, userIds, publicKey);
    this.office.wake(tx);
  }

  /** It rings no more for somebody who was called, whose `call` says why. */
  async settled(tx: Transaction, call: CallNotice, userId: UserId): Promise<void> {
    const { publicKey } = this.key;
    if (!publicKey || userId === call.caller.userId) return;
    const isMissed = call.state === 'MISSED';
    // That it was missed takes the place of the ringing by itself.
    await this.pushes.stopRinging(tx, call, userId, {
      expiresAt: inSeconds(LIFE_SECONDS.CALL_SETTLED),
      isTold: !isMissed,
    });
    if (isMissed) {
      const missed = { kind: 'CALL_MISSED' as const, call, expiresAt: inSeconds(LIFE_SECONDS.CALL_MISSED) };
      await this.pushes.addCall(tx, missed, [userId], publicKey);
    }
    this.office.wake(tx);
  }
}
