import { Field, GraphQLISODateTime, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { FREQUENCIES, WEEKDAYS, type RecurrenceFrequency, type Weekday } from './recurrence.ts';

const words = <W extends string>(all: readonly W[]) =>
  Object.fromEntries(all.map((word) => [word, word])) as Record<W, W>;

export const RecurrenceFrequencyEnum = words(FREQUENCIES);
registerEnumType(RecurrenceFrequencyEnum, {
  name: 'RecurrenceFrequency',
  description: 'What a meeting comes again by.',
});

export const WeekdayEnum = words(WEEKDAYS);
registerEnumType(WeekdayEnum, { name: 'Weekday', description: 'A day of the week.' });

@InputType({
  description:
    'How a meeting comes again, at the same local time of its time zone. Exactly one of `count` and `until`. `count: 1`: it does not.',
})
export class RecurrenceInput {
  @Field(() => RecurrenceFrequencyEnum, { description: 'By what.' })
  frequency!: RecurrenceFrequency;

  @Field(() => Int, { nullable: true, defaultValue: 1, description: 'Every so many of them, 1–52.' })
  interval?: number | null;

  @Field(() => [WeekdayEnum], {
    nullable: true,
    description: 'With WEEKLY alone: on which days, that of the start among them. Left out: that of the start.',
  })
  weekdays?: Weekday[] | null;

  @Field(() => Int, { nullable: true, description: 'How often, 1–366; within ten years.' })
  count?: number | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'It begins then at the latest; two years after the start at most.',
  })
  until?: Date | null;
}

@ObjectType({ description: 'How a meeting comes again. Exactly one of `count` and `until` is there.' })
export class MeetingRecurrence {
  @Field(() => RecurrenceFrequencyEnum, { description: 'By what.' })
  frequency!: RecurrenceFrequency;

  @Field(() => Int, { description: 'Every so many of them.' })
  interval!: number;

  @Field(() => [WeekdayEnum], { description: 'On which days of the week; none: that of the start.' })
  weekdays!: Weekday[];

  @Field(() => Int, { nullable: true, description: 'How often.' })
  count!: number | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'It begins then at the latest.' })
  until!: Date | null;
}
