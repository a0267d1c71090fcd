import { Directive, Field, GraphQLISODateTime, ObjectType } from '@nestjs/graphql';

@ObjectType({
  description:
    'Where to `PUT` the bytes that were announced: once, whole, in five minutes, without any other credential.',
})
@Directive('@shareable')
export class UploadLink {
  @Field({ description: 'A path at this origin. Whoever has it may send those very bytes.' })
  url!: string;

  @Field(() => GraphQLISODateTime, { description: 'Until when they must have begun to come.' })
  expiresAt!: Date;
}
