import { Inject, Injectable } from '@nestjs/common';
import type { MeetingId, ParticipantId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import { newId, UnitOfWork, type Transaction } from '@parley/persistence';
import { JoinTokens } from '../livekit/join-token.ts';
import { MeetingNews } from '../log/meeting-news.ts';
import { LiveKit } from '../livekit/livekit.ts';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import { PeopleService } from '../people/people.service.ts';
import { decide, type Decision } from './admission.ts';

/** What came of a wish to join. */
export type Outcome =
  | { isAdmitted: true; meeting: Meeting; participantId: ParticipantId; token: string; url: string }
  | Extract<Decision, { isAdmitted: false }>;

type Welcome = Extract<Decision, { isAdmitted: true }>;

/** Letting people in: decides, opens the room, notes the participant, signs the token. */
@Injectable()
export class AdmissionService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly reader: MeetingReader,
    private readonly meetings: MeetingRepository,
    private readonly participants: ParticipantRepository,
    private readonly people: PeopleService,
    private readonly news: MeetingNews,
    private readonly livekit: LiveKit,
    private readonly tokens: JoinTokens,
  ) {}

  /** @throws Refused NOT_FOUND, UNAVAILABLE (LiveKit, or a name that cannot be read); then nothing has changed */
  async join(caller: Caller, typedCode: string, clientNonce: string | null): Promise<Outcome> {
    const meeting = await this.reader.byCode(typedCode);
    if (!meeting) throw Refused.notFound('meeting', 'code');
    const decision = decide(meeting, caller.user);
    if (!decision.isAdmitted) return decision;
    const { displayName } = await this.people.person(decision.caller.organisationId, decision.caller.userId);
    await this.livekit.openRoom(meeting.roomName);
    const noted = await this.unitOfWork.run(meeting.organisationId, async (tx) => {
      // The end of the meeting waits for this row, or this waits for the end and then refuses.
      const now = await this.meetings.find(tx, meeting.id, 'update');
      const again = decide(now ?? meeting, caller.user);
      return again.isAdmitted ? this.note(tx, meeting.id, again, displayName, clientNonce) : again;
    });
    if (typeof noted !== 'string') return noted;
    const token = await this.tokens.sign(meeting.roomName, noted);
    return { isAdmitted: true, meeting, participantId: noted, token, url: this.livekit.publicUrl };
  }

  private async note(
    tx: Transaction,
    meetingId: MeetingId,
    { caller, role }: Welcome,
    displayName: string,
    clientNonce: string | null,
  ): Promise<ParticipantId> {
    const { userId, sessionId } = caller;
    const before =
      clientNonce === null ? null : await this.participants.admittedWith(tx, meetingId, userId, clientNonce);
    if (before) return before.id;
    const id = newId('participant');
    const whose = { userId, sessionId, guestTokenHash: null, isGuest: false, removedAt: null };
    await this.participants.insert(tx, { id, meetingId, ...whose, displayName, role, clientNonce });
    await this.news.participantChanged(tx, meetingId, id);
    return id;
  }
}
