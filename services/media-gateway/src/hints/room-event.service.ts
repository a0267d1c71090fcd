import { Inject, Injectable } from '@nestjs/common';
import { parseId, type MeetingId } from '@parley/contracts';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { LOGGER } from '@parley/bus';
import type { Logger } from '@parley/telemetry';
import { testRoomEnd } from '../connection-test/test-room.ts';
import { HearingRepository } from '../hearing/hearing.repository.ts';
import { LiveKit } from '../livekit/livekit.ts';
import { SILENT_SECONDS, type RoomEvent } from '../livekit/room-event.ts';
import { MeetingDirectoryRepository } from '../meetings/meeting-directory.repository.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { AttendanceService } from '../participants/attendance.service.ts';
import { Warden } from './warden.ts';

/** Milliseconds by which a device's last word and its last packet are apart at most. */
const BETWEEN_WORDS_MS = 4_000;

type Hint = Exclude<RoomEvent, { kind: 'other' }>;

/** What LiveKit tells of a room, taken as a hint into attendance. */
@Injectable()
export class RoomEventService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly directory: MeetingDirectoryRepository,
    private readonly meetings: MeetingRepository,
    private readonly attendance: AttendanceService,
    private readonly warden: Warden,
    private readonly hearing: HearingRepository,
    private readonly livekit: LiveKit,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async take(event: RoomEvent): Promise<void> {
    if (event.kind === 'other' || testRoomEnd(event.roomName) !== undefined) return;
    const place = await this.directory.byRoom(event.roomName);
    if (!place) return this.log.warn({ room: event.roomName }, 'LiveKit tells of a room that is none of ours');
    const hasEnded = await this.unitOfWork.run(place.organisationId, async (tx) => {
      const meeting = await this.meetings.find(tx, place.meetingId, 'update');
      if ((place.isFormer || meeting?.endedAt) && event.kind === 'joined') return true;
      if (meeting && event.kind === 'joined' && (await this.warden.look(tx, meeting, [event.connection])).length === 0)
        return false;
      await this.note(tx, place.meetingId, event);
      return false;
    });
    // Somebody slipped in beside the end: the room goes again, and with it everybody in it.
    if (hasEnded) await this.livekit.closeRoom(event.roomName);
  }

  private async note(tx: Transaction, meetingId: MeetingId, event: Hint): Promise<void> {
    if (event.kind === 'finished') return this.attendance.over(tx, meetingId, { roomSid: event.roomSid }, event.at);
    if (event.kind === 'left' && (await this.warden.isRecorder(tx, meetingId, event.connection))) return;
    const isOurs =
      event.kind === 'joined'
        ? await this.attendance.joined(tx, meetingId, event.connection)
        : await this.attendance.left(tx, meetingId, event.connection, await this.leftAt(tx, event));
    if (!isOurs) this.log.warn({ identity: event.connection.identity }, 'LiveKit tells of somebody we did not admit');
  }

  /** Whoever fell silent left with their last word, or their last packet. */
  private async leftAt(tx: Transaction, event: Extract<Hint, { kind: 'left' }>): Promise<Date> {
    if (!event.wasSilent) return event.at;
    const lastPacketAt = event.at.getTime() - SILENT_SECONDS * 1_000;
    const id = parseId('participant', event.connection.identity);
    const lastWordAt = id && (await this.hearing.lastWord(tx, id))?.getTime();
    const isOfThen = lastWordAt && Math.abs(lastWordAt - lastPacketAt) < BETWEEN_WORDS_MS;
    return new Date(isOfThen ? lastWordAt : lastPacketAt);
  }
}
