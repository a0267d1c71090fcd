import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type InviteeId, type MeetingId } from '@parley/contracts';
import { DATA_SOURCE, type Transaction } from '@parley/persistence';
import type { DataSource } from 'typeorm';
import type { MeetingPlace } from '../meetings/meeting-directory.repository.ts';

/** Whose invitation it is, and where it is kept. */
export interface InvitationPlace extends MeetingPlace {
  inviteeId: InviteeId;
}

/** The SQL of `invitation_directory`: whose a link's token is, by its hash. Asked before the organisation is known. */
@Injectable()
export class InvitationDirectoryRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  async enter(
    tx: Transaction,
    meetingId: MeetingId,
    tokens: readonly { inviteeId: InviteeId; tokenHash: string }[],
  ): Promise<void> {
    await tx.query(
      `INSERT INTO invitation_directory (token_hash, organisation_id, meeting_id, invitee_id)
       SELECT token_hash, $1, $2, invitee_id FROM unnest($3::text[], $4::uuid[]) AS t (token_hash, invitee_id)`,
      [
        uuidOf(tx.organisationId),
        uuidOf(meetingId),
        tokens.map(({ tokenHash }) => tokenHash),
        tokens.map(({ inviteeId }) => uuidOf(inviteeId)),
      ],
    );
  }

  async find(tokenHash: string): Promise<InvitationPlace | undefined> {
    const [row] = await this.dataSource.query<{ organisation_id: string; meeting_id: string; invitee_id: string }[]>(
      `SELECT organisation_id, meeting_id, invitee_id FROM invitation_directory WHERE token_hash = $1`,
      [tokenHash],
    );
    return (
      row && {
        organisationId: idFrom('organisation', row.organisation_id),
        meetingId: idFrom('meeting', row.meeting_id),
        inviteeId: idFrom('invitee', row.invitee_id),
      }
    );
  }
}
