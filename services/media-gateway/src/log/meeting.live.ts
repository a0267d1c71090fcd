import { Inject, Injectable } from '@nestjs/common';
import { kindOfId, parseId, type OrganisationId } from '@parley/contracts';
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
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import { holderOf, userWho, type Who } from '../participants/who.ts';
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
    private readonly participants: ParticipantRepository,
    private readonly logs: MeetingLogRepository,
  ) {
    super();
  }

  async open(caller: Caller, { code }: Args): Promise<OpenedTopic> {
    const meeting = await this.reader.byCode(code);
    if (!meeting) throw Refused.notFound('meeting', 'code');
    if (!caller.user) throw new Refused('UNAUTHENTICATED', 'Sign in first.');
    const who = userWho(caller.user.userId);
    return this.unitOfWork.run(meeting.organisationId, (tx) => this.openFor(tx, meeting, who));
  }

  async ends({ topic, organisationId }: TopicPlace): Promise<LogEnds> {
    return this.unitOfWork.run(organisationId, (tx) => this.logs.ends(tx, logTopicOf(topic)));
  }

  async read({ topic, organisationId }: TopicPlace, { from, to, limit }: LogRange): Promise<LoggedEvent[]> {
    return this.unitOfWork.run(organisationId, (tx) => this.logs.read(tx, topic, from, to, limit));
  }

  private async openFor(tx: Transaction, meeting: Meeting, who: Who): Promise<OpenedTopic> {
    const { id: meetingId, organisationId } = meeting;
    // The head first: whatever is removed after it closes its interval behind it.
    const ends = await this.logs.ends(tx, { meetingId });
    const intervals = await this.participants.readable(tx, meetingId, who);
    if (intervals.at(-1)?.[1] === null) return openedOf({ meetingId }, organisationId, { ...ends, intervals }, who);
    throw new Refused('FORBIDDEN', 'Join the meeting first.');
  }
}

function openedOf(
  topic: LogTopic,
  organisationId: OrganisationId,
  place: Pick<OpenedTopic, 'head' | 'oldest' | 'intervals'>,
  who: Who,
): OpenedTopic {
  return { topic: topicOf(topic), organisationId, ...place, holder: holderOf(who) };
}

function logTopicOf(topic: string): LogTopic {
  const id = topic.slice(topic.lastIndexOf('.') + 1);
  const meetingId = parseId('meeting', id);
  if (meetingId) return { meetingId };
  const lobbyId = parseId('lobby', id);
  if (lobbyId) return { lobbyId };
  throw new Error(`${topic} is no topic of ours (${kindOfId(id) ?? 'nonsense'})`);
}
