import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { ConversationType } from '../conversations/conversation.graphql.ts';
import type { NotificationLevel } from './notification.ts';

export const NotificationLevelEnum = { ALL: 'ALL', MENTIONS: 'MENTIONS', NONE: 'NONE' } as const;
registerEnumType(NotificationLevelEnum, {
  name: 'NotificationLevel',
  description:
    'Of what in a conversation one is told by push, toast and sound. Counts of what is unread do not depend on it.',
  valuesMap: {
    ALL: { description: 'Of every message.' },
    MENTIONS: { description: 'Where one is mentioned.' },
    NONE: { description: 'Of nothing.' },
  },
});

@InputType()
export class SetNotificationLevelInput {
  @Field(() => ID, { description: 'A conversation one is in.' })
  conversationId!: string;

  @Field(() => NotificationLevelEnum, { description: 'Of what one wants to hear.' })
  level!: NotificationLevel;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, UNAVAILABLE.' })
export class SetNotificationLevelPayload extends UserErrors {
  @Field(() => ConversationType, { nullable: true, description: 'The conversation.' })
  conversation?: ConversationType;
}

@ObjectType('NotificationPreferences', { description: 'What one wants to be told beyond the page, and when not.' })
export class NotificationPreferencesType {
  @Field(() => String, {
    nullable: true,
    description: 'From when on nothing is pushed, `HH:MM` where one is (`timeZone`); null: there are no quiet hours.',
  })
  quietFrom!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Until when, `HH:MM`; before `quietFrom`: of the next day; the same: all day. What was held back is not told later.',
  })
  quietTo!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Time zone of the quiet hours, by its name in the IANA database.',
  })
  timeZone!: string | null;

  @Field({ description: 'Whether a push shows what was said; else it says from whom alone.' })
  showsWords!: boolean;

  @Field({
    description:
      'Whether mentions and missed calls that one has not seen after ten minutes (as the installation says) are told by mail, if one’s address is confirmed: several in one mail, not in quiet hours.',
  })
  mailsMissed!: boolean;
}

@InputType()
export class SetNotificationPreferencesInput {
  @Field(() => String, {
    nullable: true,
    description: '`HH:MM`; null, with `quietTo`: no quiet hours. Absent: as it is.',
  })
  quietFrom?: string | null;

  @Field(() => String, {
    nullable: true,
    description: '`HH:MM`; null, with `quietFrom`: no quiet hours. Absent: as it is.',
  })
  quietTo?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name in the IANA database, such as `Europe/Berlin`; needed with the first quiet hours.',
  })
  timeZone?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Absent: as it is.' })
  showsWords?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Absent: as it is.' })
  mailsMissed?: boolean | null;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, UNAVAILABLE.' })
export class SetNotificationPreferencesPayload extends UserErrors {
  @Field(() => NotificationPreferencesType, { nullable: true, description: 'As they are now.' })
  preferences?: NotificationPreferencesType;
}
