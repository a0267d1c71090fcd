import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { emailConfirmationAsked, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { CONFIG } from '../config.token.ts';
import type { MediaConfig } from '../config.ts';
import { confirmationNote } from './notes.ts';
import { PostOffice } from './post-office.ts';

/** Sends somebody the link by which they show that an address is theirs. */
@Controller()
export class OnEmailConfirmationAsked {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly post: PostOffice,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'PUBLIC_URL' | 'MAIL_LANGUAGE'>,
  ) {}

  @EventPattern<string>(emailConfirmationAsked.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    if (!this.post.isOpen) return;
    const { id, payload } = readFact(emailConfirmationAsked, delivery);
    const { organisationId, email, token } = payload;
    const { PUBLIC_URL, MAIL_LANGUAGE } = this.config;
    const content = confirmationNote(`${PUBLIC_URL}/confirm-email/${token}`, MAIL_LANGUAGE);
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('mail', id))) return;
      await this.post.post(tx, [{ meetingId: null, kind: 'CONFIRMATION', recipient: email, content }]);
    });
  }
}
