import { Inject, Injectable } from '@nestjs/common';
import { uuidOf, type RecordingId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { page, pageOf, requireText, type ConnectionOf, type PageRequest } from '@parley/subgraph';
import { ParticipantControl } from '../livekit/participant-control.ts';
import { Eviction } from '../moderation/eviction.ts';
import { Insiders, type Claimed } from '../participants/insiders.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import { StandingRepository } from '../participants/standing.repository.ts';
import type { RecordingConsent } from './consent.graphql.ts';
import { ConsentRepository } from './consent.repository.ts';
import { RecordingDirectoryRepository } from './recording-directory.repository.ts';
import { RecordingReader } from './recording-reader.service.ts';
import type { RecordingType } from './recording.graphql.ts';
import { RecordingRepository } from './recording.repository.ts';
import { isRunning } from './recording.ts';

const CURSOR = [/^\d{1,18}$/, /^[0-9a-f]{32}$/, /^(true|false)$/];
const LONGEST_VERSION = 64;

/** What people say to being recorded: kept with the text that they were shown. Who does not want to be leaves. */
@Injectable()
export class ConsentService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly insiders: Insiders,
    private readonly participants: ParticipantRepository,
    private readonly standing: StandingRepository,
    private readonly eviction: Eviction,
    private readonly control: ParticipantControl,
    private readonly recordings: RecordingRepository,
    private readonly directory: RecordingDirectoryRepository,
    private readonly consents: ConsentRepository,
    private readonly reader: RecordingReader,
  ) {}

  /**
   * @throws Refused as `Insiders.within`; BAD_USER_INPUT (`textVersion`), CONFLICT (nothing is recorded); UNAVAILABLE
   * (LiveKit, of whoever leaves; then nothing has changed)
   */
  async say(
    caller: Caller,
    claimed: Claimed,
    { stays, textVersion }: { stays: boolean; textVersion: string },
  ): Promise<RecordingType> {
    const version = requireText(textVersion, { least: 1, most: LONGEST_VERSION }, 'textVersion');
    const { organisationId, recording } = await this.insiders.within(
      caller,
      claimed,
      async (tx, { meeting, who, me }) => {
        const found = await this.recordings.underWay(tx, meeting.id);
        if (!found || !isRunning(found))
          throw new Refused('CONFLICT', 'This meeting is not being recorded.', { field: ['meetingId'] });
        const displayName = (await this.participants.shown(tx, meeting.id, me))?.displayName ?? '';
        await this.consents.note(tx, found.id, { ...who, participantId: me, displayName, stays, textVersion: version });
        if (!stays) {
          const [first, ...more] = await this.standing.devicesOf(tx, meeting.id, who);
          const out = first ? await this.eviction.note(tx, meeting, [first, ...more], { wasRemoved: false }) : [];
          await Promise.all(out.map((identity) => this.control.putOut(meeting.roomName, identity)));
        }
        return { organisationId: tx.organisationId, recording: found };
      },
    );
    return this.reader.shown(organisationId, recording);
  }

  /** What was said to a recording, in the order of time. @throws Refused BAD_USER_INPUT */
  async list(id: RecordingId, request: PageRequest): Promise<ConnectionOf<RecordingConsent> | null> {
    const asked = page(request, CURSOR);
    const place = await this.directory.byId(id);
    if (!place) return null;
    const rows = await this.unitOfWork.run(place.organisationId, (tx) => this.consents.page(tx, id, asked));
    return pageOf(
      asked,
      rows,
      ({ atMicros, participantId, stays }) => [atMicros, uuidOf(participantId), String(stays)],
      (row) => row,
    );
  }
}
