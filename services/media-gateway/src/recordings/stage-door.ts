import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import { Refused } from '@parley/errors';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import type { Logger } from '@parley/telemetry';
import { JoinTokens } from '../livekit/join-token.ts';
import { LiveKit } from '../livekit/livekit.ts';
import { ParticipantControl } from '../livekit/participant-control.ts';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { RemovalService } from '../removals/removal.service.ts';
import { RecordingPartRepository, type StageSeat } from './recording-part.repository.ts';
import type { RecordingPart } from './recording.ts';
import { hashOfStageToken } from './stage-token.ts';

/** What opens LiveKit's room to a stage page. */
export interface StageTicket {
  meeting: Meeting;
  identity: string;
  token: string;
  url: string;
}

/** Lets the stage page of a recording in: hidden, to see and hear alone, while its part is open. Nobody else has its credential. */
@Injectable()
export class StageDoor {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly reader: MeetingReader,
    private readonly parts: RecordingPartRepository,
    private readonly livekit: LiveKit,
    private readonly tokens: JoinTokens,
    private readonly control: ParticipantControl,
    private readonly removals: RemovalService,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** @throws Refused NOT_FOUND (the meeting), FORBIDDEN (no credential of a recording that goes on), UNAVAILABLE (LiveKit) */
  async enter(code: string, stageToken: string): Promise<StageTicket> {
    const meeting = await this.reader.byCode(code);
    if (!meeting) throw Refused.notFound('meeting', 'code');
    const tokenHash = hashOfStageToken(stageToken);
    const seat =
      tokenHash && (await this.unitOfWork.run(meeting.organisationId, (tx) => this.seat(tx, meeting, tokenHash)));
    if (!seat)
      throw new Refused('FORBIDDEN', 'No recording of this meeting goes on for this page.', { field: ['stageToken'] });
    await this.livekit.openRoom(meeting.roomName);
    const { identity } = seat;
    return {
      meeting,
      identity,
      token: await this.tokens.signHidden(meeting.roomName, identity),
      url: this.livekit.publicUrl,
    };
  }

  seat(tx: Transaction, meeting: Pick<Meeting, 'id'>, tokenHash: string): Promise<StageSeat | undefined> {
    return this.parts.seat(tx, meeting.id, tokenHash);
  }

  /** These parts are over: their tokens open nothing more. @returns what puts them out of LiveKit's room, after COMMIT */
  async close(tx: Transaction, meeting: Meeting, parts: readonly RecordingPart[]): Promise<() => Promise<void>> {
    for (const { identity } of parts)
      await this.removals.participant(tx, meeting.roomName, { id: identity, meetingId: meeting.id, userId: null });
    return async () => {
      for (const { identity } of parts)
        await this.control.putOut(meeting.roomName, identity).catch((error: unknown) => {
          this.log.warn({ err: error }, 'a recorder could not be put out; the next look does it');
        });
    };
  }
}
