import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { MessagePlaceInput } from '../messages/message-change.graphql.ts';
import { MessageType } from '../messages/message.graphql.ts';

@InputType()
export class RemoveLinkPreviewInput extends MessagePlaceInput {}

@ObjectType({
  description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, UNAVAILABLE. Repeating it does no harm.',
})
export class RemoveLinkPreviewPayload extends UserErrors {
  @Field(() => MessageType, { nullable: true, description: 'The message, without its preview.' })
  message?: MessageType;
}
