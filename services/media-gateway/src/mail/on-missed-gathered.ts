import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { missedGathered, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { CONFIG } from '../config.token.ts';
import type { MediaConfig } from '../config.ts';
import { PeopleService } from '../people/people.service.ts';
import { missedNote } from './notes.ts';
import { PostOffice } from './post-office.ts';

/** Somebody has missed something for a while: a mail tells them, if they have shown that their address is theirs. */
@Controller()
export class OnMissedGathered {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleService,
    private readonly post: PostOffice,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'PUBLIC_URL' | 'MAIL_LANGUAGE'>,
  ) {}

  @EventPattern<string>(missedGathered.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    if (!this.post.isOpen) return;
    const { id, payload } = readFact(missedGathered, delivery);
    const { organisationId, userId, stopPath } = payload;
    const [person] = await this.people.addressed(organisationId, [userId]);
    if (!person?.isEmailConfirmed) return;
    const { PUBLIC_URL: publicUrl, MAIL_LANGUAGE: language } = this.config;
    const content = missedNote(payload, { publicUrl, stopUrl: `${publicUrl}${stopPath}`, language });
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('mail', id))) return;
      await this.post.post(tx, [{ meetingId: null, kind: 'MISSED', recipient: person.email, content }]);
    });
  }
}
