import {
  createUnionType,
  Directive,
  Field,
  GraphQLISODateTime,
  ID,
  Int,
  ObjectType,
  registerEnumType,
} from '@nestjs/graphql';
import { MeetingParticipant } from '../participants/participant.graphql.ts';
import { MeetingReactionEnum } from '../reactions/reaction-enum.graphql.ts';
import type { MeetingReaction } from '../reactions/reaction.ts';
import { RecordingNoticeType } from '../recordings/recording.graphql.ts';
import { MEDIA_SOURCES, type MediaSource } from '../roles/may-publish.ts';
import { MeetingChanged } from './meeting-notice.graphql.ts';

@ObjectType({ isAbstract: true })
abstract class WithCursor {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;
}

@ObjectType({ description: 'You have everything up to here; what follows is live.' })
export class MeetingReady extends WithCursor {}

@ObjectType({
  description:
    'What lies between your cursor and here cannot be told any more: read the list again, then go on from this cursor.',
})
@Directive('@shareable')
export class Resync {
  @Field({ description: 'A fresh cursor, at the head.' })
  cursor!: string;
}

@ObjectType({
  description:
    'Somebody was let in, has arrived, has another role, or their hand went up or down. The whole participant, as it is now.',
})
export class ParticipantChanged extends WithCursor {
  @Field(() => MeetingParticipant, { description: 'Who.' })
  participant!: MeetingParticipant;
}

@ObjectType({ description: 'Somebody’s device has left.' })
export class ParticipantLeft extends WithCursor {
  @Field(() => ID, { description: 'Which participant.' })
  participantId!: string;

  @Field({ description: 'Whether they were put out.' })
  wasRemoved!: boolean;
}

@ObjectType({ description: 'Another number of people waits. Who they are, `Meeting.lobby` tells hosts and co-hosts.' })
export class LobbyMoved extends WithCursor {
  @Field(() => Int, { description: 'How many wait now.' })
  waitingCount!: number;
}

export const MediaSourceEnum = Object.fromEntries(MEDIA_SOURCES.map((source) => [source, source])) as Record<
  MediaSource,
  MediaSource
>;
registerEnumType(MediaSourceEnum, {
  name: 'MediaSource',
  description: 'What somebody sends.',
  valuesMap: {
    MICROPHONE: { description: 'Their voice.' },
    CAMERA: { description: 'Their picture.' },
    SCREEN_SHARE: { description: 'Their screen, with its sound.' },
  },
});

@ObjectType({ description: 'A host or co-host has switched something off.' })
export class Muted extends WithCursor {
  @Field(() => ID, { nullable: true, description: 'Whose; null: everybody’s but hosts’ and co-hosts’.' })
  participantId!: string | null;

  @Field(() => MediaSourceEnum, { description: 'What.' })
  source!: MediaSource;

  @Field({ description: 'The name of whoever did it.' })
  by!: string;
}

@ObjectType({ description: 'A host or co-host asks somebody to speak. Only they can switch their microphone on.' })
export class UnmuteAsked extends WithCursor {
  @Field(() => ID, { description: 'Who is asked.' })
  participantId!: string;

  @Field({ description: 'The name of whoever asks.' })
  by!: string;
}

@ObjectType({ description: 'Somebody reacted. Show it for a few seconds; one read later is over.' })
export class Reacted extends WithCursor {
  @Field(() => ID, { description: 'Who.' })
  participantId!: string;

  @Field(() => MeetingReactionEnum, { description: 'What they show.' })
  reaction!: MeetingReaction;
}

@ObjectType({ description: 'A host or co-host shows somebody to everybody large, or nobody any more.' })
export class SpotlightChanged extends WithCursor {
  @Field(() => ID, { nullable: true, description: 'Who; null: nobody.' })
  participantId!: string | null;

  @Field({ description: 'The name of whoever did it.' })
  by!: string;
}

@ObjectType({
  description:
    'The meeting’s recording stands somewhere else. Also for those who wait: they are told before they come in. The whole of it, as it is now.',
})
export class RecordingChanged extends WithCursor {
  @Field(() => RecordingNoticeType, { description: 'How it stands.' })
  recording!: RecordingNoticeType;
}

@ObjectType({
  description: 'To whoever waits: let in (then send `joinMeeting` again) or not. The last event of the wait.',
})
export class AdmissionDecided extends WithCursor {
  @Field({ description: 'Whether one may come in.' })
  isAdmitted!: boolean;
}

@ObjectType({
  description: 'People have met for almost as long as they may: then everybody is out, and may meet again.',
})
export class SessionEnding extends WithCursor {
  @Field(() => GraphQLISODateTime, { description: 'When.' })
  endsAt!: Date;
}

@ObjectType({ description: 'To whoever waits: a host or co-host came, or the last of them left.' })
export class HostPresenceChanged extends WithCursor {
  @Field({ description: 'Whether somebody is in who could open.' })
  hostPresent!: boolean;
}

export const MeetingEvent = createUnionType({
  name: 'MeetingEvent',
  description: 'An event of a meeting, or of one’s wait for it, complete in itself.',
  types: () =>
    [
      MeetingReady,
      Resync,
      MeetingChanged,
      ParticipantChanged,
      ParticipantLeft,
      LobbyMoved,
      Muted,
      UnmuteAsked,
      Reacted,
      SpotlightChanged,
      RecordingChanged,
      AdmissionDecided,
      HostPresenceChanged,
      SessionEnding,
    ] as const,
  resolveType: (value: { __typename: string }) => value.__typename,
});
