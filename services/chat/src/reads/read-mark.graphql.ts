import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, UserErrors } from '@parley/subgraph';
import { ConversationMember, ConversationType } from '../conversations/conversation.graphql.ts';

@ObjectType({
  description:
    'Somebody has read further. A passing word: it may be lost, and is never told later; `Conversation.readMarks` has them all.',
})
export class ReadMoved {
  @Field({ description: 'Where you are in the log: the cursor of the last event before it.' })
  cursor!: string;

  @Field(() => ID, { description: 'Who.' })
  userId!: string;

  @Field(() => Int, { description: 'Seq of the last message they have read.' })
  seq!: number;
}

@ObjectType({ description: 'How far a member has read.' })
export class ReadMark {
  @Field(() => ConversationMember, { description: 'Who.' })
  member!: ConversationMember;

  @Field(() => Int, {
    description: 'Seq of the last message they have read, their own included; 0: none since they came in.',
  })
  seq!: number;
}

export const ReadMarkConnection = connectionOf(ReadMark, 'ReadMark');

@InputType()
export class MarkReadInput {
  @Field(() => ID, { description: 'A conversation one is in.' })
  conversationId!: string;

  @Field(() => Int, {
    description:
      'Everything up to this seq has been read. The mark never goes back; beyond the newest message it stands at that one.',
  })
  seq!: number;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, UNAVAILABLE.' })
export class MarkReadPayload extends UserErrors {
  @Field(() => ConversationType, { nullable: true, description: 'The conversation with its count as it is now.' })
  conversation?: ConversationType;
}
