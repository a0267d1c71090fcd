import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { connectionOf, UserErrors } from '@parley/subgraph';
import { MeetingType } from '../meetings/meeting.graphql.ts';

@ObjectType('LobbyEntry', { description: 'Somebody who waits to be let in.' })
export class LobbyEntryType {
  @Field(() => ID, { description: 'For `admit` and `refuse`.' })
  lobbyId!: string;

  @Field({ description: 'The name they go by.' })
  displayName!: string;

  @Field({ description: 'Whether this is a guest: they chose their name themselves, and nobody vouches for it.' })
  isGuest!: boolean;

  @Field(() => GraphQLISODateTime, { description: 'Since when they wait.' })
  since!: Date;
}

export const LobbyEntryConnection = connectionOf(LobbyEntryType, 'LobbyEntry');

@InputType({ description: 'Some of those who wait.' })
export class LobbyInput {
  @Field(() => ID, { description: 'For which meeting they wait.' })
  meetingId!: string;

  @Field(() => [ID], { description: '1–100 of them. Those who wait no longer are passed over.' })
  lobbyIds!: string[];
}

@InputType({ description: 'Whom to let in.' })
export class AdmitInput extends LobbyInput {}

@InputType({ description: 'Whom not to let in.' })
export class RefuseInput extends LobbyInput {}

@ObjectType({ isAbstract: true })
abstract class WithMeeting extends UserErrors {
  @Field(() => MeetingType, { nullable: true, description: 'The meeting.' })
  meeting?: MeetingType;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class AdmitPayload extends WithMeeting {}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class RefusePayload extends WithMeeting {}

@InputType({ description: 'A wait to give up.' })
export class LeaveLobbyInput {
  @Field(() => ID, { description: 'Which wait; one’s own.' })
  lobbyId!: string;

  @Field(() => String, { nullable: true, description: 'For guests: their token.' })
  guestToken?: string | null;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, UNAVAILABLE.' })
export class LeaveLobbyPayload extends UserErrors {
  @Field(() => ID, { nullable: true, description: 'The wait that is over.' })
  lobbyId?: string;
}
