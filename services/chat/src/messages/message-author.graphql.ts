import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Who said something, as they were called when they said it.' })
export class MessageAuthor {
  @Field(() => ID, { description: 'Their user id; of a guest something that names no account, `gue_…`.' })
  userId!: string;

  @Field({ description: 'Their name.' })
  displayName!: string;

  @Field(() => String, { nullable: true, description: 'Address of their picture.' })
  avatarUrl!: string | null;

  @Field({
    description: 'Whether this is a guest of the meeting: they chose their name themselves, and nobody vouches for it.',
  })
  isGuest!: boolean;

  @Field({ description: 'Whether Parley itself speaks.' })
  isSystem!: boolean;
}
