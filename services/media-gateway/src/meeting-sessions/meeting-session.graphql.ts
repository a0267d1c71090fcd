import { Directive, Field, GraphQLISODateTime, HideField, ID, ObjectType } from '@nestjs/graphql';
import type { MeetingId, OrganisationId } from '@parley/contracts';
import { connectionOf } from '@parley/subgraph';

@ObjectType('Conversation', { description: 'People who talk, and what they said.' })
@Directive('@key(fields: "id", resolvable: false)')
export class ConversationStub {
  @Field(() => ID, { description: 'Opaque, `cnv_…`.' })
  id!: string;
}

@ObjectType('MeetingSession', {
  description:
    'One time that people met in a meeting: from the first joining until it has been empty for five minutes, or its end. A permanent room has many.',
})
export class MeetingSessionType {
  @Field(() => ID, { description: 'Opaque, `mse_…`.' })
  id!: string;

  @Field(() => GraphQLISODateTime, { description: 'When the first came in.' })
  startedAt!: Date;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When the last had left, or the meeting was ended. Null while it goes on.',
  })
  endedAt!: Date | null;

  @Field(() => ConversationStub, {
    nullable: true,
    description: 'What was said in it; what one may read there, chat decides.',
  })
  conversation!: ConversationStub | null;

  @HideField()
  organisationId!: OrganisationId;

  @HideField()
  meetingId!: MeetingId;

  @HideField()
  showsAttendance!: boolean;
}

export const MeetingSessionConnection = connectionOf(MeetingSessionType, 'MeetingSession');
