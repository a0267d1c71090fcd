import { Inject, Injectable } from '@nestjs/common';
import { uuidOf } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import { page, pageOf, type ConnectionOf, type PageRequest } from '@parley/subgraph';
import type { MeetingView } from '../meetings/meeting.view.ts';
import type { InviteeType } from './invitation.graphql.ts';
import { InviteeRepository } from './invitee.repository.ts';
import type { InvitationAnswer } from './invitee.ts';

const CURSOR = [/^[0-9a-f]{32}$/];

/** Who is invited, for those who may see it. */
@Injectable()
export class InviteeList {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly invitees: InviteeRepository,
  ) {}

  /** In the order of being invited. @throws Refused BAD_USER_INPUT */
  async of({ organisationId, id }: MeetingView, request: PageRequest): Promise<ConnectionOf<InviteeType>> {
    const asked = page(request, CURSOR);
    const rows = await this.unitOfWork.run(organisationId, (tx) => this.invitees.page(tx, id, asked));
    return pageOf(
      asked,
      rows,
      (row) => [uuidOf(row.id)],
      ({ displayName, email, userId, answer }) => ({ displayName: displayName ?? email, email, userId, answer }),
    );
  }

  /** What this viewer answered; null for those who are not invited. */
  async answerOf({ organisationId, id, viewerId, isInvited }: MeetingView): Promise<InvitationAnswer | null> {
    if (!isInvited || !viewerId) return null;
    const found = await this.unitOfWork.run(organisationId, (tx) => this.invitees.find(tx, id, { userId: viewerId }));
    return found?.answer ?? null;
  }
}
