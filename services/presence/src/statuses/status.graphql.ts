import { Field, GraphQLISODateTime, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { AvailabilityEnum, PresenceType } from '../presences/presence.graphql.ts';
import type { Availability } from '../presences/presence.ts';

@ObjectType('OwnStatus', { description: 'What one has chosen for oneself. Nobody else can read it.' })
export class OwnStatusType {
  @Field(() => AvailabilityEnum, {
    nullable: true,
    description: 'AWAY, BUSY, DO_NOT_DISTURB or OFFLINE (appear offline). Null: as one’s devices say.',
  })
  availability!: Availability | null;

  @Field(() => String, { nullable: true, description: 'What one says of oneself, up to 140 characters.' })
  text!: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When both end. Null: when they are set anew.' })
  expiresAt!: Date | null;

  @Field({ description: 'Whether nobody may see when one was last here.' })
  hideLastSeen!: boolean;
}

@InputType({ description: 'All of a status: what is left out is cleared.' })
export class SetStatusInput {
  @Field(() => AvailabilityEnum, {
    nullable: true,
    description:
      'AWAY, BUSY, DO_NOT_DISTURB, or OFFLINE to appear offline. Null: as one’s devices say. IN_A_CALL is shown over AWAY and BUSY.',
  })
  availability?: Availability | null;

  @Field(() => String, {
    nullable: true,
    description: 'Up to 140 characters, on one line, without marks that turn the direction of text.',
  })
  text?: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When both end: in the future, within a year.' })
  expiresAt?: Date | null;
}

@InputType({ description: 'What one hides.' })
export class SetPrivacyInput {
  @Field({ description: 'True: nobody sees when one was last here, contacts of old neither.' })
  hideLastSeen!: boolean;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, UNAVAILABLE.' })
export class SetStatusPayload extends UserErrors {
  @Field(() => PresenceType, { nullable: true, description: 'What others see of one now.' })
  presence?: PresenceType;

  @Field(() => OwnStatusType, { nullable: true, description: 'What one has chosen.' })
  status?: OwnStatusType;
}

@ObjectType({ description: 'Codes: UNAVAILABLE.' })
export class SetPrivacyPayload extends UserErrors {
  @Field(() => PresenceType, { nullable: true, description: 'What others see of one now.' })
  presence?: PresenceType;

  @Field(() => OwnStatusType, { nullable: true, description: 'What one has chosen.' })
  status?: OwnStatusType;
}
