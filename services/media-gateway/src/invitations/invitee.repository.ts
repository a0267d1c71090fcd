import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type InviteeId, type MeetingId, type UserId } from '@parley/contracts';
import { newId, type Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import type { InvitationAnswer, Invitee, NewInvitee } from './invitee.ts';

interface Row {
  id: string;
  user_id: string | null;
  email: string;
  display_name: string | null;
  answer: InvitationAnswer;
}

const COLUMNS = 'id, user_id, email, display_name, answer';

/** The SQL of `invitee`. Changes are made under the meeting's lock. */
@Injectable()
export class InviteeRepository {
  /** In the order of being invited. */
  async of(tx: Transaction, meetingId: MeetingId): Promise<Invitee[]> {
    const rows = await tx.query<Row>(
      `SELECT ${COLUMNS} FROM invitee WHERE organisation_id = $1 AND meeting_id = $2 ORDER BY id`,
      [uuidOf(tx.organisationId), uuidOf(meetingId)],
    );
    return rows.map(inviteeOf);
  }

  /** In the order of being invited; one more than the page has, if there is one. */
  async page(tx: Transaction, meetingId: MeetingId, asked: Page): Promise<Invitee[]> {
    const rows = await tx.query<Row>(
      `SELECT ${COLUMNS} FROM invitee
       WHERE organisation_id = $1 AND meeting_id = $2 AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), asked.key?.[0] ?? null, asked.limit + 1],
    );
    return rows.map(inviteeOf);
  }

  async find(
    tx: Transaction,
    meetingId: MeetingId,
    who: { id: InviteeId } | { userId: UserId },
  ): Promise<Invitee | null> {
    const [column, id] = 'id' in who ? ['id', who.id] : ['user_id', who.userId];
    const [row] = await tx.query<Row>(
      `SELECT ${COLUMNS} FROM invitee WHERE organisation_id = $1 AND meeting_id = $2 AND ${column} = $3`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), uuidOf(id)],
    );
    return row ? inviteeOf(row) : null;
  }

  async insert(tx: Transaction, meetingId: MeetingId, invitees: readonly NewInvitee[]): Promise<Invitee[]> {
    const made = invitees.map((invitee): Invitee => ({ id: newId('invitee'), ...invitee, answer: 'NONE' }));
    await tx.query(
      `INSERT INTO invitee (organisation_id, meeting_id, id, user_id, email, display_name)
       SELECT $1, $2, * FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[])`,
      [
        uuidOf(tx.organisationId),
        uuidOf(meetingId),
        made.map(({ id }) => uuidOf(id)),
        made.map(({ userId }) => userId && uuidOf(userId)),
        made.map(({ email }) => email),
        made.map(({ displayName }) => displayName),
      ],
    );
    return made;
  }

  /** Their links open nothing any more. */
  async remove(tx: Transaction, ids: readonly InviteeId[]): Promise<void> {
    const values = [uuidOf(tx.organisationId), ids.map(uuidOf)];
    await tx.query(
      `DELETE FROM invitation_directory WHERE organisation_id = $1 AND invitee_id = ANY ($2::uuid[])`,
      values,
    );
    await tx.query(`DELETE FROM invitee WHERE organisation_id = $1 AND id = ANY ($2::uuid[])`, values);
  }

  async answer(tx: Transaction, id: InviteeId, answer: InvitationAnswer): Promise<void> {
    await tx.query(`UPDATE invitee SET answer = $3, answered_at = now() WHERE organisation_id = $1 AND id = $2`, [
      uuidOf(tx.organisationId),
      uuidOf(id),
      answer,
    ]);
  }

  /** Nobody has answered yet: it is at another time now. */
  async forgetAnswers(tx: Transaction, meetingId: MeetingId): Promise<void> {
    await tx.query(
      `UPDATE invitee SET answer = 'NONE', answered_at = NULL WHERE organisation_id = $1 AND meeting_id = $2`,
      [uuidOf(tx.organisationId), uuidOf(meetingId)],
    );
  }

  /** Whether somebody is invited by an address alone: to this meeting, or to any of the organisation. */
  async hasUnclaimed(tx: Transaction, meetingId: MeetingId | null): Promise<boolean> {
    const [row] = await tx.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT FROM invitee
         WHERE organisation_id = $1 AND user_id IS NULL AND ($2::uuid IS NULL OR meeting_id = $2)) AS found`,
      [uuidOf(tx.organisationId), meetingId && uuidOf(meetingId)],
    );
    return row?.found ?? false;
  }

  /** The invitations to this address are this account's; where it is invited already, it stays so once. */
  async claim(tx: Transaction, person: { userId: UserId; email: string; displayName: string }): Promise<void> {
    await tx.query(
      `UPDATE invitee i SET user_id = $2, display_name = $4
       WHERE organisation_id = $1 AND email = $3 AND user_id IS NULL AND NOT EXISTS (
         SELECT FROM invitee o WHERE o.organisation_id = $1 AND o.meeting_id = i.meeting_id AND o.user_id = $2)`,
      [uuidOf(tx.organisationId), uuidOf(person.userId), person.email.toLowerCase(), person.displayName],
    );
  }
}

const inviteeOf = (row: Row): Invitee => ({
  id: idFrom('invitee', row.id),
  userId: row.user_id === null ? null : idFrom('user', row.user_id),
  email: row.email,
  displayName: row.display_name,
  answer: row.answer,
});
