import { Inject, Injectable } from '@nestjs/common';
import type { OrganisationId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import type { MediaConfig } from '../config.ts';
import { CONFIG } from '../config.token.ts';
import { BATCH, CleanerRepository } from './cleaner.repository.ts';

/** Forgets what nobody needs any more, in batches; the schedule is in `docs/operate/retention.md`. */
@Injectable()
export class Cleaner {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly rows: CleanerRepository,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'MEETING_HISTORY_DAYS' | 'MAIL_DAYS'>,
  ) {}

  async clean(organisationId: OrganisationId): Promise<void> {
    const { MEETING_HISTORY_DAYS: historyDays, MAIL_DAYS: mailDays } = this.config;
    for (const kind of this.rows.kinds) {
      let gone = BATCH;
      while (gone >= BATCH)
        gone = await this.unitOfWork.run(organisationId, (tx) => this.rows.forget(tx, kind, { historyDays, mailDays }));
    }
  }
}
