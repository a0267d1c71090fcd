import { Field, GraphQLISODateTime, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';

@InputType({ description: 'Who wants to try their connection.' })
export class StartConnectionTestInput {
  @Field(() => String, {
    nullable: true,
    description: 'For guests: the code of the public meeting they were invited to. Whoever is signed in needs none.',
  })
  code?: string | null;
}

@ObjectType({
  description:
    'A room of one’s own on the media server, in no meeting: to try whether and how media gets there. It lives a minute.',
})
export class ConnectionTest {
  @Field(() => String, { description: 'Where LiveKit’s client connects to.' })
  url!: string;

  @Field(() => String, { description: 'Opens this room and no other. A secret: leave it out of reports.' })
  token!: string;

  @Field(() => GraphQLISODateTime, { description: 'When the room is closed, whoever is in it.' })
  expiresAt!: Date;
}

@ObjectType({ description: 'Codes: NOT_FOUND, RATE_LIMITED, UNAVAILABLE.' })
export class StartConnectionTestPayload extends UserErrors {
  @Field(() => ConnectionTest, { nullable: true, description: 'The room to try it in.' })
  test?: ConnectionTest;
}
