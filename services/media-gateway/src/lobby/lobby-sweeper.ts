import { Inject, Injectable } from '@nestjs/common';
import type { OrganisationId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { LobbyBell } from './lobby-bell.ts';
import { LobbyRepository } from './lobby.repository.ts';
import { LobbyService } from './lobby.service.ts';

/** Sets lobbies right: whoever gave no sign of life waits no longer, and hosts learn what a crash kept back. */
@Injectable()
export class LobbySweeper {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly meetings: MeetingRepository,
    private readonly lobby: LobbyRepository,
    private readonly service: LobbyService,
    private readonly bell: LobbyBell,
  ) {}

  async sweep(organisationId: OrganisationId): Promise<void> {
    const silent = await this.unitOfWork.run(organisationId, (tx) => this.lobby.meetingsWithSilent(tx));
    for (const id of silent)
      await this.unitOfWork.run(organisationId, async (tx) => {
        if (await this.meetings.find(tx, id, 'update')) await this.service.forgetSilent(tx, id);
      });
    await this.bell.ringAgain(organisationId);
  }
}
