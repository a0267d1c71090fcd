import { Inject, Injectable } from '@nestjs/common';
import { parseId, uuidOf, type OrganisationId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import { page, pageOf, type ConnectionOf, type PageRequest } from '@parley/subgraph';
import { ADMISSION_SECONDS } from '../livekit/join-token.ts';
import type { MeetingParticipant } from './participant.graphql.ts';
import { ParticipantRepository } from './participant.repository.ts';

const CURSOR = [/^[0-9a-f]{32}$/];

/** Who is in a meeting, with names and roles from our own rows. */
@Injectable()
export class ParticipantService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly participants: ParticipantRepository,
  ) {}

  /** @throws Refused BAD_USER_INPUT */
  async present(
    organisationId: OrganisationId,
    meetingId: string,
    request: PageRequest,
  ): Promise<ConnectionOf<MeetingParticipant>> {
    const asked = page(request, CURSOR);
    const id = parseId('meeting', meetingId);
    const rows = id
      ? await this.unitOfWork.run(organisationId, (tx) => this.participants.present(tx, id, asked, ADMISSION_SECONDS))
      : [];
    return pageOf(
      asked,
      rows,
      (row) => [uuidOf(row.id)],
      (row) => ({ ...row, identity: row.id }),
    );
  }
}
