import { Inject, Injectable } from '@nestjs/common';
import type { PushSubscriptionId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import type { ChatConfig } from '../config.ts';
import { CONFIG } from '../config.token.ts';
import { PushSubscriptionRepository } from './push-subscription.repository.ts';
import {
  MOST_SUBSCRIPTIONS,
  pushLanguage,
  requireEndpoint,
  requireKeys,
  type PushTarget,
} from './push-subscription.ts';
import { ServerKey } from './server-key.ts';

/** Browsers that people want to be told on. One belongs to the session it was registered on, and ends with it. */
@Injectable()
export class PushSubscriptions {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly subscriptions: PushSubscriptionRepository,
    private readonly key: ServerKey,
    @Inject(CONFIG) private readonly config: Pick<ChatConfig, 'PUSH_TEST_ORIGINS'>,
  ) {}

  /** @throws Refused BAD_USER_INPUT, UNAVAILABLE (push is off), CONFLICT (20 others) */
  async register(
    { organisationId, userId, sessionId }: KnownCaller,
    input: PushTarget & { language?: string | null | undefined },
  ): Promise<PushSubscriptionId> {
    const serverKey = this.key.publicKey;
    if (!serverKey) throw new Refused('UNAVAILABLE', 'Push is off in this installation. Ask whoever runs it.');
    const endpoint = requireEndpoint(input.endpoint, this.config.PUSH_TEST_ORIGINS);
    requireKeys(input);
    const { p256dh, auth } = input;
    const language = pushLanguage(input.language);
    return this.unitOfWork.run(organisationId, async (tx) => {
      if ((await this.subscriptions.countOthers(tx, userId, endpoint)) >= MOST_SUBSCRIPTIONS)
        throw new Refused(
          'CONFLICT',
          `At most ${MOST_SUBSCRIPTIONS} browsers are told. Sign out on one of them first.`,
        );
      await this.subscriptions.forgetWhatWaits(tx, userId, endpoint);
      return this.subscriptions.save(tx, { userId, sessionId, endpoint, p256dh, auth, serverKey, language });
    });
  }

  /** A browser that is none of theirs, or none at all, is left as it is. */
  remove({ organisationId, userId }: KnownCaller, endpoint: string): Promise<void> {
    return this.unitOfWork.run(organisationId, (tx) => this.subscriptions.remove(tx, userId, endpoint));
  }
}
