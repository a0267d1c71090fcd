import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type OrganisationId, type RecordingId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { page, pageOf, type ConnectionOf, type PageRequest } from '@parley/subgraph';
import { CONFIG } from '../config.token.ts';
import type { MediaConfig } from '../config.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { PersonRepository } from '../people/person.repository.ts';
import { isModerator, MeetingRoleRepository } from '../roles/meeting-role.repository.ts';
import { spansOf } from './missing.ts';
import { ADDRESS_SECONDS, fileNameOf, recordingUrl } from './recording-address.ts';
import { RecordingDirectoryRepository } from './recording-directory.repository.ts';
import { missedSeconds, wholeSeconds } from './recording-news.ts';
import { RecordingPartRepository } from './recording-part.repository.ts';
import type { RecordingType } from './recording.graphql.ts';
import { RecordingRepository } from './recording.repository.ts';
import type { Recording } from './recording.ts';

const CURSOR = [/^[0-9a-f]{32}$/];
/** Where a meeting is, for whoever reads of its recordings. */
interface Place {
  id: MeetingId;
  organisationId: OrganisationId;
}

/** What somebody may see of a meeting's recordings who may have the files. */
interface Access {
  title: string;
  showsConsents: boolean;
}

/** Recordings as people may see them: that there is one is for everybody, the files for hosts and those who were in. */
@Injectable()
export class RecordingReader {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly directory: RecordingDirectoryRepository,
    private readonly meetings: MeetingRepository,
    private readonly recordings: RecordingRepository,
    private readonly parts: RecordingPartRepository,
    private readonly roles: MeetingRoleRepository,
    private readonly people: PersonRepository,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'PUBLIC_URL' | 'RECORDINGS_SECRET'>,
  ) {}

  /** The one that is under way. */
  async underWay({ id, organisationId }: Place): Promise<RecordingType | null> {
    return this.unitOfWork.run(organisationId, async (tx) => {
      const recording = await this.recordings.underWay(tx, id);
      return recording ? this.view(tx, recording, null) : null;
    });
  }

  /** The newest first; null for those who may not have the files. @throws Refused BAD_USER_INPUT */
  async list(
    { id, organisationId }: Place,
    caller: KnownCaller | undefined,
    request: PageRequest,
  ): Promise<ConnectionOf<RecordingType> | null> {
    if (!caller) return null;
    const asked = page(request, CURSOR);
    return this.unitOfWork.run(organisationId, async (tx) => {
      const access = await this.accessOf(tx, id, caller);
      if (!access) return null;
      const rows = await this.recordings.page(tx, id, asked);
      const views = new Map<RecordingId, RecordingType>();
      for (const row of rows.slice(0, asked.limit)) views.set(row.id, await this.view(tx, row, access));
      return pageOf(
        asked,
        rows,
        (row) => [uuidOf(row.id)],
        (row) => views.get(row.id) as RecordingType,
      );
    });
  }

  /** One, by its id; null for those who may not have the file. */
  async byId(caller: KnownCaller, id: RecordingId): Promise<RecordingType | null> {
    const place = await this.directory.byId(id);
    // Where there is none as much is asked, of a meeting that is none.
    const { organisationId, meetingId } = place ?? { ...caller, meetingId: idFrom('meeting', uuidOf(id)) };
    return this.unitOfWork.run(organisationId, async (tx) => {
      const access = (await this.recordings.mayHave(tx, meetingId, caller.userId))
        ? await this.accessOf(tx, meetingId, caller)
        : null;
      const recording = access && (await this.recordings.find(tx, id));
      return recording ? this.view(tx, recording, access) : null;
    });
  }

  /** As hosts get it that have just changed it; not with its address. */
  async shown(organisationId: OrganisationId, recording: Recording): Promise<RecordingType> {
    return this.unitOfWork.run(organisationId, (tx) => this.view(tx, recording, null));
  }

  /** For hosts, co-hosts, and whoever was in with a device that connected. */
  private async accessOf(tx: Transaction, id: MeetingId, { userId }: KnownCaller): Promise<Access | null> {
    const meeting = await this.meetings.find(tx, id);
    if (!meeting) return null;
    const showsConsents = isModerator(await this.roles.of(tx, meeting, userId));
    return showsConsents || (await this.recordings.wasIn(tx, id, userId))
      ? { title: meeting.title, showsConsents }
      : null;
  }

  private async view(tx: Transaction, recording: Recording, access: Access | null): Promise<RecordingType> {
    const { startedBy, durationSeconds, missingSeconds, ...rest } = recording;
    const parts = (await this.parts.of(tx, recording.id)).map((part) => ({
      ...part,
      durationSeconds: part.durationSeconds ?? (recording.state === 'READY' ? null : part.capturedMs / 1_000),
    }));
    return {
      ...rest,
      startedByName: (await this.people.find(tx, startedBy))?.displayName ?? null,
      durationSeconds: wholeSeconds(durationSeconds),
      missingSeconds: missedSeconds(missingSeconds),
      parts: spansOf(parts),
      url: access && this.urlOf(recording, access.title),
      showsConsents: access?.showsConsents ?? false,
    };
  }

  private urlOf({ id, state, key, contentType, startedAt, requestedAt }: Recording, title: string): string | null {
    const { PUBLIC_URL, RECORDINGS_SECRET } = this.config;
    if (state !== 'READY' || !key || !contentType || !RECORDINGS_SECRET) return null;
    return recordingUrl(PUBLIC_URL, RECORDINGS_SECRET, {
      recordingId: id,
      key,
      contentType,
      fileName: fileNameOf(title, startedAt ?? requestedAt, contentType),
      expires: Math.floor(Date.now() / 1_000) + ADDRESS_SECONDS,
    });
  }
}
