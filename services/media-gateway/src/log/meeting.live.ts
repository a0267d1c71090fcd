import { Inject, Injectable } from '@nestjs/common';
import { kindOfId, parseId, type Interval, type OrganisationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import {
  KeptSource,
  type LogEnds,
  type LoggedEvent,
  type LogRange,
  type OpenedTopic,
  type TopicPlace,
} from '@parley/live';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { z } from 'zod';
import { Visitors } from '../guests/visitors.ts';
import { LobbyRepository } from '../lobby/lobby.repository.ts';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import { holderOf, type Who } from '../participants/who.ts';
import { RecordingPartRepository } from '../recordings/recording-part.repository.ts';
import { hashOfStageToken, stageHolder } from '../recordings/stage-token.ts';
import type { LogTopic } from './meeting-event.ts';
import { MeetingLogRepository, topicOf } from './meeting-log.repository.ts';

const args = z.object({ code: z.string(), guestToken: z.string().nullish() });
type Args = z.infer<typeof args>;

/** `meetingEvents`: whoever was let in follows the meeting's log, whoever waits their own. */
@Injectable()
export class MeetingSource extends KeptSource<Args> {
  readonly field = 'meetingEvents';
  readonly args = args;
  readonly readyType = 'MeetingReady';
  readonly resyncType = 'Resync';

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly reader: MeetingReader,
    private readonly visitors: Visitors,
    private readonly participants: ParticipantRepository,
    private readonly lobby: LobbyRepository,
    private readonly logs: MeetingLogRepository,
    private readonly stages: RecordingPartRepository,
  ) {
    super();
  }

  async open(caller: Caller, { code, guestToken }: Args): Promise<OpenedTopic> {
    const meeting = await this.reader.byCode(code);
    if (!meeting) throw Refused.notFound('meeting', 'code');
    const stage = hashOfStageToken(guestToken);
    if (stage) return this.unitOfWork.run(meeting.organisationId, (tx) => this.openForStage(tx, meeting, stage));
    const who = await this.visitors.known(caller, meeting, guestToken);
    return this.unitOfWork.run(meeting.organisationId, (tx) => this.openFor(tx, meeting, who));
  }

  async ends({ topic, organisationId }: TopicPlace): Promise<LogEnds> {
    return this.unitOfWork.run(organisationId, async (tx) => {
      const place = logTopicOf(topic);
      // Whoever is followed by a gateway is there: its looks for lost events are signs of life.
      if ('lobbyId' in place) await this.lobby.touch(tx, place.lobbyId);
      return this.logs.ends(tx, place);
    });
  }

  async read({ topic, organisationId }: TopicPlace, { from, to, limit }: LogRange): Promise<LoggedEvent[]> {
    return this.unitOfWork.run(organisationId, (tx) => this.logs.read(tx, topic, from, to, limit));
  }

  private async openFor(tx: Transaction, meeting: Meeting, who: Who): Promise<OpenedTopic> {
    const { id: meetingId, organisationId } = meeting;
    // The head first: whatever is removed after it closes its interval behind it.
    const ends = await this.logs.ends(tx, { meetingId });
    const intervals = await this.participants.readable(tx, meetingId, who);
    if (intervals.at(-1)?.[1] === null)
      return openedOf({ meetingId }, organisationId, { ...ends, intervals }, holderOf(who));
    const entry = await this.lobby.of(tx, meetingId, who);
    if (!entry || entry.state === 'LEFT') throw new Refused('FORBIDDEN', 'Join the meeting first.');
    const wait = await this.logs.ends(tx, { lobbyId: entry.id });
    const last = entry.state === 'WAITING' ? null : wait.head;
    const place = { ...wait, intervals: [[entry.openedSeq + 1, last]] satisfies Interval[] };
    return openedOf({ lobbyId: entry.id }, organisationId, place, holderOf(who));
  }

  /** The stage page of a recording follows the meeting as a viewer does, until its part ends. */
  private async openForStage(tx: Transaction, meeting: Meeting, tokenHash: string): Promise<OpenedTopic> {
    const { id: meetingId, organisationId } = meeting;
    const ends = await this.logs.ends(tx, { meetingId });
    const seat = await this.stages.seat(tx, meetingId, tokenHash);
    if (!seat) throw new Refused('FORBIDDEN', 'No recording of this meeting goes on for this page.');
    const place = { ...ends, intervals: [[seat.admittedSeq + 1, null]] satisfies Interval[] };
    return openedOf({ meetingId }, organisationId, place, stageHolder(tokenHash));
  }
}

function openedOf(
  topic: LogTopic,
  organisationId: OrganisationId,
  place: Pick<OpenedTopic, 'head' | 'oldest' | 'intervals'>,
  holder: string,
): OpenedTopic {
  return { topic: topicOf(topic), organisationId, ...place, holder };
}

function logTopicOf(topic: string): LogTopic {
  const id = topic.slice(topic.lastIndexOf('.') + 1);
  const meetingId = parseId('meeting', id);
  if (meetingId) return { meetingId };
  const lobbyId = parseId('lobby', id);
  if (lobbyId) return { lobbyId };
  throw new Error(`${topic} is no topic of ours (${kindOfId(id) ?? 'nonsense'})`);
}
