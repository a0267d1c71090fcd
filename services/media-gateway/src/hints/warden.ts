import { Injectable } from '@nestjs/common';
import { parseId, type MeetingId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { ParticipantControl } from '../livekit/participant-control.ts';
import type { Connection } from '../livekit/room-event.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { StandingRepository } from '../participants/standing.repository.ts';
import { RecordingPartRepository } from '../recordings/recording-part.repository.ts';
import { mayPublish } from '../roles/may-publish.ts';

/**
 * Sets right who is in LiveKit's room: whoever was put out and slipped in again, by an old token or one that LiveKit
 * refreshed, is put out again; whoever came with an older permission gets what our rows say.
 */
@Injectable()
export class Warden {
  constructor(
    private readonly standing: StandingRepository,
    private readonly recorders: RecordingPartRepository,
    private readonly control: ParticipantControl,
  ) {}

  /**
   * Under the meeting's lock, so that no older word overtakes a newer one.
   * Recorders are known by their rows: they stay while their part is open, and are nobody who attends.
   * @returns the people among the connections who may stay
   * @throws Refused UNAVAILABLE
   */
  async look(tx: Transaction, meeting: Meeting, connections: readonly Connection[]): Promise<Connection[]> {
    const ids = connections.flatMap(({ identity }) => parseId('participant', identity) ?? []);
    const known = await this.standing.findMany(tx, meeting.id, ids);
    const participants = new Map<string, (typeof known)[number]>(
      known.map((participant) => [participant.id, participant]),
    );
    const recorders = await this.recorders.among(tx, meeting.id, ids);
    const isOut = ({ identity }: Connection) =>
      !!participants.get(identity)?.removedAt || recorders.get(identity) === false;
    const stay = connections.filter((connection) => !isOut(connection) && !recorders.has(connection.identity));
    await Promise.all([
      ...connections.filter(isOut).map(({ identity }) => this.control.putOut(meeting.roomName, identity)),
      ...stay.map(async ({ identity, sources }) => {
        const role = participants.get(identity)?.role;
        const wanted = role && mayPublish(role, meeting);
        if (wanted && sources?.join() !== wanted.join()) await this.control.permit(meeting.roomName, identity, wanted);
      }),
    ]);
    return stay;
  }

  /** Whether this is the stage page of a recording, and so nobody who attends. */
  async isRecorder(tx: Transaction, meetingId: MeetingId, { identity }: Connection): Promise<boolean> {
    const id = parseId('participant', identity);
    return !!id && (await this.recorders.among(tx, meetingId, [id])).size > 0;
  }
}
