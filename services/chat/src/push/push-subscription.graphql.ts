import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';

@ObjectType({ description: 'A browser that is told of messages and calls while no page of ours is open in it.' })
export class PushSubscriptionType {
  @Field(() => ID, { description: 'Opaque, `psb_…`.' })
  id!: string;
}

@InputType()
export class RegisterPushSubscriptionInput {
  @Field({
    description:
      'Address at its push service, as `PushSubscription.endpoint` says: https, public, at most 1,024 characters.',
  })
  endpoint!: string;

  @Field({ description: 'Its public key (`getKey("p256dh")`): 65 bytes in base64url.' })
  p256dh!: string;

  @Field({ description: 'Its secret (`getKey("auth")`): 16 bytes in base64url.' })
  auth!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'In which language it is told: `en`, `de`, `fr`, `es` or `ar`, longer tags by their beginning. Others: English.',
  })
  language?: string | null;
}

@ObjectType({
  description: 'Codes: BAD_USER_INPUT, CONFLICT (20 other browsers), UNAVAILABLE (push is off, or the database away).',
})
export class RegisterPushSubscriptionPayload extends UserErrors {
  @Field(() => PushSubscriptionType, { nullable: true, description: 'It.' })
  subscription?: PushSubscriptionType;
}

@InputType()
export class RemovePushSubscriptionInput {
  @Field({ description: 'As it was registered.' })
  endpoint!: string;
}

@ObjectType({ description: 'Codes: UNAVAILABLE. A browser that is not registered is no error.' })
export class RemovePushSubscriptionPayload extends UserErrors {
  @Field(() => Boolean, { nullable: true, description: 'True once nothing is sent there any more.' })
  isRemoved?: boolean;
}
