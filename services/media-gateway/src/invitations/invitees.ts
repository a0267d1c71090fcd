import { Injectable } from '@nestjs/common';
import type { MeetingId, OrganisationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import type { Meeting } from '../meetings/meeting.ts';
import { PeopleService } from '../people/people.service.ts';
import { InviteeRepository } from './invitee.repository.ts';
import { requireInvitees, type Invitee, type NewInvitee, type WantedInvitee } from './invitee.ts';

/** What a change of the list did. */
export interface InviteesChanged {
  added: Invitee[];
  removed: Invitee[];
  kept: Invitee[];
}

/** Whom a meeting's hosts invite. */
@Injectable()
export class Invitees {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleService,
    private readonly invitees: InviteeRepository,
  ) {}

  /**
   * Who was typed, each once: somebody by their account and by its address is one person.
   * @throws Refused BAD_USER_INPUT (also for an account that is none of the organisation), UNAVAILABLE (auth)
   */
  async resolve(caller: KnownCaller, wanted: readonly WantedInvitee[]): Promise<NewInvitee[]> {
    const { userIds, emails } = requireInvitees(wanted);
    if (wanted.length === 0) return [];
    // The caller too, so that the mails say where answers go.
    const found = await this.people.addressed(caller.organisationId, [...new Set([caller.userId, ...userIds])]);
    const people = found.filter(({ userId }) => userIds.includes(userId));
    const unknown = userIds.find((id) => !people.some(({ userId }) => userId === id));
    if (unknown) throw Refused.badInput(`There is no person ${unknown} in your organisation.`, 'invitees');
    const byEmail = new Map<string, NewInvitee>();
    for (const { userId, email, displayName } of people) byEmail.set(email, { userId, email, displayName });
    for (const email of emails) if (!byEmail.has(email)) byEmail.set(email, { userId: null, email, displayName: null });
    return [...byEmail.values()];
  }

  /** Makes these the invited, under the meeting's lock. Whoever was invited before keeps their answer. */
  async replace(
    tx: Transaction,
    meeting: Pick<Meeting, 'id' | 'hostUserId'>,
    wanted: NewInvitee[],
  ): Promise<InviteesChanged> {
    const before = await this.invitees.of(tx, meeting.id);
    const isSame = (one: NewInvitee, other: NewInvitee) =>
      one.email === other.email || (one.userId !== null && one.userId === other.userId);
    const guests = wanted.filter(({ userId }) => userId !== meeting.hostUserId);
    const removed = before.filter((one) => !guests.some((other) => isSame(one, other)));
    const kept = before.filter((one) => !removed.includes(one));
    await this.invitees.remove(
      tx,
      removed.map(({ id }) => id),
    );
    const added = guests.filter((one) => !kept.some((other) => isSame(one, other)));
    return { added: await this.invitees.insert(tx, meeting.id, added), removed, kept };
  }

  /** Whether the meeting has just these. */
  async areOf(tx: Transaction, meeting: Pick<Meeting, 'id' | 'hostUserId'>, wanted: NewInvitee[]): Promise<boolean> {
    const emails = new Set((await this.invitees.of(tx, meeting.id)).map(({ email }) => email));
    const guests = wanted.filter(({ userId }) => userId !== meeting.hostUserId);
    return guests.length === emails.size && guests.every(({ email }) => emails.has(email));
  }

  /**
   * Invitations to the address of the caller's account become theirs: to this meeting, or to any of the organisation. While
   * auth does not answer they stay as they are.
   */
  async claim(organisationId: OrganisationId, caller: KnownCaller, meetingId: MeetingId | null): Promise<void> {
    const hasSome = await this.unitOfWork.run(organisationId, (tx) => this.invitees.hasUnclaimed(tx, meetingId));
    if (!hasSome) return;
    const [person] = await this.people.addressed(caller.organisationId, [caller.userId]).catch(() => []);
    if (person) await this.unitOfWork.run(organisationId, (tx) => this.invitees.claim(tx, person));
  }
}
